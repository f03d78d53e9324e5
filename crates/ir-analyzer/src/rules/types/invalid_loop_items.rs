//! `invalid-loop-items`

use ir_model::{Diagnostic, Severity};

use super::items::{Written, broken, inside, written};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-loop-items",
    family: Family::Type,
    severity: Severity::Error,
    summary: "what a loop runs over is no list in JSON",
    explanation: "\
The items of a loop that are written out are one text: a list in JSON. Here it is no JSON, or no list.

The SDK and the upload accept the file. The driver reads the text when the loop starts: \"error unmarshall raw string\" where it
is no JSON, \"value of type … cannot be iterated\" where it is a single value or an object.

JSON wants double quotes around text and around keys, no comma behind the last item, and `true`, `false`, `null`.",
    fixable: false,
    examples: &[
        Example {
            title: "single quotes are no JSON",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        parameterIterator: {items: {raw: \"['fast', 'good']\"}, itemInput: mode}
#                                          ^ invalid-loop-items: the items of task `train` are no JSON
      once:
        componentRef: {name: comp-train}
        taskInfo: {name: once}
        parameterIterator: {items: {raw: '{\"mode\": \"fast\"}'}, itemInput: mode}
#                                         ^^^^^^^^^^^^^^^^ invalid-loop-items: the items of task `once` are no list
",
        },
        Example {
            title: "a list in JSON",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        parameterIterator: {items: {raw: '[\"fast\", \"good\"]'}, itemInput: mode}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(Written::Text(node)) = written(context, task) else { continue };
        let Some(broken) = broken(node.text()) else { continue };
        let name = quote(package.def_name(task.def));
        let (title, label) = match broken.why {
            Some(why) => (format!("the items of task {name} are no JSON"), why),
            None => (format!("the items of task {name} are no list"), "a loop needs a list: `[…]`".to_owned()),
        };
        let finding = Diagnostic::new(RULE.id, RULE.severity, inside(node, broken.at), title).label(label);
        context.report(finding.note(package.dialect.traits.consequences.bad_loop));
    }
}
