//! `integer-comparison`

use ir_model::{ExprProblemKind, Severity};

use super::finding;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "integer-comparison",
    family: Family::Expression,
    severity: Severity::Info,
    summary: "a number compared with a whole number that older backends refuse",
    explanation: "\
Numbers of parameters and of metadata reach an expression as doubles, and `5` is an int. Today's backends compare the two as
numbers. Those before the update of CEL in early 2024 fail while the condition runs: \"no such overload\".

Write `5.0`, or `int(…)` around the value as the SDK does for parameters of type NUMBER_INTEGER; then all backends agree.",
    fixable: true,
    examples: &[
        Example {
            title: "a double and an int",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}, mode: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {rate: {runtimeValue: {constant: 0.1}}, mode: {runtimeValue: {constant: fast}}}}
        triggerPolicy:
          condition: inputs.parameter_values['rate'] > 5
#                                                      ^ integer-comparison: `5` is an int, and numbers arrive here as doubles
",
        },
        Example {
            title: "both are ints",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}, mode: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {rate: {runtimeValue: {constant: 0.1}}, mode: {runtimeValue: {constant: fast}}}}
        triggerPolicy:
          condition: int(inputs.parameter_values['rate']) > 5
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    finding::report(context, &RULE, ExprProblemKind::IntegerComparison, "");
}
