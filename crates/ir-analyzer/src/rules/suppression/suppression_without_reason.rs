//! `suppression-without-reason`

use ir_model::{Diagnostic, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "suppression-without-reason",
    family: Family::Style,
    severity: Severity::Info,
    summary: "a comment leaves findings out and does not say why",
    explanation: "\
A comment leaves findings out, and nothing stands behind its bracket.

Whoever reads the file later cannot tell whether the finding was wrong, was accepted, or was in somebody's way, and so nobody dares
to remove the comment. Off unless it is switched on.

Say in a few words why the finding may be left out.",
    fixable: false,
    examples: &[
        Example {
            title: "why not?",
            text: "\
name: Train
implementation:
  container:
    image: python  # ir-lint: ignore[image-without-tag]
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ suppression-without-reason: no reason is given
    command: [train]
",
        },
        Example {
            title: "that is why",
            text: "\
name: Train
implementation:
  container:
    image: python  # ir-lint: ignore[image-without-tag] the newest is what we want to test
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let mut last = None;
    for entry in context.suppressions.entries().filter(|e| !e.reasoned) {
        // One comment may name several rules.
        if last.replace(entry.comment) != Some(entry.comment) {
            let finding =
                Diagnostic::new(RULE.id, RULE.severity, entry.comment, "no reason is given for a suppression");
            context.report(finding.label("write it behind the bracket"));
        }
    }
}
