//! `generated-file-edited`

use ir_model::{Diagnostic, NoteKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "generated-file-edited",
    family: Family::Style,
    severity: Severity::Info,
    summary: "a compiled file whose first comment is no longer true",
    explanation: "\
The comment that the compiler wrote at the top of the file lists other inputs or outputs than the file has.

Somebody changed the compiled file by hand. The next compilation takes the change back. Off unless it is switched on.

Change the Python source and compile it.",
    fixable: false,
    examples: &[
        Example {
            title: "an input that came later",
            text: "\
# PIPELINE DEFINITION
# Name: training
# Inputs:
#    rate: float
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}, epochs: {parameterType: NUMBER_INTEGER}}}
root:
  inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}, epochs: {parameterType: NUMBER_INTEGER}}}
#                                                                       ^^^^^^ generated-file-edited: the comment at the top does not list the input `epochs`
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {rate: {componentInputParameter: rate}, epochs: {componentInputParameter: epochs}}}
",
        },
        Example {
            title: "as it was written",
            text: "\
# PIPELINE DEFINITION
# Name: training
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
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for note in &context.package.notes {
        let NoteKind::StaleHeader { name, input, added } = &note.kind else { continue };
        let (kind, name) = (if *input { "input" } else { "output" }, quote(name));
        let title = if *added {
            format!("the comment at the top does not list the {kind} {name}")
        } else {
            format!("the comment at the top lists the {kind} {name}, which is not there")
        };
        context.report(Diagnostic::new(RULE.id, RULE.severity, note.at, title).label("changed by hand"));
    }
}
