//! `caching-unspecified`

use ir_model::{Body, Diagnostic, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "caching-unspecified",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a task that does not say whether its result may be reused",
    explanation: "\
A task has no `cachingOptions`.

The Python compiler always writes them, empty where caching is switched off. Where they are absent, engines take it for `false`: the result is
computed anew each time. In files written by hand that is mostly an oversight. Off unless it is switched on.

Write `cachingOptions: {enableCache: true}`, or `false` where that is meant.",
    fixable: false,
    examples: &[
        Example {
            title: "nothing is said",
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
      train:
#     ^^^^^ caching-unspecified: task `train` does not say whether its result may be reused
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "no reuse, on purpose",
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
      train:
        cachingOptions: {enableCache: false}
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(consequence) = package.dialect.traits.cache_unspecified else { return };
    for task in package.tasks.values().filter(|t| t.cache.is_absent()) {
        let pod = package.callee(task).is_some_and(|(_, c)| matches!(c.body, Body::Pod(_)));
        if !pod || context.source.tree.node(task.node).has_loss() {
            continue;
        }
        let Some(span) = package.def_span(task.def) else { continue };
        let title = format!("task {} does not say whether its result may be reused", quote(package.def_name(task.def)));
        context.report(Diagnostic::new(RULE.id, RULE.severity, span, title).note(consequence));
    }
}
