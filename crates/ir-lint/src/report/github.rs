//! Workflow commands of GitHub Actions: each finding becomes an annotation on its line.

use std::fmt::Write as _;

use crate::report::{Look, Shape, Subject, lines, view};

pub(super) const SHAPE: Shape = lines(render);

fn render(subject: &Subject<'_>, _: Look) -> String {
    let mut out = String::new();
    for finding in subject.findings {
        let view = view::view(subject, finding);
        let command = match view.severity {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };
        let (start, end) = (view.span.start, view.span.end);
        let path = property(&forward(view.path));
        let _ = write!(out, "::{command} file={path},line={},endLine={}", start.line, end.line);
        // Columns are only taken within one line.
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = writeln!(out, ",title={}::{}", property(view.rule), data(&view.message()));
    }
    out
}

/// With the separator that the service wants.
pub(super) fn forward(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

/// A message: it ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: it also ends at a colon or comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
