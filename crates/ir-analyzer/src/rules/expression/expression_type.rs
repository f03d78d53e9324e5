//! `expression-type`

use ir_model::{ExprProblemKind, Severity};

use super::finding;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "expression-type",
    family: Family::Expression,
    severity: Severity::Error,
    summary: "types in an expression that are certain to fail together",
    explanation: "\
An operator or a function is given what it never takes, or a condition is neither true nor false. The driver compiles the
expression before it runs it and refuses it with \"found no matching overload\", or fails while it runs with \"no such
overload\" or \"return type is not bool\".

Numbers of parameters and of metadata are doubles, whatever they look like: for arithmetic with whole numbers, convert them
with `int(…)` as the SDK does. The language never converts by itself: `int(…) > 0.5` compares two different types and is
refused, `double(…) > 0.5` is not.

What depends on the value that arrives is not reported.",
    fixable: true,
    examples: &[
        Example {
            title: "a whole number and a fraction",
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
          condition: int(inputs.parameter_values['rate']) > 0.5
#                                                           ^^^ expression-type: `>` compares an int with a double
",
        },
        Example {
            title: "arithmetic on a double",
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
          condition: inputs.parameter_values['rate'] + 1 > 5
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expression-type: `inputs.parameter_values['rate']` is never an int, as this `+` needs
",
        },
        Example {
            title: "no condition",
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
          condition: size(inputs.parameter_values['mode'])
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expression-type: a condition must be true or false, and this is an int
",
        },
        Example {
            title: "converted",
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
          condition: int(inputs.parameter_values['rate']) + 1 > 5 && size(inputs.parameter_values['mode']) > 0
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    finding::report(context, &RULE, ExprProblemKind::Type, context.package.dialect.traits.consequences.expression);
}
