//! `unused-volume`

use ir_model::{Diagnostic, Ns, Severity, Val};

use crate::facts::step::pod_components;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unused-volume",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "a volume that no container mounts",
    explanation: "\
A task lists a volume, and none of its steps and sidecars mounts it.

Kubernetes makes it for each pod all the same, and waits where it cannot: a secret that is not there keeps the pod from starting.

Mount it, or remove it.",
    fixable: false,
    examples: &[
        Example {
            title: "a volume that was forgotten",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  volumes: [{name: cache, emptyDir: {}}]
#                  ^^^^^ unused-volume: nothing mounts the volume `cache`
  steps: [{name: train, image: 'python:3.12'}]
",
        },
        Example {
            title: "a volume that a step mounts",
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
    if !context.source.tree.lost().is_empty() {
        return;
    }
    let usage = context.usage();
    let mut findings = Vec::new();
    for (_, _, pod) in pod_components(package) {
        // What a step of elsewhere mounts is told to it by name.
        let elsewhere = pod.steps.iter().any(|s| matches!(s.image, Val::Unknown(..)));
        if elsewhere || usage.is_open(pod.scope, Ns::Volume) {
            continue;
        }
        for def in package.visible_in(pod.scope, Ns::Volume) {
            let own = package.def(def).filter(|d| d.scope == pod.scope);
            let Some(own) = own.filter(|_| package.resolutions.uses(def).is_empty()) else { continue };
            if usage.may_be_meant(package, def) {
                continue;
            }
            let title = format!("nothing mounts the volume {}", quote(package.def_name(def)));
            findings.push(Diagnostic::new(RULE.id, RULE.severity, own.at.span, title).unnecessary());
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}
