//! One line a finding, as editors' error lists read it.

use std::fmt::Write as _;

use crate::clean;
use crate::report::{Look, Shape, Subject, lines};
use crate::style::{BOLD, label, paint};

pub(super) const SHAPE: Shape = lines(render);

/// `path:line:column: error[rule] title: label`
fn render(subject: &Subject<'_>, Look { color, links }: Look) -> String {
    let file = subject.file;
    let path = paint(&clean::line(&file.shown), BOLD, color);
    let mut out = String::new();
    for finding in subject.findings {
        let at = file.lines.position(&file.text, finding.span.start);
        let label = label(finding, color, links);
        let title = clean::line(&finding.title);
        let _ = write!(out, "{path}:{}:{}: {label} {title}", at.line, at.column);
        if !finding.label.is_empty() {
            let _ = write!(out, ": {}", clean::line(&finding.label));
        }
        out.push('\n');
    }
    out
}
