//! `malformed-value`

use ir_model::{FaultKind, Severity};
use ir_schema::ViolationKind;

use super::finding::report;
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "malformed-value",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a text or number that does not have the form its key needs",
    explanation: "\
The value is of the right kind and still cannot be read: a duration is seconds with an `s` behind them (`30s`, `1.5s`), a
whole number may be a text of digits, some numbers have bounds.

The SDK's loader and the API server refuse the file.

Write the value in the form that is said.",
    fixable: true,
    examples: &[
        Example {
            title: "a duration without unit",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        retryPolicy: {maxRetryCount: 3, backoffDuration: '30'}
#                                                        ^^^^ malformed-value: `30` is not
",
        },
        Example {
            title: "a duration",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        retryPolicy: {maxRetryCount: 3, backoffDuration: 30s}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    report(context, &RULE, |v| matches!(v.kind, ViolationKind::Format { .. } | ViolationKind::OutOfRange { .. }));
    fault::report(context, &RULE, FaultKind::MalformedValue);
}
