//! `workspace-without-kubernetes`

use ir_model::{Diagnostic, Engine, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "workspace-without-kubernetes",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a workspace that is never made",
    explanation: "\
`pipelineConfig.workspace` has a size and no `kubernetes` key. The backend's compiler makes the volume only where that key is there,
be it empty: without it there is no volume, and tasks that use the workspace fail.

Add `kubernetes: {}`, or say there how the volume is claimed.",
    fixable: false,
    examples: &[
        Example {
            title: "a size alone",
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
    pipelineConfig:
      workspace: {size: 5Gi}
#     ^^^^^^^^^ workspace-without-kubernetes: this workspace is never made
",
        },
        Example {
            title: "an empty key is enough",
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
    pipelineConfig:
      workspace: {size: 5Gi, kubernetes: {}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for workspace in context.package.platforms.iter().filter_map(|p| p.workspace) {
        if workspace.claim.is_none() && !workspace.open {
            let finding = Diagnostic::new(RULE.id, RULE.severity, workspace.at, "this workspace is never made")
                .label("needs the key `kubernetes`, be it empty")
                .note("the backend accepts the file and makes no volume; tasks that use the workspace fail")
                .only(&[Engine::KfpArgo]);
            context.report(finding);
        }
    }
}
