//! `duplicate-environment-name`

use ir_model::{Diagnostic, Severity};
use rustc_hash::FxHashMap;

use crate::facts::step::{containers, whole};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-environment-name",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an environment variable that is set twice",
    explanation: "\
A list of environment variables has the same name twice.

Kubernetes takes the last one without a word, so that the first value never arrives.

Drop one of the two.",
    fixable: false,
    examples: &[
        Example {
            title: "two values for one name",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        env:
        - {name: LOG_LEVEL, value: info}
        - {name: LOG_LEVEL, value: debug}
#                ^^^^^^^^^ duplicate-environment-name: `LOG_LEVEL` is set twice
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "different names",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        env:
        - {name: LOG_LEVEL, value: info}
        - {name: LOG_FORMAT, value: json}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    for (_, step) in containers(context.package) {
        let mut first = FxHashMap::default();
        for (name, _) in &step.env {
            let node = tree.node(*name);
            // Keys that stand twice are the syntax's matter.
            if node.text().is_empty() || node.is_key() {
                continue;
            }
            if let Some(earlier) = first.insert(node.text(), whole(node)) {
                let title = format!("{} is set twice", quote(node.text()));
                let finding = Diagnostic::new(RULE.id, RULE.severity, whole(node), title)
                    .label("the last one holds")
                    .related(earlier, "set here, too");
                context.report(finding);
            }
        }
    }
}
