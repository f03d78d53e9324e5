//! `unexpected-document`

use ir_model::{Diagnostic, NoteKind, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "unexpected-document",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a document too many, in the wrong place, or empty",
    explanation: "\
A compiled pipeline is one document, or two: the PipelineSpec, then a PlatformSpec. The SDK's loader refuses a third document
(\"Expected one or two YAML documents\") and a PlatformSpec that comes first; on an empty document (a `---` with nothing
behind it) it crashes.

A file with a PlatformSpec alone is nothing that can be submitted; as a part to be put together it may stay.

Remove the document, or put the PlatformSpec behind the PipelineSpec.",
    fixable: false,
    examples: &[
        Example {
            title: "the platform document comes first",
            text: "\
platforms: {kubernetes: {deploymentSpec: {executors: {}}}}
---
pipelineInfo: {name: training}
#^^^^^^^^^^^^ unexpected-document
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      one:
        componentRef: {name: comp-work}
        taskInfo: {name: one}
",
        },
        Example {
            title: "platform settings alone",
            text: "\
platforms: {kubernetes: {deploymentSpec: {executors: {exec-work: {imagePullPolicy: Always}}}}}
#^^^^^^^^^ unexpected-document: platform settings without their pipeline
",
        },
        Example {
            title: "pipeline, then platform",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      one:
        componentRef: {name: comp-work}
        taskInfo: {name: one}
---
platforms: {kubernetes: {deploymentSpec: {executors: {exec-work: {imagePullPolicy: Always}}}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for note in &package.notes {
        let (title, words) = match note.kind {
            NoteKind::UnexpectedDocument => {
                ("a document that the loaders do not expect here", "one PipelineSpec, then at most one PlatformSpec")
            }
            NoteKind::LoneDocument => {
                let title = "platform settings without their pipeline";
                let finding = Diagnostic::new(RULE.id, Severity::Info, note.at, title)
                    .label("taken only as the second document, behind a PipelineSpec");
                context.report(finding);
                continue;
            }
            NoteKind::EmptyDocument => ("an empty document", "the SDK's loader crashes on it: remove the `---`"),
            _ => continue,
        };
        context.report(Diagnostic::new(RULE.id, RULE.severity, note.at, title).label(words));
    }
}
