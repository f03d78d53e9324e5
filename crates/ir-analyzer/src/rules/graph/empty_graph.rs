//! `empty-graph`

use ir_model::{Diagnostic, Severity, Trigger};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "empty-graph",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a graph with no task that runs",
    explanation: "\
A `dag` has no task at all, or only tasks that wait for others to end (`ALL_UPSTREAM_TASKS_COMPLETED`).

The SDK loads the file; the API server refuses it when it compiles to Argo.

Add a task, or remove the component.",
    fixable: false,
    examples: &[
        Example {
            title: "no task",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec: {executors: {}}
components: {}
root:
  dag: {tasks: {}}
#       ^^^^^ empty-graph: the graph of `root` has no task
",
        },
        Example {
            title: "one task",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      one:
        componentRef: {name: comp-work}
        taskInfo: {name: one}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if !package.dialect.traits.graph_needs_tasks {
        return;
    }
    for graph in package.graphs.values() {
        let mut tasks = graph.tasks.iter().filter_map(|t| package.tasks.get(*t));
        if graph.open.is_some() || tasks.any(|t| t.trigger != Trigger::AllCompleted) {
            continue;
        }
        let Some(def) = graph.owner.and_then(|o| package.components.get(o)).and_then(|c| package.def(c.def)) else {
            continue;
        };
        let name = quote(package.names.text(def.name));
        let title = if graph.tasks.is_empty() {
            format!("the graph of {name} has no task")
        } else {
            format!("the graph of {name} has only tasks that wait for others to end")
        };
        let at = graph.at.map_or(def.at.span, |node| {
            let node = context.source.tree.node(node);
            let entry = node.parent().and_then(|map| map.own_entries().find(|e| e.value.id() == node.id()));
            entry.map_or(def.at.span, |e| e.key.span())
        });
        context.report(
            Diagnostic::new(RULE.id, RULE.severity, at, title)
                .note("the SDK loads the file; the API server refuses it when it compiles to Argo"),
        );
    }
}
