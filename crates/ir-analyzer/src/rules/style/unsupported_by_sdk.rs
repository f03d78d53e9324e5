//! `unsupported-by-sdk`

use ir_model::{Diagnostic, NoteKind, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "unsupported-by-sdk",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "a component that version 2 of the SDK cannot load",
    explanation: "\
A component file uses what only version 1 of the SDK knows: a graph of components, or one of the placeholders `inputMetadata`,
`outputMetadata` and `inputOutputPortName`.

Version 2 fails on it: \"Container implementation not found.\", \"Unexpected argument\". There is a finding only where the SDK is among the chosen
targets (`kfp-sdk`): such files are right for those who stay with version 1.

Write the graph as a pipeline in Python; pass the executor's input as a whole instead of the placeholder.",
    fixable: false,
    examples: &[
        Example {
            title: "a graph",
            text: "\
name: Train and test
implementation:
  graph:
# ^^^^^ unsupported-by-sdk: graph components cannot be loaded by version 2 of the SDK
    tasks:
      Train: {componentRef: {digest: 5f0ad32a}}
",
        },
        Example {
            title: "a container",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for note in &context.package.notes {
        let NoteKind::Refused { engines, thing, answer } = note.kind else { continue };
        if !engines.iter().any(|e| context.settings.targets.contains(e)) {
            continue;
        }
        let title = format!("{thing} cannot be loaded by version 2 of the SDK");
        let finding = Diagnostic::new(RULE.id, RULE.severity, note.at, title)
            .note(format!("loading fails: \"{answer}\""))
            .only(engines);
        context.report(finding);
    }
}
