//! SARIF 2.1.0, as code scanning services read it.

use std::collections::HashMap;

use ir_analyzer::{Rule, rules};
use ir_model::{Diagnostic, Severity};
use serde_json::{Value, json};

use crate::report::view::{self, Place, View};
use crate::report::{Ending, Subject, Text};

/// Up to the first finding.
pub fn head() -> String {
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
pub fn render(subject: &Subject<'_>) -> String {
    let mut seen = HashMap::new();
    let results: Vec<String> =
        subject.findings.iter().map(|f| result(subject, f, &fingerprint(subject.file, f, &mut seen))).collect();
    results.join(",\n")
}

fn result(subject: &Subject<'_>, finding: &Diagnostic, fingerprint: &str) -> String {
    let view = view::view(subject, finding);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message(&view) },
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
                    "message": { "text": sentence(r.message) },
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

/// All that a finding says, for viewers that show nothing else.
fn message(view: &View<'_>) -> String {
    let gap = if view.label.is_empty() { "" } else { ": " };
    let mut text = sentence(&format!("{}{gap}{}", view.title, view.label));
    for note in view.notes {
        text.push(' ');
        text.push_str(&sentence(note));
    }
    text
}

/// Starts with a capital and ends in a full stop, as the standard asks.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let mut text: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
    if !text.ends_with(['.', '?', '!', '…']) {
        text.push('.');
    }
    text
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
            "description": { "text": sentence(fix.title) },
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

/// What a finding is known by when lines move: its rule, the words of its line, and how many like it came before.
fn fingerprint(file: &Text, finding: &Diagnostic, seen: &mut HashMap<u64, u32>) -> String {
    let hash = hash(&[finding.rule, around(file, finding)]);
    let count = seen.entry(hash).or_insert(0);
    *count += 1;
    format!("{hash:016x}:{count}")
}

/// The line of a finding, or what is near it where the line is long.
fn around<'a>(file: &'a Text, finding: &Diagnostic) -> &'a str {
    const LONG: usize = 1024;
    const NEAR: usize = 128;
    let line = file.lines.range(file.lines.line(finding.span.start));
    if line.len() <= LONG {
        return file.text.get(line).unwrap_or("").trim();
    }
    let at = finding.span.start as usize;
    let start = file.text.floor_char_boundary(at.saturating_sub(NEAR).max(line.start));
    let end = file.text.floor_char_boundary((at + NEAR).min(line.end));
    file.text.get(start..end).unwrap_or("")
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|p| p.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// After the last finding.
pub fn tail(ending: &Ending<'_>) -> String {
    let notifications: Vec<Value> = ending
        .failures
        .iter()
        .map(|failure| {
            let mut notification = json!({ "level": "error", "message": { "text": sentence(&failure.message) } });
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
    use super::{fingerprint, uri};
    use crate::report::Text;
    use ir_model::{Diagnostic, Severity};
    use ir_syntax::Span;
    use std::collections::HashMap;

    fn fingerprints(text: &str, word: &str) -> Vec<String> {
        let file = Text::new("x.yaml", text.into());
        let mut seen = HashMap::new();
        let at = text.match_indices(word).map(|(i, _)| Span::new(i as u32, (i + word.len()) as u32));
        at.map(|s| fingerprint(&file, &Diagnostic::new("r", Severity::Error, s, "t"), &mut seen)).collect()
    }

    #[test]
    fn a_finding_is_known_again_when_lines_move() {
        let before = fingerprints("a: trian\nb: trian\na: trian\n", "trian");
        let after = fingerprints("\n# more\n  a: trian\n  b: trian\n\n  a: trian\n", "trian");
        assert_eq!(before, after);
        assert_eq!(before.iter().collect::<std::collections::HashSet<_>>().len(), 3);
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("a b/ж#1.yaml"), "a%20b/%D0%B6%231.yaml");
        assert_eq!(uri("/a/b.yaml"), "file:///a/b.yaml");
    }
}
