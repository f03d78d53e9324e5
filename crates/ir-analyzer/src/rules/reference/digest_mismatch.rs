//! `digest-mismatch`

use ir_model::{Base, Diagnostic, Fix, Safety, Severity};

use crate::foreign::digests;
use crate::rule::{Context, Example, Family, Rule};
use crate::workspace::Found;

pub(crate) static RULE: Rule = Rule {
    id: "digest-mismatch",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "a digest that is not that of the file beside it",
    explanation: "\
A `componentRef` has a digest and a path, and the file at the path has another digest: it was changed after the reference was
written, or the digest was copied from elsewhere.

The SDK refuses a file that does not have the digest it was promised. While the two disagree, the task's arguments are not
checked against the file.

Write the file's digest (the SHA-256 of its bytes), or restore the file.",
    fixable: true,
    examples: &[
        Example {
            title: "a file that was changed after it was named",
            text: "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef:
          digest: 9b95fcb9d4a0e3a3b1a9f2d5f0f3b9f2c6ad1cfa3a4c6d5cbbd4b2a90d8a6c11
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ digest-mismatch: the file beside it has another digest
          url: ./load.yaml
# file: load.yaml
name: Load
implementation: {container: {image: 'python:3.12', command: [load]}}
",
        },
        Example {
        title: "a digest of a file that is not at hand proves nothing",
        text: "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef:
          digest: 9b95fcb9d4a0e3a3b1a9f2d5f0f3b9f2c6ad1cfa3a4c6d5cbbd4b2a90d8a6c11
          url: https://example.com/load.yaml
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for reference in package.symbols.refs.values() {
        if !matches!(reference.base, Base::Keys(..)) {
            continue;
        }
        let keys = package.symbols.keys_of(reference.base);
        let Found::One(place) = context.workspace.find(&context.source.path, keys) else { continue };
        let Some(interface) = context.workspace.interface(place) else { continue };
        let Some((written, real)) = digests(keys, interface) else { continue };
        // The reference stands at the path; the digest beside it is what is wrong.
        let node = context.source.tree.node(reference.at.node);
        let digest = node.parent().and_then(|map| map.get("digest"));
        let span = digest.map_or(reference.at.span, |d| d.span());
        let short = |digest: &str| digest.get(..12).unwrap_or(digest).to_owned();
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, span, "the file beside it has another digest")
            .label(format!("the file has `{}…`", short(real)))
            .related_in(place.file, interface.at, "this file")
            .note("the SDK refuses a file that does not have the digest it was promised");
        if digest.is_some_and(|d| d.span().slice(context.source.text()).eq_ignore_ascii_case(written)) {
            let words = format!("replace `{}…` by `{}…`", short(written), short(real));
            finding = finding.fix(Fix::replace(span, real, words, Safety::Suggested));
        }
        context.report(finding);
    }
}
