//! `deprecated-key`

use ir_model::{Diagnostic, Severity};
use ir_schema::RemarkKind;

use super::snake_case_key::remarks;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "deprecated-key",
    family: Family::Schema,
    severity: Severity::Warning,
    summary: "a key that should no longer be used",
    explanation: "\
A key belongs to an older version of the format: `type` for `parameterType`, `cpuLimit` for `resourceCpuLimit`, `constantValue` for
`constant`, `secretName` for `secretNameParameter`.

Engines read these keys for as long as they do. Loaders of today's SDK stumble over some of them (\"KeyError: 'artifactType'\" for `type`).
A deprecated key beside its successor is left alone: compilers write both. Off unless it is switched on.

Compile the pipeline anew, or write the key that came after.",
    fixable: false,
    examples: &[
        Example {
            title: "processors as a bare number",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {cpuLimit: 2.0}
#                   ^^^^^^^^ deprecated-key: `cpuLimit` should no longer be used
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
            title: "both, as the compiler writes them",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {cpuLimit: 2.0, resourceCpuLimit: '2'}
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
    for remark in remarks(context.source) {
        let RemarkKind::Deprecated { replaced_by } = remark.kind else { continue };
        let title = format!("{} should no longer be used", quote(remark.name));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, remark.span, title).deprecated();
        if let Some(successor) = replaced_by {
            finding = finding.label(format!("{} came after it", quote(successor)));
        }
        context.report(finding);
    }
}
