//! `malformed-placeholder`

use ir_model::{Diagnostic, NoteKind, Safety, Severity};

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "malformed-placeholder",
    family: Family::Expression,
    severity: Severity::Error,
    summary: "text that was meant as a placeholder and is none",
    explanation: "\
A text looks like one of the placeholders of Kubeflow Pipelines and is spelt otherwise: a blank inside the braces, double
quotes instead of single ones, `input` for `inputs`, an output parameter without `.output_file`, a parameter with `.path`.

Engines look for the exact spelling. What they do not find stays as it is, and the program gets the text with its braces.

Write the placeholder as it is shown.",
    fixable: true,
    examples: &[
        Example {
            title: "an output parameter without its file",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: [--loss-to, \"{{$.outputs.parameters['loss']}}\"]
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ malformed-placeholder: `{{$.outputs.parameters['loss']}}` is not a placeholder
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "the right form",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: [--loss-to, \"{{$.outputs.parameters['loss'].output_file}}\"]
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
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
    for note in &context.package.notes {
        let NoteKind::MalformedPlaceholder { meant, why } = &note.kind else { continue };
        let written = context.text_at(note.at);
        let title = format!("{} is not a placeholder", quote(written));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, note.at, title)
            .note(format!("{why}; as it stands, the program gets the text with its braces"));
        if let Some(meant) = meant {
            finding = finding.label(format!("did you mean {}?", quote(meant)));
            let words = format!("replace {} by {}", quote(written), quote(meant));
            let edits = mend::rewritten(&context.source.tree, note.at, meant);
            finding = mend::with(finding, edits, words, Safety::Suggested);
        }
        context.report(finding);
    }
}
