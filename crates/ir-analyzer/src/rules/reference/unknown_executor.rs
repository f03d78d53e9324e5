//! `unknown-executor`

use ir_model::{Ns, Role, Severity};

use super::unknown::all;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-executor",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a label that is no executor of the pipeline",
    explanation: "\
`executorLabel` and the keys under a platform's `deploymentSpec.executors` must be keys of the pipeline's own
`deploymentSpec.executors`.

With an unknown `executorLabel` the SDK loads the file and the API server fails when it compiles to Argo. An unknown label
in the platform document is worse: nobody ever looks it up, so the secrets, volumes and tolerations under it are dropped
without a word.

Write the label of an executor of the file.",
    fixable: true,
    examples: &[
        Example {
            title: "a component without its executor",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-tarin}
#                             ^^^^^^^^^^ unknown-executor: no executor `exec-tarin` in this file
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a platform document for executors that exist",
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
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train: {imagePullPolicy: Always}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in all(package, Ns::Executor) {
        let name = quote(unknown.name);
        let settings = unknown.reference.role == Role::Describe;
        let title = if settings {
            format!("settings for {name}, which is no executor of this pipeline")
        } else {
            format!("no executor {name} in this file")
        };
        let finding = unknown.finding(package, RULE.id, title, "the file has no executor");
        let note = if settings {
            "nobody looks this label up: everything under it is dropped in silence"
        } else {
            package.dialect.traits.consequences.unknown_executor
        };
        context.report(finding.note(note));
    }
}
