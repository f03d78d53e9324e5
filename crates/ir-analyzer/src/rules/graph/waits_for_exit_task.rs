//! `waits-for-exit-task`

use ir_model::{Binding, Diagnostic, Engine, Package, RefId, Severity, TaskId, Trigger};
use rustc_hash::FxHashSet;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "waits-for-exit-task",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "a task that waits for one that runs at the end of others",
    explanation: "\
A task depends on, or reads an output of, a task that runs whatever became of those before it (`ALL_UPSTREAM_TASKS_COMPLETED`).

The open-source backend makes such a task a hook on the tasks it waits for; it is then no part of the graph, and nothing in the graph can
wait for it: Argo refuses the workflow because of a dependency that it cannot find. Where the one that waits is such a task itself, it
never runs.

Let the task wait for those before, or do its work in the exit task.",
    fixable: false,
    examples: &[
        Example {
            title: "a report behind the clean-up",
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
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
      clean:
        componentRef: {name: comp-train}
        taskInfo: {name: clean}
        dependentTasks: [train]
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
      report:
        componentRef: {name: comp-train}
        taskInfo: {name: report}
        dependentTasks: [clean]
#                        ^^^^^ waits-for-exit-task: task `report` waits for `clean`, which is no part of the graph
",
        },
        Example {
            title: "both behind the same task",
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
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
      clean:
        componentRef: {name: comp-train}
        taskInfo: {name: clean}
        dependentTasks: [train]
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
      report:
        componentRef: {name: comp-train}
        taskInfo: {name: report}
        dependentTasks: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let orders = package.graphs.values().flat_map(|g| &g.edges).map(|edge| (edge.waits, edge.on));
    let reads = package.tasks.iter().flat_map(|(id, task)| {
        let producers = task.args.iter().filter_map(|argument| match package.bindings.get(argument.binding) {
            Some(Binding::Output { task, .. }) => Some(*task),
            _ => None,
        });
        producers.map(move |on| (id, on))
    });
    let mut told = FxHashSet::default();
    for (waits, on) in orders.chain(reads) {
        let Some((exit, name)) = exit_task(package, on).filter(|(exit, _)| *exit != waits) else { continue };
        let (Some(task), Some(at)) = (package.tasks.get(waits), package.reference(on).map(|r| r.at.span)) else {
            continue;
        };
        if !told.insert((waits, exit)) {
            continue;
        }
        let title = format!(
            "task {} waits for {}, which is no part of the graph",
            quote(package.def_name(task.def)),
            quote(name)
        );
        let mut finding =
            Diagnostic::new(RULE.id, RULE.severity, at, title).label("runs as a hook at the end of others");
        if let Some(exit) = package.tasks.get(exit).and_then(|t| package.def_span(t.def)) {
            finding = finding.related(exit, "runs whatever became of those before it");
        }
        let note = if task.trigger == Trigger::AllCompleted {
            "the upload accepts the file; the task never runs"
        } else {
            "the SDK accepts the file; Argo refuses the workflow when it is submitted"
        };
        context.report(finding.note(note).only(&[Engine::KfpArgo]));
    }
}

/// The task that `reference` finds, and its name, where it runs at the end of others.
fn exit_task(package: &Package, reference: RefId) -> Option<(TaskId, &str)> {
    let (id, task) = package.task_of(package.target(reference)?)?;
    (task.trigger == Trigger::AllCompleted).then(|| (id, package.def_name(task.def)))
}
