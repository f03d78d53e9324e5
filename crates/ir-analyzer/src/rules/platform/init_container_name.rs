//! `init-container-name`

use ir_model::{Diagnostic, Engine, Severity, Val};
use rustc_hash::FxHashMap;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "init-container-name",
    family: Family::Container,
    severity: Severity::Error,
    summary: "an init container whose name is taken",
    explanation: "\
The containers of a pod have different names. `main` and `kfp-launcher` belong to the engine, and no two init containers may share a
name; the driver refuses the settings otherwise.

Give the container a name of its own.",
    fixable: false,
    examples: &[
        Example {
            title: "a name of the engine's",
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
          initContainers: [{name: main, image: 'busybox:1.37'}]
#                                 ^^^^ init-container-name: `main` is taken by the engine's own container
",
        },
        Example {
            title: "a name of its own",
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
          initContainers: [{name: wait, image: 'busybox:1.37'}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for settings in package.platforms.iter().flat_map(|p| &p.settings) {
        let mut known = FxHashMap::default();
        for container in &settings.before {
            let Val::Known(name, at) = container.name else { continue };
            let name = package.names.text(name);
            let finding = if ["main", "kfp-launcher"].contains(&name) {
                let title = format!("{} is taken by the engine's own container", quote(name));
                Diagnostic::new(RULE.id, RULE.severity, at.span, title).label("choose another name")
            } else if let Some(first) = known.insert(name, at.span).filter(|_| !name.is_empty()) {
                let title = format!("two init containers are called {}", quote(name));
                Diagnostic::new(RULE.id, RULE.severity, at.span, title)
                    .label("choose another name")
                    .related(first, "the first one")
            } else {
                continue;
            };
            context.report(finding.note("the driver fails before the pod starts").only(&[Engine::KfpArgo]));
        }
    }
}
