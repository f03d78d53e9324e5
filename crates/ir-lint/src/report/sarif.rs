//! SARIF 2.1.0, as code scanning services read it.

use ir_analyzer::{Rule, rules};
use ir_model::{Diagnostic, Severity};
use serde_json::{Value, json};

use crate::report::fingerprint::Fingerprints;
use crate::report::view::{self, Place, View};
use crate::report::{Ending, Look, Shape, Subject};

pub(super) const SHAPE: Shape = Shape { head, piece, separator: ",\n", tail };

/// Up to the first finding.
fn head() -> String {
    let rules: Vec<Value> = rules::all().iter().map(|r| rule(r)).collect();
    let tool = json!({ "driver": {
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    }});
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\
         \"tool\":{tool},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    )
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.family.as_str()] },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// The findings of one file.
fn piece(subject: &Subject<'_>, _: Look) -> String {
    let mut known = Fingerprints::of(subject.file);
    let results: Vec<String> = subject.findings.iter().map(|f| result(subject, f, &known.next(f))).collect();
    results.join(",\n")
}

fn result(subject: &Subject<'_>, finding: &Diagnostic, fingerprint: &str) -> String {
    let view = view::view(subject, finding);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": view.message() },
        "locations": [{ "physicalLocation": physical(view.path, Some(view.span)) }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint },
    });
    let Some(members) = result.as_object_mut() else { return String::new() };
    if let Some(index) = rules::all().iter().position(|r| r.id == finding.rule) {
        members.insert("ruleIndex".to_owned(), json!(index));
    }
    if !view.related.is_empty() {
        let related: Vec<Value> = view
            .related
            .iter()
            .enumerate()
            .map(|(id, r)| {
                json!({
                    "id": id,
                    "physicalLocation": physical(r.path, r.span),
                    "message": { "text": view::sentence(r.message) },
                })
            })
            .collect();
        members.insert("relatedLocations".to_owned(), json!(related));
    }
    if !view.fixes.is_empty() {
        members.insert("fixes".to_owned(), json!(fixes(&view)));
    }
    result.to_string()
}

fn physical(path: &str, place: Option<Place>) -> Value {
    match place {
        Some(place) => json!({ "artifactLocation": { "uri": uri(path) }, "region": region(place) }),
        None => json!({ "artifactLocation": { "uri": uri(path) } }),
    }
}

fn region(place: Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn fixes(view: &View<'_>) -> Vec<Value> {
    let fix = |fix: &view::FixView<'_>| {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|e| json!({ "deletedRegion": region(e.span), "insertedContent": { "text": e.text } }))
            .collect();
        json!({
            "description": { "text": view::sentence(fix.title) },
            "artifactChanges": [{ "artifactLocation": { "uri": uri(view.path) }, "replacements": replacements }],
        })
    };
    view.fixes.iter().map(fix).collect()
}

/// A path as a reference: relative ones stay relative, which services take from the repository's root.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut out = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// After the last finding.
fn tail(ending: &Ending<'_>) -> String {
    let notifications: Vec<Value> = ending
        .failures
        .iter()
        .map(|failure| {
            let mut notification = json!({ "level": "error", "message": { "text": view::sentence(&failure.message) } });
            if let (false, Some(members)) = (failure.path.is_empty(), notification.as_object_mut()) {
                let location = json!([{ "physicalLocation": physical(&failure.path, None) }]);
                members.insert("locations".to_owned(), location);
            }
            notification
        })
        .collect();
    let invocation = json!([{
        "executionSuccessful": ending.failures.is_empty(),
        "toolExecutionNotifications": notifications,
    }]);
    format!("\n],\"invocations\":{invocation}}}]}}\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_are_references() {
        assert_eq!(super::uri("a b/ж#1.yaml"), "a%20b/%D0%B6%231.yaml");
        assert_eq!(super::uri("/a/b.yaml"), "file:///a/b.yaml");
    }
}
