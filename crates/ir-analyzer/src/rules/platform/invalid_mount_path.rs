//! `invalid-mount-path`

use ir_model::{Diagnostic, Engine, ObjectKind, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-mount-path",
    family: Family::Container,
    severity: Severity::Error,
    summary: "a path at which nothing can be mounted",
    explanation: "\
A volume, secret or config map is mounted at a path that is empty, holds a `:`, or lies where the engine mounts its own workspace
(`/kfp-workspace`, where the pipeline has one). The pod is refused. In an init container the path must be absolute as well; elsewhere
a relative one is taken from `/`, which is a warning.

Write an absolute path of your own.",
    fixable: false,
    examples: &[
        Example {
            title: "no path",
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
          emptyDirMounts:
          - volumeName: scratch
#           ^^^^^^^^^^ invalid-mount-path: this volume is mounted nowhere
",
        },
        Example {
            title: "a relative path",
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
          emptyDirMounts:
          - volumeName: scratch
            mountPath: scratch
#                      ^^^^^^^ invalid-mount-path: `scratch` is no absolute path
",
        },
        Example {
            title: "an absolute path",
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
          emptyDirMounts: [{volumeName: scratch, mountPath: /scratch}]
",
        },
    ],
    check,
};

/// Where the engine mounts the workspace.
const WORKSPACE: &str = "/kfp-workspace";

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, ir_model::FaultKind::ReservedPath);
    let package = context.package;
    for platform in &package.platforms {
        for mount in platform.settings.iter().flat_map(|s| &s.mounts) {
            let finding = |span, severity, title: String, label: &str| {
                Diagnostic::new(RULE.id, severity, span, title).label(label).only(&[Engine::KfpArgo])
            };
            let refused = "Kubernetes refuses the pod";
            let (path, at) = match mount.path {
                Val::Known(path, at) => (package.names.text(path), at.span),
                Val::Absent => ("", mount.at),
                Val::Unknown(..) => continue,
            };
            let shown = quote(path);
            let found = if path.is_empty() {
                finding(at, Severity::Error, format!("this {} is mounted nowhere", mount.kind.word()), "needs a path")
                    .note(refused)
            } else if path.contains(':') {
                finding(at, Severity::Error, format!("{shown} is no path to mount at"), "must not contain `:`")
                    .note(refused)
            } else if !path.starts_with('/') && mount.strict {
                finding(at, Severity::Error, format!("{shown} is no absolute path"), "must start with `/`")
                    .note("the driver fails before the pod starts")
            } else if !path.starts_with('/') {
                finding(at, Severity::Warning, format!("{shown} is no absolute path"), "taken from `/` on")
            } else if mount.kind == ObjectKind::Claim && platform.workspace.is_some() && in_workspace(path) {
                finding(
                    at,
                    Severity::Error,
                    format!("{shown} belongs to the pipeline's workspace"),
                    "choose another path",
                )
                .note("the driver fails before the pod starts")
            } else {
                continue;
            };
            context.report(found);
        }
    }
}

fn in_workspace(path: &str) -> bool {
    path.strip_prefix(WORKSPACE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
