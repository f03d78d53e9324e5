//! `unknown-file`

use ir_model::{Base, Diagnostic, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;
use crate::workspace::Found;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-file",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a component reference to a file that is not there",
    explanation: "\
A `componentRef` names a file by a relative path, and there is no component at that path.

Paths are relative to the file that names them. Web addresses are never fetched: a reference to one is only followed when a
file at hand says that the address is its own (`metadata.annotations.canonical_location`) or has the digest.

Mend the path, or add the file.",
    fixable: false,
    examples: &[
        Example {
            title: "a path at which nothing is",
            text: "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef: {url: ./gone.yaml}
#                           ^^^^^^^^^^^ unknown-file: no component file `gone.yaml` at this path
",
        },
        Example {
            title: "an address on the web proves nothing",
            text: "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef: {url: 'https://example.com/load.yaml'}
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
        let Found::Absent(path) = context.workspace.find(&context.source.path, keys) else { continue };
        let shown = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let finding = Diagnostic::new(
            RULE.id,
            RULE.severity,
            reference.at.span,
            format!("no component file {} at this path", quote(&shown)),
        )
        .label("the path is relative to this file");
        context.report(finding);
    }
}
