//! `retry-on-graph`

use ir_model::{Body, Diagnostic, Engine, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "retry-on-graph",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "retries on a task that runs a graph",
    explanation: "\
A task runs a graph of tasks (a nested pipeline, a loop, a condition) and says how often it is retried.

The graph as a whole is not retried. The open-source backend hands the policy on to the tasks inside that have none of their own, and
where a component is used in several places, the first place that the compiler visits decides for all.

Say it on the tasks that may be retried.",
    fixable: false,
    examples: &[
        Example {
            title: "a nested pipeline that is retried",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-inner:
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
root:
  dag:
    tasks:
      inner:
#     ^^^^^ retry-on-graph: task `inner` runs a graph, and only the tasks inside are retried
        componentRef: {name: comp-inner}
        taskInfo: {name: inner}
        retryPolicy: {maxRetryCount: 3}
",
        },
        Example {
            title: "a container that is retried",
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
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        retryPolicy: {maxRetryCount: 3}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(retry) = &task.retry else { continue };
        let graph = package.callee(task).is_some_and(|(_, c)| matches!(c.body, Body::Graph(_)));
        let Some(span) = package.def_span(task.def).filter(|_| graph) else { continue };
        let name = quote(package.def_name(task.def));
        let title = format!("task {name} runs a graph, and only the tasks inside are retried");
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
            .related(retry.span, "the policy")
            .note("tasks inside inherit the policy where they have none of their own")
            .only(&[Engine::KfpArgo]);
        context.report(finding);
    }
}
