//! `loop-unbounded`

use ir_model::{Diagnostic, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "loop-unbounded",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a loop that starts all its iterations at once",
    explanation: "\
A task runs once for each item of a list, and nothing limits how many run at the same time.

With a long list, all pods of the loop are created at once: they wait for machines that others need, and can stop each other. Off unless
it is switched on.

Set a limit: `dsl.ParallelFor(items, parallelism=4)` in Python, `iteratorPolicy: {parallelismLimit: 4}` in the compiled file.",
    fixable: false,
    examples: &[
        Example {
            title: "no limit",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container: {image: 'python:3.12', command: [train, \"{{$.inputs.parameters['rate']}}\"]}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
#     ^^^^^ loop-unbounded: task `train` runs for all items at once
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        parameterIterator: {itemInput: rate, items: {raw: '[\"0.1\", \"0.2\"]'}}
",
        },
        Example {
            title: "two at a time",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container: {image: 'python:3.12', command: [train, \"{{$.inputs.parameters['rate']}}\"]}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        parameterIterator: {itemInput: rate, items: {raw: '[\"0.1\", \"0.2\"]'}}
        iteratorPolicy: {parallelismLimit: 2}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(each) = &task.each else { continue };
        if !matches!(each.limit, Val::Absent | Val::Known(0, _)) {
            continue;
        }
        let Some(span) = package.def_span(task.def) else { continue };
        let title = format!("task {} runs for all items at once", quote(package.def_name(task.def)));
        let finding =
            Diagnostic::new(RULE.id, RULE.severity, span, title).related(each.span, "the loop, without a limit");
        context.report(finding);
    }
}
