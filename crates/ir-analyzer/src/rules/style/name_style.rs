//! `name-style`

use ir_model::{Diagnostic, NameId, Ns, RefName, Severity};
use ir_syntax::Span;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "name-style",
    family: Family::Style,
    severity: Severity::Info,
    summary: "a name that is not written with dashes",
    explanation: "\
The name of a task or input has capitals or underscores. Names of objects and tasks in Kubernetes cannot have them, and many teams write all names alike: `base-url`. Off unless it
is switched on.

Rename it, wherever it is used.",
    fixable: false,
    examples: &[
        Example {
            title: "an underscore",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params: [{name: base_url}]
#                 ^^^^^^^^ name-style: `base_url` is not written with dashes
  steps:
  - name: train
    image: python:3.12
    args: [$(params.base_url)]
#                   ^^^^^^^^ name-style: `base_url` is not written with dashes
",
        },
        Example {
            title: "dashes",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params: [{name: base-url}]
  steps:
  - name: train
    image: python:3.12
    args: [$(params.base-url)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    // Where the form of names is not given by the engine, teams write them as they like.
    if !package.dialect.traits.dashed_names {
        return;
    }
    let wanted = |ns: Ns| matches!(ns, Ns::Task | Ns::Step | Ns::Input | Ns::Argument);
    let defs = package.symbols.defs.values().filter(|d| wanted(d.ns) && !d.flags.implied).map(|d| (d.name, d.at.span));
    let refs = package.symbols.refs.values().filter(|r| wanted(r.ns)).filter_map(|r| match r.name {
        RefName::Name(name) => Some((name, r.at.span)),
        _ => None,
    });
    let all: Vec<(NameId, Span)> = defs.chain(refs).collect();
    for (name, at) in all {
        let name = package.names.text(name);
        if name.contains(|c: char| c.is_ascii_uppercase() || c == '_') {
            let title = format!("{} is not written with dashes", quote(name));
            context.report(Diagnostic::new(RULE.id, RULE.severity, at, title));
        }
    }
}
