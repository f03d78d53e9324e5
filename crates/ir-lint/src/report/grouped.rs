//! File by file, one line a finding, in columns.

use std::fmt::Write as _;

use crate::clean;
use crate::report::{Look, Shape, Subject, lines};
use crate::style::{BOLD, label, paint};

pub(super) const SHAPE: Shape = lines(render);

fn render(subject: &Subject<'_>, Look { color, links }: Look) -> String {
    let file = subject.file;
    let mut out = paint(&clean::line(&file.shown), BOLD, color);
    out.push('\n');
    let places: Vec<String> = subject
        .findings
        .iter()
        .map(|f| file.lines.position(&file.text, f.span.start))
        .map(|at| format!("{}:{}", at.line, at.column))
        .collect();
    let width = places.iter().map(String::len).max().unwrap_or(0);
    for (finding, place) in subject.findings.iter().zip(places) {
        let _ = write!(out, "  {place:>width$}  {} {}", label(finding, color, links), clean::line(&finding.title));
        if !finding.label.is_empty() {
            let _ = write!(out, ": {}", clean::line(&finding.label));
        }
        out.push('\n');
    }
    out.push('\n');
    out
}
