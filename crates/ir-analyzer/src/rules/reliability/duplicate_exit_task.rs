//! `duplicate-exit-task`

use ir_model::{Diagnostic, Engine, Severity, Trigger};
use rustc_hash::FxHashMap;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-exit-task",
    family: Family::Reliability,
    severity: Severity::Warning,
    summary: "two tasks that run at the end of the same task",
    explanation: "\
Two tasks are to run when one and the same task has ended, in whatever way (`ALL_UPSTREAM_TASKS_COMPLETED`).

The open-source backend hangs such a task as a hook on the task that it waits for, and keeps one hook for each: the last one. The other
task never starts, and nothing says so.

Let one task do both, or let the second one wait for the first.",
    fixable: false,
    examples: &[
        Example {
            title: "two tasks at the end of one",
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
      clean:
        componentRef: {name: comp-train}
        taskInfo: {name: clean}
        dependentTasks: [train]
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
      notify:
        componentRef: {name: comp-train}
        taskInfo: {name: notify}
        dependentTasks: [train]
#                        ^^^^^ duplicate-exit-task: both `clean` and `notify` run when `train` has ended
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
",
        },
        Example {
            title: "one after the other",
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
      clean:
        componentRef: {name: comp-train}
        taskInfo: {name: clean}
        dependentTasks: [train]
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
      notify:
        componentRef: {name: comp-train}
        taskInfo: {name: notify}
        dependentTasks: [clean]
#                        ^^^^^ waits-for-exit-task: task `notify` waits for `clean`
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if !package.dialect.traits.exit_hooks {
        return;
    }
    for graph in package.graphs.values() {
        let mut first = FxHashMap::default();
        for edge in &graph.edges {
            let Some(task) = package.tasks.get(edge.waits).filter(|t| t.trigger == Trigger::AllCompleted) else {
                continue;
            };
            let (Some(on), Some(reference)) = (package.target(edge.on), package.reference(edge.on)) else { continue };
            let earlier = *first.entry(on).or_insert((task.def, reference.at.span));
            if earlier.0 == task.def {
                continue;
            }
            let name = |def| quote(package.def_name(def));
            let title = format!("both {} and {} run when {} has ended", name(earlier.0), name(task.def), name(on));
            let finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
                .label("only one of them will be started")
                .related(earlier.1, format!("{} waits for it, too", name(earlier.0)))
                .note("the backend keeps one exit hook for each task, and drops the others without a word")
                .only(&[Engine::KfpArgo]);
            context.report(finding);
        }
    }
}
