//! `cache-on-side-effect`

use ir_model::{Body, Diagnostic, Severity, Val};

use crate::facts::mend::writing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "cache-on-side-effect",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a task whose effect is all that counts, and that may be skipped",
    explanation: "\
A task has no outputs, or creates or deletes a volume, and its result may be reused.

A reused result means that the task does not run. What it was there for, a message, an upload, a volume, then does not happen, and the
run is shown as a success. Off unless it is switched on.

Set `cachingOptions: {enableCache: false}` (`task.set_caching_options(False)` in Python).",
    fixable: true,
    examples: &[
        Example {
            title: "a message that is sent once and never again",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-notify: {container: {image: 'python:3.12', command: [notify]}}
components:
  comp-notify: {executorLabel: exec-notify}
root:
  dag:
    tasks:
      notify:
        cachingOptions: {enableCache: true}
#                                     ^^^^ cache-on-side-effect: task `notify` has no outputs, and may be skipped
        componentRef: {name: comp-notify}
        taskInfo: {name: notify}
",
        },
        Example {
            title: "a message that is sent each time",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-notify: {container: {image: 'python:3.12', command: [notify]}}
components:
  comp-notify: {executorLabel: exec-notify}
root:
  dag:
    tasks:
      notify:
        cachingOptions: {enableCache: false}
        componentRef: {name: comp-notify}
        taskInfo: {name: notify}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Val::Known(true, at) = task.cache else { continue };
        let Some((_, component)) = package.callee(task) else { continue };
        let Body::Pod(pod) = component.body else { continue };
        let name = quote(package.def_name(task.def));
        let title = if package.pods.get(pod).is_some_and(|p| p.builtin) {
            format!("task {name} changes the cluster, and may be skipped")
        } else if component.outputs.open.is_none() && component.outputs.list.is_empty() {
            format!("task {name} has no outputs, and may be skipped")
        } else {
            continue;
        };
        let finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
            .note("a result that is reused means that the task does not run");
        let node = context.source.tree.node(at.node);
        context.report(writing(finding, node, "false", "switch the reuse off".to_owned()));
    }
}
