//! `unknown-expression-name`

use ir_model::{ExprProblemKind, Severity};

use super::finding;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "unknown-expression-name",
    family: Family::Expression,
    severity: Severity::Error,
    summary: "a variable, field or function that an expression does not have",
    explanation: "\
A condition sees `inputs` (and `outputs`): `inputs.parameter_values['name']` is the value of a parameter,
`inputs.artifacts['name'].artifacts[0]` an artifact with `uri`, `name`, `type` and `metadata['key']`. A selector sees the value
that is passed, as `string_value`, `number_value`, `bool_value`, `struct_value` or `list_value`. Both have `parseJson(text)` and
the standard functions of CEL.

Two forms that the format's own documentation shows do not work: `inputs.parameters['name']` is legal and always empty (\"no
such key\"), and `inputs.artifacts['name'][0]` indexes what is no list. Names are in snake_case, also in JSON.

The driver refuses any other name with \"undeclared reference\" or \"undefined field\".",
    fixable: true,
    examples: &[
        Example {
            title: "a field of an old version",
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
          condition: inputs.parameters['mode'] == 'fast'
#                           ^^^^^^^^^^ unknown-expression-name: `inputs.parameters` is always empty
",
        },
        Example {
            title: "the name as JSON has it",
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
          condition: inputs.parameterValues['mode'] == 'fast'
#                           ^^^^^^^^^^^^^^^ unknown-expression-name: `inputs` has no field `parameterValues`
",
        },
        Example {
            title: "a function of another language",
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
          condition: len(inputs.parameter_values['mode']) > 3
#                    ^^^ unknown-expression-name: there is no function `len`
",
        },
        Example {
            title: "the names that there are",
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
          condition: inputs.parameter_values['mode'].startsWith('f') || size(inputs.artifacts) > 0
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    finding::report(context, &RULE, ExprProblemKind::Name, context.package.dialect.traits.consequences.expression);
}
