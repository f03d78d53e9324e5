//! `duplicate-key`

use ir_model::{Diagnostic, Severity};
use ir_schema::ViolationKind;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-key",
    family: Family::Syntax,
    severity: Severity::Error,
    summary: "a key that is written twice in one mapping",
    explanation: "\
A mapping has the same key twice. YAML forbids it. The API server's parser refuses the file; Python's keeps the last value
and drops the first without a word, so that the two disagree about what the pipeline is.

Remove one of the two, or rename it.",
    fixable: false,
    examples: &[
        Example {
            title: "two images",
            text: "\
name: Train
implementation:
  container:
    image: python:3.11
    command: [train]
    image: python:3.12
#   ^^^^^ duplicate-key: the key `image` is written twice
",
        },
        Example {
            title: "the same key in two mappings",
            text: "\
name: Train
inputs:
- {name: rate}
- {name: epochs}
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: rate}, {inputValue: epochs}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    for duplicate in tree.duplicate_keys() {
        let again = tree.node(duplicate.again);
        let finding = Diagnostic::new(
            RULE.id,
            RULE.severity,
            again.span(),
            format!("the key {} is written twice", quote(again.text())),
        )
        .label("again here")
        .related(tree.node(duplicate.first).span(), "first here")
        .note("Python's loader keeps the last value in silence; the API server refuses the file");
        context.report(finding);
    }
    // Two spellings of one key are the same key twice.
    for violation in context.violations {
        if let ViolationKind::DuplicateAlias { key, other } = &violation.kind {
            let title = format!("{} and {} are the same key", quote(key), quote(other));
            let mut finding = Diagnostic::new(RULE.id, RULE.severity, violation.span, title).label("again here");
            if let Some(first) = violation.related {
                finding = finding.related(first, "first here");
            }
            context.report(finding.note("both loaders refuse a file that writes both spellings"));
        }
    }
}
