//! `unknown-executor`

use ir_model::{Body, Component, Diagnostic, Fix, Ns, Package, Role, Safety, Severity};
use ir_syntax::Span;

use super::unknown::all;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-executor",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a label that is no executor of the pipeline",
    explanation: "\
`executorLabel` and the keys under a platform's `deploymentSpec.executors` must be keys of the pipeline's own
`deploymentSpec.executors`.

With an unknown `executorLabel` the SDK loads the file and the API server fails when it compiles to Argo. An unknown label
in the platform document is worse: nobody ever looks it up, so the secrets, volumes and tolerations under it are dropped
without a word.

Write the label of an executor of the file.",
    fixable: true,
    examples: &[
        Example {
            title: "a component without its executor",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-tarin}
#                             ^^^^^^^^^^ unknown-executor: no executor `exec-tarin` in this file
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "settings for a nested pipeline",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-attempt:
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
root:
  dag:
    tasks:
      attempt:
        componentRef: {name: comp-attempt}
        taskInfo: {name: attempt}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        comp-attempt: {imagePullPolicy: Always}
#       ^^^^^^^^^^^^ unknown-executor: settings for `comp-attempt`, which is no executor of this pipeline
",
        },
        Example {
            title: "a platform document for executors that exist",
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
        exec-train: {imagePullPolicy: Always}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in all(package, Ns::Executor) {
        let name = quote(unknown.name);
        let settings = unknown.reference.role == Role::Describe;
        let title = if settings {
            format!("settings for {name}, which is no executor of this pipeline")
        } else {
            format!("no executor {name} in this file")
        };
        let finding = unknown.finding(package, RULE.id, title, "the file has no executor");
        let note = if settings {
            "nobody looks this label up: everything under it is dropped in silence"
        } else {
            package.dialect.traits.consequences.unknown_executor
        };
        let component = if settings { component(package, unknown.name) } else { None };
        context.report(match component {
            // The name of a component says which executor is meant, if it has one.
            Some(component) => for_component(package, finding, unknown.reference.at.span, component).note(note),
            None => finding.note(note),
        });
    }
}

/// The component of that name.
fn component<'a>(package: &'a Package, name: &str) -> Option<&'a Component> {
    package.components.values().find(|c| package.def_name(c.def) == name)
}

fn for_component(package: &Package, mut finding: Diagnostic, at: Span, component: &Component) -> Diagnostic {
    let executor = match component.body {
        Body::Pod(pod) => package.pods.get(pod).and_then(|p| p.def).map(|def| package.def_name(def)),
        _ => None,
    };
    finding.fixes.clear();
    match executor {
        Some(executor) => {
            let words = format!("replace {} by {}", quote(package.def_name(component.def)), quote(executor));
            finding.label(format!("a component: its executor is {}", quote(executor))).fix(Fix::replace(
                at,
                executor,
                words,
                Safety::Suggested,
            ))
        }
        None => finding.label("a component without a container: a platform has nothing to set on it"),
    }
}
