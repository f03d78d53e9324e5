//! `conflicting-keys`

use ir_model::{FaultKind, Severity};
use ir_schema::ViolationKind;

use super::finding::report;
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "conflicting-keys",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "two keys of which only one may be written",
    explanation: "\
Some keys are alternatives: a component has a `dag` or an `executorLabel`, an input's value comes from one place, a loop runs
over parameters or artifacts. Two of them at once say nothing.

The SDK's loader and the API server refuse the file.

Remove one of the two.",
    fixable: false,
    examples: &[
        Example {
            title: "an input with two values",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}}}
root:
  inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}}}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs:
          parameters:
            rate:
              componentInputParameter: rate
              runtimeValue: {constant: 0.1}
#             ^^^^^^^^^^^^ conflicting-keys
",
        },
        Example {
            title: "one value",
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
    report(context, &RULE, |v| matches!(v.kind, ViolationKind::OneOf { .. }));
    fault::report(context, &RULE, FaultKind::ConflictingKeys);
}
