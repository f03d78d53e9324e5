//! `unnamed-task`

use ir_model::{Body, Diagnostic, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unnamed-task",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a task without the name that it is shown by",
    explanation: "\
A task has no `taskInfo.name`, or an empty one. Its key in `tasks` does not replace it.

The SDK and the upload accept the file; in the cluster the driver stops at the task with \"task spec is required\".

Give the task a name: the one under which it stands will do.",
    fixable: false,
    examples: &[
        Example {
            title: "no name, and an empty one",
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
      train: {componentRef: {name: comp-train}}
#     ^^^^^ unnamed-task: task `train` has no name to be shown by
      retrain:
#     ^^^^^^^ unnamed-task: task `retrain` has no name to be shown by
        componentRef: {name: comp-train}
        taskInfo: {name: ''}
",
        },
        Example {
            title: "a task with a name",
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
      train: {componentRef: {name: comp-train}, taskInfo: {name: Train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if !package.dialect.traits.task_needs_title {
        return;
    }
    for task in package.tasks.values() {
        let nameless = match task.title {
            Val::Absent => true,
            Val::Known(name, _) => package.names.text(name).is_empty(),
            Val::Unknown(..) => false,
        };
        // The importer never asks for the name; what runs an unknown component cannot be told.
        let asked = package.callee(task).is_some_and(|(_, c)| matches!(c.body, Body::Pod(_) | Body::Graph(_)));
        let Some(at) = package.def_span(task.def).filter(|_| nameless && asked && !package.is_run(task)) else {
            continue;
        };
        let title = format!("task {} has no name to be shown by", quote(package.def_name(task.def)));
        let finding = Diagnostic::new(RULE.id, RULE.severity, at, title).label("`taskInfo.name` is missing");
        context.report(
            finding.note("the SDK and the upload accept the file; the driver fails with \"task spec is required\""),
        );
    }
}
