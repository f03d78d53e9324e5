//! `exit-task-without-dependency`

use ir_model::{Binding, Diagnostic, Engine, Severity, TaskId, Trigger};
use rustc_hash::FxHashSet;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "exit-task-without-dependency",
    family: Family::Reliability,
    severity: Severity::Warning,
    summary: "a task that runs at the end of nothing",
    explanation: "\
A task is to run when the tasks before it have ended, in whatever way (`ALL_UPSTREAM_TASKS_COMPLETED`), and there are no tasks before it.

The open-source backend hangs such a task as a hook on each task in its `dependentTasks`. Without any it is compiled and never started;
nothing says so.

Name the tasks in `dependentTasks`, or drop the strategy.",
    fixable: false,
    examples: &[
        Example {
            title: "nothing to wait for",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-clean: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
      clean:
#     ^^^^^ exit-task-without-dependency: task `clean` runs when others have ended, and waits for none
        componentRef: {name: comp-clean}
        taskInfo: {name: clean}
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
",
        },
        Example {
            title: "a task to wait for",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-clean: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
      clean:
        componentRef: {name: comp-clean}
        taskInfo: {name: clean}
        dependentTasks: [train]
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
        let waiting: FxHashSet<TaskId> = graph.edges.iter().map(|edge| edge.waits).collect();
        for id in &graph.tasks {
            let Some(task) = package.tasks.get(*id).filter(|t| t.trigger == Trigger::AllCompleted) else { continue };
            // The value of another task makes an order, too; without one, how it ended is another rule's finding.
            let takes = task.args.iter().any(|argument| {
                matches!(
                    package.bindings.get(argument.binding),
                    Some(Binding::Output { .. } | Binding::Status(_) | Binding::Unknown(..))
                )
            });
            let broken = task.args_open.is_some() || context.source.tree.node(task.node).has_loss();
            let Some(span) = package.def_span(task.def) else { continue };
            if !(waiting.contains(id) || takes || broken) {
                let name = quote(package.def_name(task.def));
                let title = format!("task {name} runs when others have ended, and waits for none");
                let finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
                    .note("the backend compiles the task and never starts it")
                    .only(&[Engine::KfpArgo]);
                context.report(finding);
            }
        }
    }
}
