//! From findings to comments that leave them out.

use std::collections::BTreeMap;

use ir_model::{Diagnostic, TextEdit};
use ir_syntax::{Span, Style, Tree};

use super::extent::{line, trimmed};
use super::read::Directive;
use crate::rules;
use crate::source::Source;

/// Why a finding cannot be left out by a comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unmarked {
    /// A JSON file has no comments.
    Json,
    /// It says something about such a comment.
    About,
}

/// The edits that put a comment for each of `findings` into the file, `reason` behind the rules' names; and the findings
/// for which no comment can stand. Findings on one line share a comment, and one that is there already takes further rules.
#[must_use]
pub fn ignore<'f>(
    source: &Source,
    findings: impl IntoIterator<Item = &'f Diagnostic>,
    reason: &str,
) -> (Vec<TextEdit>, Vec<(&'f Diagnostic, Unmarked)>) {
    let json = source.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let mut marks: BTreeMap<Mark, Vec<&'static str>> = BTreeMap::new();
    let mut left = Vec::new();
    for finding in findings {
        if json {
            left.push((finding, Unmarked::Json));
        } else if finding.rule.ends_with("suppression") || rules::find(finding.rule).is_none() {
            left.push((finding, Unmarked::About));
        } else {
            let named = marks.entry(mark(&source.tree, finding.span.start)).or_default();
            if !named.contains(&finding.rule) {
                named.push(finding.rule);
            }
        }
    }
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let edits = marks.into_iter().map(|(mark, rules)| mark.edit(source.text(), &rules.join(", "), &reason)).collect();
    (edits, left)
}

/// Where a comment goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Further rules in a comment that is there, before its closing bracket.
    Among(u32),
    /// Behind what stands on a line.
    Behind(u32),
    /// Alone above the line that begins here.
    Above(u32),
}

/// Where the comment for a finding at `at` goes.
fn mark(tree: &Tree, at: u32) -> Mark {
    let text = tree.text();
    let here = line(text, at);
    // The end of the line may lie inside of a text of several lines, where no comment can stand.
    let around = tree.node_at(here.end).filter(|n| n.is_scalar() && !n.is_alias());
    let around = around.filter(|n| n.span().start < here.end && line(text, n.span().start).end < n.span().end);
    let written = match around {
        Some(node) if matches!(node.style(), Style::Literal | Style::Folded) => line(text, node.span().start),
        Some(node) if here.end < node.span().end => return above(tree, line(text, node.span().start)),
        _ => here,
    };
    existing(tree, written).unwrap_or(Mark::Behind(trimmed(text, written).end))
}

/// Above a line, or in the comment that stands there.
fn above(tree: &Tree, below: Span) -> Mark {
    let text = tree.text();
    let before = below.start.checked_sub(1).map(|end| line(text, end));
    before
        .and_then(|line| existing(tree, line).filter(|_| trimmed(text, line).slice(text).starts_with('#')))
        .unwrap_or(Mark::Above(below.start))
}

/// A comment on `line` that leaves findings out already.
fn existing(tree: &Tree, line: Span) -> Option<Mark> {
    let text = tree.text();
    let comments = tree.comments();
    let first = comments.partition_point(|c| c.span.start < line.start);
    let comment = comments.get(first).filter(|c| c.span.start < line.end)?;
    let directive = Directive::read(text, comment.span).filter(|d| d.word.0 == "ignore" && d.closed)?;
    directive.rules.map(|inside| Mark::Among(inside.end))
}

impl Mark {
    fn edit(self, text: &str, rules: &str, reason: &str) -> TextEdit {
        let comment = || match reason {
            "" => format!("# ir-lint: ignore[{rules}]"),
            reason => format!("# ir-lint: ignore[{rules}] {reason}"),
        };
        let (at, text) = match self {
            Mark::Among(at) => (at, format!(", {rules}")),
            Mark::Behind(at) => (at, format!("  {}", comment())),
            Mark::Above(at) => {
                let line = line(text, at).slice(text);
                let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or("");
                let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
                (at, format!("{indent}{}{end}", comment()))
            }
        };
        TextEdit { span: Span::new(at, at), text }
    }
}
