//! `implicit-dependency`

use ir_model::{Binding, Diagnostic, Safety, Severity, TaskId, TaskRole};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, Style};
use rustc_hash::FxHashSet;

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "implicit-dependency",
    family: Family::Graph,
    severity: Severity::Info,
    summary: "a task that reads another task's output and does not list it",
    explanation: "\
A task takes its input from another task's output, and the other task is not in its `dependentTasks`.

The open-source backend adds the dependency by itself. Other readers of the file, and people, look at `dependentTasks` alone; the Python
compiler always lists both. Off unless it is switched on.

List the task in `dependentTasks`.",
    fixable: true,
    examples: &[
        Example {
            title: "an order that only the value shows",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {container: {image: 'python:3.12', command: [load, '{{$}}']}}
components:
  comp-load:
    executorLabel: exec-load
    outputDefinitions: {parameters: {table: {parameterType: STRING}}}
  comp-train:
    executorLabel: exec-load
    inputDefinitions: {parameters: {table: {parameterType: STRING}}}
root:
  dag:
    tasks:
      load:
        componentRef: {name: comp-load}
        taskInfo: {name: load}
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs:
          parameters:
            table: {taskOutputParameter: {producerTask: load, outputParameterKey: table}}
#                                                       ^^^^ implicit-dependency: task `train` reads from `load` without listing it
",
        },
        Example {
            title: "an order that is listed",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {container: {image: 'python:3.12', command: [load, '{{$}}']}}
components:
  comp-load:
    executorLabel: exec-load
    outputDefinitions: {parameters: {table: {parameterType: STRING}}}
  comp-train:
    executorLabel: exec-load
    inputDefinitions: {parameters: {table: {parameterType: STRING}}}
root:
  dag:
    tasks:
      load:
        componentRef: {name: comp-load}
        taskInfo: {name: load}
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        dependentTasks: [load]
        inputs:
          parameters:
            table: {taskOutputParameter: {producerTask: load, outputParameterKey: table}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    // Where a value does not make a task wait, another rule says so.
    let Some(key) = package.dialect.traits.order_key.filter(|_| package.dialect.traits.data_orders) else { return };
    for graph in package.graphs.values() {
        let listed: FxHashSet<(TaskId, _)> =
            graph.edges.iter().filter_map(|e| Some((e.waits, package.target(e.on)?))).collect();
        for id in &graph.tasks {
            let Some(task) = package.tasks.get(*id) else { continue };
            let node = context.source.tree.node(task.node);
            // What runs at the end of everything waits for everything.
            let at_end = task.role == TaskRole::Exit(None);
            if node.has_loss() || at_end {
                continue;
            }
            let mut told = FxHashSet::default();
            for argument in &task.args {
                let Some(Binding::Output { task: producer, .. }) = package.bindings.get(argument.binding) else {
                    continue;
                };
                let (Some(from), Some(reference)) = (package.target(*producer), package.reference(*producer)) else {
                    continue;
                };
                if from == task.def || listed.contains(&(*id, from)) || !told.insert(from) {
                    continue;
                }
                let (waits, reads) = (package.def_name(task.def), package.def_name(from));
                let title = format!("task {} reads from {} without listing it", quote(waits), quote(reads));
                let finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
                    .label(format!("not in its `{key}`"));
                let words = format!("add {} to `{key}`", quote(reads));
                context.report(mend::with(finding, listing(node, key, reads), words, Safety::Safe));
            }
        }
    }
}

/// Puts a task into the list of those that `task` waits for.
fn listing(task: Node<'_>, key: &str, name: &str) -> Option<Vec<Edit>> {
    let written = edit::scalar(name, Style::Plain, true);
    match task.get(key) {
        Some(list) => edit::insert_item(list, &written, edit::Place::Last),
        None => edit::insert_entry(task, key, &format!("[{written}]"), edit::Place::First),
    }
}
