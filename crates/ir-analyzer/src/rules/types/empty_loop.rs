//! `empty-loop`

use ir_model::{Diagnostic, Severity};

use super::items::{Written, written};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "empty-loop",
    family: Family::Type,
    severity: Severity::Warning,
    summary: "a loop runs over an empty list",
    explanation: "\
The items of a loop are written out, and there are none: the task never runs.

The SDK refuses such a loop when it compiles one. In a compiled file it is accepted, and the loop ends without a round.

List the items, or drop the task.",
    fixable: false,
    examples: &[
        Example {
            title: "no items",
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
        parameterIterator: {items: {raw: '[]'}, itemInput: mode}
#                                        ^^^^ empty-loop: task `train` loops over an empty list
",
        },
        Example {
            title: "one item is a loop",
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
        parameterIterator: {items: {raw: '[\"fast\"]'}, itemInput: mode}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(items) = written(context, task).filter(Written::is_empty) else { continue };
        let (Written::List(node) | Written::Text(node)) = items;
        let title = format!("task {} loops over an empty list", quote(package.def_name(task.def)));
        context.report(Diagnostic::new(RULE.id, RULE.severity, node.span(), title).label("the task never runs"));
    }
}
