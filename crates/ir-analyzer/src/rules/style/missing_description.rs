//! `missing-description`

use ir_model::{Diagnostic, Severity};

use crate::facts::step::owner;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "missing-description",
    family: Family::Style,
    severity: Severity::Info,
    summary: "an input that nobody describes",
    explanation: "\
An input of a pipeline, or of a component that others use, has no description.

Whoever starts a run sees its name and a box. For teams that publish components. Off unless it is switched on.

Describe the input: in the docstring of the Python function, or with `description`.",
    fixable: false,
    examples: &[
        Example {
            title: "a name and no more",
            text: "\
name: Train
inputs:
- {name: rate, type: Float}
#        ^^^^ missing-description: input `rate` of `Train` has no description
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: rate}]
",
        },
        Example {
            title: "described",
            text: "\
name: Train
inputs:
- {name: rate, type: Float, description: How fast to learn.}
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: rate}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(entry) = package.entry.and_then(|id| package.components.get(id)) else { return };
    for port in entry.inputs.ids().filter_map(|id| package.ports.get(id)).filter(|p| p.doc.is_none()) {
        let Some(span) = package.def_span(port.def) else { continue };
        let (name, owner) = (quote(package.def_name(port.def)), owner(package, entry.def));
        let title = format!("input {name} of {owner} has no description");
        context.report(Diagnostic::new(RULE.id, RULE.severity, span, title));
    }
}
