//! `duplicate-mount-path`

use ir_model::{Diagnostic, FaultKind, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::quote;
use rustc_hash::FxHashMap;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-mount-path",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "two things mounted at one path",
    explanation: "\
Two volumes, secrets or config maps of one container are mounted at the same path. Only one of them can be there: Kubernetes refuses
such a pod (\"must be unique\"), or one hides the other where the backend merges the two.

Give each a path of its own.",
    fixable: false,
    examples: &[
        Example {
            title: "two volumes at one place",
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
          emptyDirMounts: [{volumeName: scratch, mountPath: /data}]
          secretAsVolume:
          - secretName: token
            mountPath: /data/
#                      ^^^^^^ duplicate-mount-path: another volume is mounted at `/data/`
",
        },
        Example {
            title: "two places",
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
          emptyDirMounts: [{volumeName: scratch, mountPath: /data}]
          secretAsVolume: [{secretName: token, mountPath: /data/token}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for settings in package.platforms.iter().flat_map(|p| &p.settings) {
        let mut known = FxHashMap::default();
        let mut mounts: Vec<_> = settings
            .mounts
            .iter()
            .filter_map(|mount| match mount.path {
                Val::Known(path, at) => Some((mount, package.names.text(path), at.span)),
                _ => None,
            })
            .filter(|(_, path, _)| !path.is_empty())
            .collect();
        mounts.sort_by_key(|(.., at)| *at);
        for (mount, path, at) in mounts {
            let Some(first) = known.insert((mount.before, path.trim_end_matches('/')), at) else { continue };
            let title = format!("another volume is mounted at {}", quote(path));
            let finding = Diagnostic::new(RULE.id, RULE.severity, at, title)
                .label("only one of them can be there")
                .related(first, "the first one");
            context.report(finding);
        }
    }
    fault::report(context, &RULE, FaultKind::MountPath);
}
