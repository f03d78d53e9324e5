//! `unused-pipeline-input`

use ir_model::{DefId, Diagnostic, Safety, Severity, Type};

use super::unused_input::{is_entry_graph, unread};
use crate::facts::mend::{self, without_port};
use crate::facts::step::entries;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unused-pipeline-input",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "an input of the pipeline that no task reads",
    explanation: "\
The pipeline declares an input, and no task passes it on, no condition or loop reads it, and no setting of the platform document takes its
value from it.

Whoever starts a run is asked for the value, and it changes nothing.

Pass it to the task that it was meant for, or remove it.",
    fixable: true,
    examples: &[
        Example {
            title: "nobody reads it",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
#                                 ^^^^^^ unused-pipeline-input: no task reads the pipeline's input `epochs`
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a setting of the platform reads it",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  inputDefinitions: {parameters: {secret: {parameterType: STRING}}}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          imagePullSecret:
          - secretNameParameter: {componentInputParameter: secret}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if !context.source.tree.lost().is_empty() {
        return;
    }
    let usage = context.usage();
    for (id, component) in entries(package).filter_map(|id| Some((id, package.components.get(id)?))) {
        if is_entry_graph(package, id, component) {
            report(context, unread(package, &usage, component));
        }
    }
}

fn report(context: &mut Context<'_>, unread: Vec<DefId>) {
    let package = context.package;
    for def in unread {
        // How a task ended is nothing to ask of a person, which is another rule's finding.
        if package.port_of(def).is_some_and(|p| p.ty.ty == Type::Status) {
            continue;
        }
        let Some(span) = package.def_span(def) else { continue };
        let name = quote(package.def_name(def));
        let title = format!("no task reads the pipeline's input {name}");
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title).unnecessary();
        let edits = without_port(&context.source.tree, package, def);
        context.report(mend::with(finding, edits, format!("remove {name}"), Safety::Suggested));
    }
}
