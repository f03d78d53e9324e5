//! `wrong-kind`

use ir_model::Severity;
use ir_schema::ViolationKind;

use super::finding::report;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "wrong-kind",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a list where a text is needed, a number where a mapping is, and the like",
    explanation: "\
A value is of another kind than its key takes. The loaders are strict: `\"true\"` is no boolean, `1.5` is no whole number, and
in a `component.yaml` a number is no text (`default` and a few others apart).

The SDK's loader refuses the file, the API server answers \"unknown template format\".

Write a value of the kind that is said; often a pair of quotes is all that is wrong or missing.",
    fixable: true,
    examples: &[
        Example {
            title: "a command that is no list",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: train --fast
#            ^^^^^^^^^^^^ wrong-kind: `command` must be a list
",
        },
        Example {
            title: "a command that is one",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train, --fast]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    report(context, &RULE, |v| matches!(v.kind, ViolationKind::WrongKind { .. }));
}
