//! `nameless-object`

use ir_model::{Diagnostic, Engine, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "nameless-object",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a secret, config map or volume without a name",
    explanation: "\
Platform settings use an object of the cluster and do not say which: a secret or config map needs `secretName`,
`secretNameParameter` and the like, a mounted volume `pvcNameParameter`, an environment variable or scratch volume a name.

The upload accepts this; the driver then fails (\"missing either SecretName or SecretNameParameter\").

Name the object, or drop the item.",
    fixable: false,
    examples: &[
        Example {
            title: "a secret without a name",
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
          secretAsVolume:
          - mountPath: /secret
#           ^^^^^^^^^ nameless-object: this secret has no name
",
        },
        Example {
            title: "the name comes from a value",
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
          secretAsVolume:
          - mountPath: /secret
            secretNameParameter: {runtimeValue: {constant: token}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for settings in context.package.platforms.iter().flat_map(|p| &p.settings) {
        for object in settings.objects.iter().filter(|o| !o.named) {
            let title = format!("this {} has no name", object.kind.word());
            let finding = Diagnostic::new(RULE.id, RULE.severity, object.at, title)
                .label("nothing says which one")
                .note("the upload accepts the file; the driver then fails before the pod starts")
                .only(&[Engine::KfpArgo]);
            context.report(finding);
        }
        for variable in &settings.env {
            let empty = match variable.name {
                Val::Known(name, _) => context.package.names.text(name).is_empty(),
                Val::Absent => true,
                Val::Unknown(..) => false,
            };
            if empty {
                let written = match variable.name {
                    Val::Known(_, at) => context.source.tree.node(at.node).span(),
                    _ => variable.at,
                };
                let finding = Diagnostic::new(RULE.id, RULE.severity, written, "this variable has no name")
                    .label("the program cannot see it")
                    .note("Kubernetes refuses the pod")
                    .only(&[Engine::KfpArgo]);
                context.report(finding);
            }
        }
    }
}
