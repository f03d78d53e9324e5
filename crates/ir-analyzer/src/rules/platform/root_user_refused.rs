//! `root-user-refused`

use ir_model::{Diagnostic, Engine, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "root-user-refused",
    family: Family::Security,
    severity: Severity::Error,
    summary: "a container that runs as root and forbids it",
    explanation: "\
`securityContext` says user 0, which is root, and at the same time that root is forbidden (`runAsNonRoot: true`). The driver refuses
the two together; Kubernetes would never start the container.

Choose another user, or drop `runAsNonRoot`.",
    fixable: false,
    examples: &[
        Example {
            title: "root that forbids root",
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
          securityContext: {runAsUser: 0, runAsNonRoot: true}
#                                      ^ root-user-refused: user 0 is root, which is forbidden here
",
        },
        Example {
            title: "another user",
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
          securityContext: {runAsUser: 1000, runAsNonRoot: true}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for user in context.package.platforms.iter().flat_map(|p| &p.settings).map(|s| s.user) {
        if let (Val::Known(0, id), Val::Known(true, forbids)) = (user.id, user.forbids_root) {
            let finding = Diagnostic::new(RULE.id, RULE.severity, id.span, "user 0 is root, which is forbidden here")
                .label("choose a number above 0")
                .related(forbids.span, "forbidden here")
                .note("the driver fails before the pod starts")
                .only(&[Engine::KfpArgo]);
            context.report(finding);
        }
    }
}
