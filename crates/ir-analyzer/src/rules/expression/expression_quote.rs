//! `expression-quote`

use ir_model::{ExprProblemKind, Severity};

use super::finding;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "expression-quote",
    family: Family::Expression,
    severity: Severity::Error,
    summary: "a string that a quote inside it ends too early",
    explanation: "\
A string in an expression contains the quote that it stands between. There it ends, and the rest of it is read as part of
the expression.

The SDK writes such conditions: for `dsl.If(task.output == \"it's\")` it puts the text between `'` as it is. The file loads
and uploads; the driver of the task then fails with \"Syntax error\".

Write a backslash before the quote, or compare with a text without it.",
    fixable: true,
    examples: &[
        Example {
            title: "an apostrophe",
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
          condition: inputs.parameter_values['mode'] == 'it's fast'
#                                                          ^ expression-quote: this quote already ends `'it'`
",
        },
        Example {
            title: "the other quotes around it",
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
          condition: inputs.parameter_values['mode'] == \"it's fast\"
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    finding::report(context, &RULE, ExprProblemKind::Quote, context.package.dialect.traits.consequences.expression);
}
