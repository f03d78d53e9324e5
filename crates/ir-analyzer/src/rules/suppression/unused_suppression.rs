//! `unused-suppression`

use ir_model::{Diagnostic, Fix, Safety, Severity, TextEdit};
use ir_syntax::Span;

use crate::rule::{Context, Example, Family, Rule};
use crate::settings::Level;
use crate::suppress::Entry;
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unused-suppression",
    family: Family::Style,
    severity: Severity::Warning,
    summary: "a comment leaves out findings that are not there",
    explanation: "\
A comment leaves out findings of a rule, and the rule finds nothing there.

Maybe what it was about was mended, or the comment stands in the wrong place. Left alone, it will hide the next defect of its kind.
Comments for rules that are switched off are no matter of this rule.

Remove the comment, or the rule from its bracket.",
    fixable: true,
    examples: &[
        Example {
            title: "mended long ago",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12  # ir-lint: ignore[image-without-tag] we test the newest
#                                         ^^^^^^^^^^^^^^^^^ unused-suppression: `image-without-tag` finds nothing here
    command: [train]
",
        },
        Example {
            title: "still wanted",
            text: "\
name: Train
implementation:
  container:
    image: python  # ir-lint: ignore[image-without-tag] we test the newest
    command: [train]
",
        },
    ],
    check,
};

/// Must run after all other rules: see [`super::super::all`].
fn check(context: &mut Context<'_>) {
    let suppressions = context.suppressions;
    let unused = |entry: &&Entry| !entry.is_used() && context.settings.level(entry.rule) != Level::Off;
    let found: Vec<&Entry> = suppressions.entries().filter(unused).collect();
    for entry in found {
        let named = suppressions.entries().filter(|e| e.comment == entry.comment);
        let edit = if named.count() > 1 { without_rule(context, entry) } else { without_comment(context, entry) };
        let title = format!("{} finds nothing here", quote(entry.rule.id));
        let finding = Diagnostic::new(RULE.id, RULE.severity, entry.token, title).unnecessary();
        let words = format!("do not leave out {}", quote(entry.rule.id));
        context.report(finding.fix(Fix { title: words, safety: Safety::Safe, edits: vec![edit] }));
    }
}

/// Takes the rule from the bracket, and the comma with it.
fn without_rule(context: &Context<'_>, entry: &Entry) -> TextEdit {
    let text = context.source.text();
    let after = text.get(entry.token.end as usize..).unwrap_or("");
    let spaced = after.trim_start_matches([' ', '\t']);
    let span = match spaced.strip_prefix(',') {
        Some(rest) => {
            let next = rest.trim_start_matches([' ', '\t']);
            Span::new(entry.token.start, entry.token.end + (after.len() - next.len()) as u32)
        }
        None => {
            let before = text.get(..entry.token.start as usize).unwrap_or("");
            let kept = before.trim_end_matches([' ', '\t', ',']);
            Span::new(kept.len() as u32, entry.token.end)
        }
    };
    TextEdit { span, text: String::new() }
}

/// Takes the comment away, with its line where nothing else is on it.
fn without_comment(context: &Context<'_>, entry: &Entry) -> TextEdit {
    let text = context.source.text();
    let before = text.get(..entry.comment.start as usize).unwrap_or("");
    let kept = before.trim_end_matches([' ', '\t']);
    let after = text.get(entry.comment.end as usize..).unwrap_or("");
    let span = if kept.is_empty() || kept.ends_with(['\n', '\r']) {
        let rest = after.strip_prefix('\r').unwrap_or(after);
        let rest = rest.strip_prefix('\n').unwrap_or(rest);
        Span::new(kept.len() as u32, entry.comment.end + (after.len() - rest.len()) as u32)
    } else {
        Span::new(kept.len() as u32, entry.comment.end)
    };
    TextEdit { span, text: String::new() }
}
