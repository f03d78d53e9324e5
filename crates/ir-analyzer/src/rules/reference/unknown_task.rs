//! `unknown-task`

use ir_model::{DefId, Ns, Package, Role, Severity};

use super::unknown::{all, named};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-task",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a name that is no task of its graph",
    explanation: "\
A value is taken from a task, or a task waits for one, that its own graph does not have.

Tasks only see the tasks of the same `dag` (or `graph`): a task inside a loop, a condition or an exit handler lives in
another component and hands its values out through that component's outputs.

The SDK loads a compiled pipeline without looking at these names. The API server then fails while it compiles to Argo,
or Argo refuses the workflow, without a line number. The SDK's loader of `component.yaml` graphs refuses the file.

Write the name of a task of the same graph. If the task lives in a nested component, let that component declare an output
and take the value from the task that runs the component.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt producer",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {accuracy: {parameterType: NUMBER_DOUBLE}}}
  comp-report:
    executorLabel: exec-train
    inputDefinitions: {parameters: {accuracy: {parameterType: NUMBER_DOUBLE}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
      report:
        componentRef: {name: comp-report}
        taskInfo: {name: report}
        dependentTasks: [train]
        inputs:
          parameters:
            accuracy:
              taskOutputParameter:
                outputParameterKey: accuracy
                producerTask: trian
#                             ^^^^^ unknown-task: no task `trian` in the graph of `root`
",
        },
        Example {
            title: "a graph component whose tasks name each other rightly",
            text: "\
name: Two steps
implementation:
  graph:
    tasks:
      load: {componentRef: {url: https://example.com/load.yaml}}
      fit:
        componentRef: {url: https://example.com/fit.yaml}
        arguments:
          table: {taskOutput: {taskId: load, outputName: table}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in all(package, Ns::Task) {
        let title = format!("no task {} in the graph of {}", quote(unknown.name), unknown.owner_name(package));
        let mut finding = unknown.finding(package, RULE.id, title, "the graph has no task");
        if let Some(other) = elsewhere(package, unknown.name) {
            let owner = package.def(other).and_then(|d| package.symbols.scopes.get(d.scope)?.owner);
            let graph = owner.map_or_else(String::new, |o| format!(" of {}", named(package, o)));
            if let Some(span) = package.def_span(other) {
                finding = finding.related(span, format!("a task of this name is in the graph{graph}: another scope"));
            }
        }
        if let Some(user) = unknown.reference.user.and_then(|u| package.def(u)).filter(|u| u.ns == Ns::Task) {
            finding = finding.related(user.at.span, format!("wanted by task {}", quote(package.names.text(user.name))));
        }
        if unknown.reference.role == Role::Describe {
            context.report(finding.note("the run fails before its first task"));
            continue;
        }
        context.report(finding.note(package.dialect.traits.consequences.unknown_task));
    }
}

/// A task of the name in any other graph of the file.
fn elsewhere(package: &Package, name: &str) -> Option<DefId> {
    let name = package.names.find(name)?;
    package.symbols.defs.iter().find(|(_, d)| d.ns == Ns::Task && d.name == name).map(|(id, _)| id)
}
