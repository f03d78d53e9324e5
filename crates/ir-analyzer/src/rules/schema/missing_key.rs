//! `missing-key`

use ir_model::{FaultKind, Severity};
use ir_schema::ViolationKind;

use super::finding::report;
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "missing-key",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a key without which the format cannot be loaded or run",
    explanation: "\
Something lacks a key that it must have, or has it without a value: an executor's container without `image`, a task without
`componentRef`, a port without `name`, a pipeline without `root`.

The SDK's loader fails with a bare `KeyError: 'pipelineInfo'` or the like, the API server with \"unknown template format\", or
the pod cannot start.

Add the key.",
    fixable: false,
    examples: &[
        Example {
            title: "a container without image",
            text: "\
name: Train
implementation:
  container:
# ^^^^^^^^^ missing-key
    command: [train]
",
        },
        Example {
            title: "a complete container",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    report(context, &RULE, |v| {
        matches!(
            v.kind,
            ViolationKind::MissingKey { .. } | ViolationKind::MissingValue { .. } | ViolationKind::NoneOf { .. }
        )
    });
    fault::report(context, &RULE, FaultKind::MissingKey);
}
