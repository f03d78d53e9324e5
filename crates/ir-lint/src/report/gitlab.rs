//! GitLab's code quality report: one JSON list.

use serde_json::json;

use crate::report::fingerprint::Fingerprints;
use crate::report::github::forward;
use crate::report::{Look, Shape, Subject, view};

pub(super) const SHAPE: Shape =
    Shape { head: || "[\n".to_owned(), piece, separator: ",\n", tail: |_| "\n]\n".to_owned() };

fn piece(subject: &Subject<'_>, _: Look) -> String {
    let mut known = Fingerprints::of(subject.file);
    let findings: Vec<String> = subject
        .findings
        .iter()
        .map(|finding| {
            let view = view::view(subject, finding);
            let severity = match view.severity {
                "error" => "major",
                "warning" => "minor",
                _ => "info",
            };
            json!({
                "description": view.message(),
                "check_name": view.rule,
                "fingerprint": known.next_anywhere(finding),
                "severity": severity,
                "location": {
                    "path": forward(view.path),
                    "lines": { "begin": view.span.start.line, "end": view.span.end.line },
                },
            })
            .to_string()
        })
        .collect();
    findings.join(",\n")
}
