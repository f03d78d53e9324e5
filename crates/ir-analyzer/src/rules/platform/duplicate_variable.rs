//! `duplicate-variable`

use ir_model::{DefId, Diagnostic, Pod, Severity, Val};
use ir_syntax::Span;
use rustc_hash::FxHashMap;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-variable",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an environment variable set twice by platform settings",
    explanation: "\
Platform settings set an environment variable that they, or the executor's own `env`, set already. The last one wins, and which one
is last depends on the order in which the driver adds them: `env`, secrets, config maps, fields of the pod.

Keep one of the two.",
    fixable: false,
    examples: &[
        Example {
            title: "a secret over a plain value",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train], env: [{name: TOKEN, value: none}]}}
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
          secretAsEnv:
          - secretName: access
            keyToEnv: [{secretKey: token, envVar: TOKEN}]
#                                                 ^^^^^ duplicate-variable: `TOKEN` is set twice for `exec-train`
",
        },
        Example {
            title: "two variables",
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
          secretAsEnv:
          - secretName: access
            keyToEnv: [{secretKey: token, envVar: TOKEN}, {secretKey: user, envVar: USER_NAME}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let pods: FxHashMap<DefId, &Pod> = package.pods.values().filter_map(|p| Some((p.def?, p))).collect();
    for settings in package.platforms.iter().flat_map(|p| &p.settings) {
        let executor = package.target(settings.executor);
        let mut known: FxHashMap<&str, Span> = FxHashMap::default();
        let own = executor.and_then(|def| pods.get(&def)).into_iter().flat_map(|p| &p.steps).flat_map(|s| &s.env);
        for (name, _) in own {
            let node = context.source.tree.node(*name);
            known.insert(node.text(), node.span());
        }
        let mut found = Vec::new();
        for variable in &settings.env {
            let Val::Known(name, at) = variable.name else { continue };
            let name = package.names.text(name);
            if name.is_empty() {
                continue;
            }
            if let Some(first) = known.insert(name, at.span) {
                let label = executor.map_or("this executor".to_owned(), |def| quote(package.def_name(def)));
                let title = format!("{} is set twice for {label}", quote(name));
                found.push(
                    Diagnostic::new(RULE.id, RULE.severity, at.span, title)
                        .label("the last one wins")
                        .related(first, "the other one"),
                );
            }
        }
        found.into_iter().for_each(|f| context.report(f));
    }
}
