//! `idle-platform-setting`

use ir_model::{Diagnostic, Engine, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "idle-platform-setting",
    family: Family::Portability,
    severity: Severity::Warning,
    summary: "a platform setting that has no effect",
    explanation: "\
The setting is part of the format and the open-source backend does nothing with it: `podAffinity` and `enabledSharedMemory` are read
nowhere, and a deadline of 0 or less counts as none.

Drop it, or do not rely on it. For shared memory, an `emptyDirMounts` item with `medium: Memory` at `/dev/shm` does the same.",
    fixable: false,
    examples: &[
        Example {
            title: "pods to stay away from",
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
        exec-train:
          podAffinity: [{topologyKey: kubernetes.io/hostname, anti: true}]
#         ^^^^^^^^^^^ idle-platform-setting: this setting has no effect
",
        },
        Example {
            title: "a setting that works",
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
        exec-train:
          activeDeadlineSeconds: 600
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for (span, why) in context.package.platforms.iter().flat_map(|p| &p.settings).flat_map(|s| &s.idle) {
        let finding = Diagnostic::new(RULE.id, RULE.severity, *span, "this setting has no effect")
            .label(*why)
            .only(&[Engine::KfpArgo]);
        context.report(finding);
    }
}
