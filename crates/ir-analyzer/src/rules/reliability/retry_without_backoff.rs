//! `retry-without-backoff`

use ir_model::{Diagnostic, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "retry-without-backoff",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "retries without a pause",
    explanation: "\
A task is retried and nothing says how long to wait in between.

The next try follows at once. Whatever was down a second ago, a registry or a database, is then mostly down still, and all tries are
used up in a minute. Off unless it is switched on.

Set a first pause: `backoffDuration: 30s` (`backoff_duration='30s'` in Python). It doubles from try to try.",
    fixable: false,
    examples: &[
        Example {
            title: "three tries at once",
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
#     ^^^^^ retry-without-backoff: task `train` is retried without a pause
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        retryPolicy: {maxRetryCount: 3}
",
        },
        Example {
            title: "with a pause",
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
        retryPolicy: {maxRetryCount: 3, backoffDuration: 30s}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let tasks = package.tasks.values().map(|task| ("task", task.def, task.retry.as_ref()));
    let word = package.dialect.traits.component;
    let components = package.components.values().map(|c| (word, c.def, c.retry.as_ref()));
    for (word, def, retry) in tasks.chain(components) {
        let Some(retry) = retry.filter(|r| !r.waits) else { continue };
        let Val::Known(1.., at) = retry.max else { continue };
        let Some(span) = package.def_span(def) else { continue };
        let title = format!("{word} {} is retried without a pause", quote(package.def_name(def)));
        context.report(Diagnostic::new(RULE.id, RULE.severity, span, title).related(at.span, "so many times"));
    }
}
