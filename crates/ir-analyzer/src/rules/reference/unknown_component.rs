//! `unknown-component`

use ir_model::{Ns, Severity};

use super::unknown::all;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-component",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a task that runs a component which does not exist",
    explanation: "\
`componentRef.name` must be a key of `components` in the same file.

The SDK loads such a file without a word; the API server fails when it compiles the pipeline to Argo.

Write the name of a component of the file, or add the component.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt component",
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
        componentRef: {name: comp-tran}
#                            ^^^^^^^^^ unknown-component: no component `comp-tran` in this file
        taskInfo: {name: train}
",
        },
        Example {
            title: "the component is there",
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
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in all(package, Ns::Component) {
        let title = format!("no component {} in this file", quote(unknown.name));
        let finding = unknown.finding(package, RULE.id, title, "the file has no component");
        context.report(finding.note(package.dialect.traits.consequences.unknown_component));
    }
}
