//! `invalid-expression`

use ir_model::{ExprProblemKind, Severity};

use super::finding;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "invalid-expression",
    family: Family::Expression,
    severity: Severity::Error,
    summary: "an expression that cannot be read",
    explanation: "\
A condition (`triggerPolicy.condition`) or a selector (`parameterExpressionSelector`) is not of the Common Expression
Language. Its operators are those of C: `==`, `!=`, `<`, `&&`, `||`, `!`, `? :`, besides `in`; strings stand between `'` or
`\"`.

Nothing looks at it before the driver of the task compiles it: the SDK loads the file and the upload succeeds, then the
task fails with \"Syntax error\".

Change what is marked.",
    fixable: true,
    examples: &[
        Example {
            title: "one sign of equality",
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
          condition: inputs.parameter_values['mode'] = 'fast'
#                                                    ^ invalid-expression: `=` is no operator of CEL
",
        },
        Example {
            title: "words for operators",
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
          condition: inputs.parameter_values['mode'] == 'fast' and inputs.parameter_values['rate'] > 0.5
#                                                              ^^^ invalid-expression: `and` is no operator of CEL
",
        },
        Example {
            title: "a condition as the SDK writes it",
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
          condition: \"!(inputs.parameter_values['mode'] == 'fast') && inputs.parameter_values['rate'] > 0.5\"
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    finding::report(context, &RULE, ExprProblemKind::Syntax, context.package.dialect.traits.consequences.expression);
}
