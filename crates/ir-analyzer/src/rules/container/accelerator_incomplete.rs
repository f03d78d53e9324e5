//! `accelerator-incomplete`

use ir_model::{Diagnostic, Engine, Severity};

use crate::facts::step::{name, steps};
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "accelerator-incomplete",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an accelerator without its type or its number",
    explanation: "\
A container asks for an accelerator and says only how many or only of what type.

The open-source backend needs both and goes on without a word if one is absent: the task runs without any accelerator.

Write `resourceType` (such as `nvidia.com/gpu`) and `resourceCount`.",
    fixable: false,
    examples: &[
        Example {
            title: "one of what",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {accelerator: {resourceCount: '1'}}
#                   ^^^^^^^^^^^ accelerator-incomplete: the accelerator of `exec-train` has no type
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
            title: "both",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {accelerator: {resourceCount: '1', resourceType: nvidia.com/gpu}}
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
    let package = context.package;
    for (pod, step) in steps(package) {
        let Some(accelerator) = step.resources.accelerator.filter(|a| !a.open) else { continue };
        let what = match (accelerator.kind, accelerator.count) {
            (None, Some(_)) => "type",
            (Some(_), None) => "count",
            _ => continue,
        };
        let span = context.source.tree.node(accelerator.key).span();
        let title = format!("the accelerator of {} has no {what}", name(package, pod));
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
            .note("the backend then leaves the accelerator out without a word")
            .only(&[Engine::KfpArgo]);
        context.report(finding);
    }
}
