//! `unknown-volume`

use ir_model::{Ns, Severity};

use super::unknown::missing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-volume",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "a container that mounts a volume which its pod does not have",
    explanation: "\
A step or sidecar mounts a volume by a name that its task does not list.

Kubernetes refuses the pod (\"volumeMounts[0].name: Not found\"), unless the pod template of the run adds the volume.

List the volume, or write the name of one that is listed.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt volume",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  volumes: [{name: cache, emptyDir: {}}]
  steps:
  - name: train
    image: python:3.12
    volumeMounts: [{name: cahce, mountPath: /cache}]
#                         ^^^^^ unknown-volume: `train` has no volume `cahce`
",
        },
        Example {
            title: "a volume of the task",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  volumes: [{name: cache, emptyDir: {}}]
  steps:
  - name: train
    image: python:3.12
    volumeMounts: [{name: cache, mountPath: /cache}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in missing(package, Ns::Volume) {
        let title = format!("{} has no volume {}", unknown.owner_name(package), quote(unknown.name));
        let mut finding = unknown.finding(package, RULE.id, title, "it lists no volume");
        finding.severity = RULE.severity;
        context.report(finding.note("Kubernetes refuses the pod, unless the run's pod template adds the volume"));
    }
}
