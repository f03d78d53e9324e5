//! `run-values-unread`

use ir_model::{Diagnostic, NoteKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "run-values-unread",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "values of a run under a key that the pipeline's version does not read",
    explanation: "\
A pipeline job has two places for its values. `runtimeConfig.parameters`, where each value says its type (`{intValue: 3}`), belongs
to schema version 2.0.0; `runtimeConfig.parameterValues`, with plain values, to 2.1.0. Vertex AI takes the one that belongs to the
pipeline's `schemaVersion` and refuses, or leaves aside, the other.

Move the values to the key that is named, in its form.",
    fixable: false,
    examples: &[
        Example {
            title: "typed values for a pipeline of version 2.1.0",
            text: "\
pipelineSpec:
  pipelineInfo: {name: training}
  schemaVersion: 2.1.0
  deploymentSpec:
    executors:
      exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
  components:
    comp-train:
      executorLabel: exec-train
      inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
  root:
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
          inputs: {parameters: {epochs: {componentInputParameter: epochs}}}
runtimeConfig:
  parameters: {epochs: {intValue: 3}}
# ^^^^^^^^^^ run-values-unread: `parameters` is not read for this pipeline
",
        },
        Example {
            title: "plain values",
            text: "\
pipelineSpec:
  pipelineInfo: {name: training}
  schemaVersion: 2.1.0
  deploymentSpec:
    executors:
      exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
  components:
    comp-train:
      executorLabel: exec-train
      inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
  root:
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
          inputs: {parameters: {epochs: {componentInputParameter: epochs}}}
runtimeConfig:
  parameterValues: {epochs: 3}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for note in &context.package.notes {
        let NoteKind::ValuesOfOtherVersion { reads } = note.kind else { continue };
        let written = quote(note.at.slice(context.source.text()));
        let title = format!("{written} is not read for this pipeline");
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, note.at, title)
            .label(format!("its version reads {}", quote(reads)));
        if let Some(at) = context.package.version.origin() {
            finding = finding.related(at.span, "the version");
        }
        context.report(finding);
    }
}
