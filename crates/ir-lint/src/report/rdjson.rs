//! Reviewdog's JSON: findings with suggestions, for comments on pull requests.

use serde_json::{Value, json};

use crate::report::github::forward;
use crate::report::view::{self, Place};
use crate::report::{Look, Shape, Subject};

pub(super) const SHAPE: Shape = Shape { head, piece, separator: ",\n", tail: |_| "\n]}\n".to_owned() };

fn head() -> String {
    let source = json!({ "name": "ir-lint", "url": env!("CARGO_PKG_REPOSITORY") });
    format!("{{\"source\":{source},\"diagnostics\":[\n")
}

fn piece(subject: &Subject<'_>, _: Look) -> String {
    let columns = Columns { text: &subject.file.text };
    let findings: Vec<String> = subject
        .findings
        .iter()
        .map(|finding| {
            let view = view::view(subject, finding);
            let severity = match view.severity {
                "error" => "ERROR",
                "warning" => "WARNING",
                _ => "INFO",
            };
            // A suggestion is one replacement; of a way out that needs several none is shown.
            let suggestions: Vec<Value> = view
                .fixes
                .iter()
                .filter_map(|fix| match &*fix.edits {
                    [edit] => Some(json!({ "range": columns.range(edit.span), "text": edit.text })),
                    _ => None,
                })
                .collect();
            json!({
                "message": view.message(),
                "location": { "path": forward(view.path), "range": columns.range(view.span) },
                "severity": severity,
                "code": { "value": view.rule, "url": view.url },
                "suggestions": suggestions,
            })
            .to_string()
        })
        .collect();
    findings.join(",\n")
}

/// Reviewdog counts columns in bytes.
struct Columns<'a> {
    text: &'a str,
}

impl Columns<'_> {
    fn range(&self, place: Place) -> Value {
        let point = |point: view::Point| {
            let before = self.text.get(..point.offset as usize).unwrap_or("");
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            json!({ "line": point.line, "column": before.len() - line + 1 })
        };
        json!({ "start": point(place.start), "end": point(place.end) })
    }
}
