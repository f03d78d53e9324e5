//! Why a finding is one.

use ir_model::Diagnostic;

use super::Hover;
use super::words::code;
use crate::rules;

/// How many paragraphs of a rule's explanation are shown; its page has the rest.
const PARAGRAPHS: usize = 2;

/// The rule behind the smallest of `findings` at `offset` (bytes): what it looks for, why that hurts, and where to
/// read on. Markdown.
#[must_use]
pub fn explanation(findings: &[Diagnostic], offset: u32) -> Option<Hover> {
    let here = findings.iter().filter(|f| f.span.touches(offset));
    let finding = here.min_by_key(|f| f.span.len())?;
    let rule = rules::find(finding.rule)?;
    let words: Vec<&str> = rule.explanation.split("\n\n").take(PARAGRAPHS).collect();
    let markdown = format!("{}: {}\n\n{}\n\n[more]({})", code(rule.id), rule.summary, words.join("\n\n"), rule.url());
    Some(Hover { span: finding.span, markdown })
}
