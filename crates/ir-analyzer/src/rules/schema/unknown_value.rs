//! `unknown-value`

use ir_model::Severity;
use ir_schema::ViolationKind;

use super::finding::report;
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-value",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a word that is none of those a key takes",
    explanation: "\
A key takes one of a few words, and the value is none of them: `STRNG` is no parameter type, `Allways` no pull policy.

The SDK's loader and the API server refuse the file, the latter with \"unknown template format\"; in a platform document the
pod is refused.

Write one of the words that are listed. They are compared letter by letter, capitals included.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt type",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DUOBLE}}}
#                                                          ^^^^^^^^^^^^^ unknown-value: `NUMBER_DUOBLE` is not a parameter type
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a type of the format",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, ir_model::FaultKind::UnknownValue);
    report(context, &RULE, |v| matches!(v.kind, ViolationKind::WrongEnum { .. }));
}
