//! Markdown for comments and summaries: a table a file.

use std::fmt::Write as _;

use crate::report::{Ending, Look, Shape, Subject, view};

pub(super) const SHAPE: Shape = Shape { head: String::new, piece, separator: "\n", tail };

fn piece(subject: &Subject<'_>, _: Look) -> String {
    let mut out = format!("### `{}`\n\n| line | | rule | finding |\n|---:|---|---|---|\n", subject.file.shown);
    for finding in subject.findings {
        let view = view::view(subject, finding);
        let rule = if view.url.is_empty() { view.rule.to_owned() } else { format!("[{}]({})", view.rule, view.url) };
        let _ = writeln!(out, "| {} | {} | {rule} | {} |", view.span.start.line, view.severity, cell(&view.line()));
    }
    out
}

fn tail(ending: &Ending<'_>) -> String {
    let mut out = String::new();
    if !ending.failures.is_empty() {
        out.push('\n');
    }
    for failure in ending.failures {
        let _ = writeln!(out, "- could not be checked: `{}`: {}", failure.path, cell(&failure.message));
    }
    let counts = ending.tally.counts();
    out + &format!("\n{counts}\n")
}

/// Text in a table: its backticks make code of names, in which nothing is escaped but what ends a cell; the rest must
/// mean nothing.
fn cell(text: &str) -> String {
    let text = crate::clean::line(text).replace('|', "\\|");
    let plain = |s: &str| s.replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_").replace('[', "\\[");
    let pieces = text.split('`').enumerate();
    let pieces: Vec<String> = pieces.map(|(i, s)| if i % 2 == 1 { s.to_owned() } else { plain(s) }).collect();
    pieces.join("`")
}
