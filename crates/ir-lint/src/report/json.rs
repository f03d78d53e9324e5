//! One JSON document of a shape of our own, described in `docs/cli.md`. One finding a line.

use serde_json::{json, to_string};

use crate::report::{Ending, Look, Shape, Subject, view};

/// Changes when a program that read the old shape could not read the new one.
const VERSION: u32 = 1;

pub(super) const SHAPE: Shape = Shape { head, piece, separator: ",\n", tail };

/// Up to the first finding.
fn head() -> String {
    let tool = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    format!("{{\"version\":{VERSION},\"tool\":{tool},\"findings\":[\n")
}

/// The findings of one file.
fn piece(subject: &Subject<'_>, _: Look) -> String {
    let findings: Vec<String> =
        subject.findings.iter().filter_map(|f| to_string(&view::view(subject, f)).ok()).collect();
    findings.join(",\n")
}

/// After the last finding.
fn tail(ending: &Ending<'_>) -> String {
    let files: Vec<_> = ending.recognised.iter().map(|r| json!({ "path": r.path, "format": r.format })).collect();
    let (files, failures, summary) = (json!(files), json!(ending.failures), json!(ending.tally));
    format!("\n],\"files\":{files},\"failures\":{failures},\"summary\":{summary}}}\n")
}
