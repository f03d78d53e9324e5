//! Each detector finds what it should, where it should: marks in small files.
//!
//! A mark stands below the line that it is about: `#   ^ feature-id` names the column by its caret, `#^ feature-id` the
//! column of its `#`. Of the features that a file has marks for, every place must be marked.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::Path;

use ir_analyzer::Source;
use ir_targets::{Evidence, has_detector, uses};

/// Line and column, from 1, and the feature.
type Found = (usize, usize, String);

fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    assert!(files.len() > 5, "the fixtures are gone");
    files
}

fn marks(text: &str) -> BTreeSet<Found> {
    let mut marks = BTreeSet::new();
    let mut subject = 0;
    for (i, line) in text.lines().enumerate() {
        let mark = line.strip_prefix('#').and_then(|rest| {
            let caret = rest.find('^')?;
            rest[..caret].trim().is_empty().then(|| (caret, rest[caret + 1..].trim()))
        });
        // Glued to the `#` it means the column of that.
        if let Some((caret, id)) = mark {
            marks.insert((subject, if caret == 0 { 1 } else { caret + 2 }, id.to_owned()));
        } else {
            subject = i + 1;
        }
    }
    marks
}

fn found(name: &str, text: &str) -> BTreeSet<Found> {
    let source = Source::new(name, text);
    assert!(source.is_ours(), "{name} is no pipeline file");
    let place = |offset: u32| {
        let before = &text[..offset as usize];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, offset as usize - line_start + 1)
    };
    let uses = uses(&source);
    let all = uses.iter().flat_map(|used| used.places.iter().map(|span| (used.feature.id.clone(), place(span.start))));
    all.map(|(id, (line, column))| (line, column, id)).collect()
}

#[test]
fn every_place_of_what_is_marked_is_marked() {
    let mut wrong = Vec::new();
    for (name, text) in fixtures() {
        let marks = marks(&text);
        let ids: BTreeSet<&str> = marks.iter().map(|(_, _, id)| id.as_str()).collect();
        let found: BTreeSet<Found> = found(&name, &text).into_iter().filter(|f| ids.contains(f.2.as_str())).collect();
        wrong.extend(marks.difference(&found).map(|f| format!("{name}:{}:{}: {} is not found", f.0, f.1, f.2)));
        wrong.extend(found.difference(&marks).map(|f| format!("{name}:{}:{}: {} is not marked", f.0, f.1, f.2)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_detector_has_a_mark() {
    let marked: BTreeSet<String> = fixtures().iter().flat_map(|(_, text)| marks(text)).map(|(_, _, id)| id).collect();
    let evidence = Evidence::embedded();
    // JSON has no comments to mark it in: it has a test of its own.
    let bare: Vec<&str> = evidence
        .features()
        .map(|f| f.id.as_str())
        .filter(|id| has_detector(id) && !marked.contains(*id) && *id != "json-text")
        .collect();
    assert!(bare.is_empty(), "no fixture for {}", bare.join(", "));
    let strange: Vec<&String> = marked.iter().filter(|id| evidence.feature(id).is_none()).collect();
    assert!(strange.is_empty(), "no feature is called {strange:?}");
}

const SPEC: &str = r#"{"pipelineInfo": {"name": "a"}, "schemaVersion": "2.1.0", "components": {},
 "deploymentSpec": {"executors": {}}, "root": {"dag": {"tasks": {}}}}"#;

#[test]
fn json_is_told_from_yaml_in_braces() {
    let json = |text: &str| found("a.json", text).iter().any(|(_, _, id)| id == "json-text");
    assert!(json(SPEC));
    assert!(!json(&SPEC.replace("\"a\"", "a")));
}

#[test]
fn a_file_of_something_else_uses_nothing() {
    assert!(uses(&Source::new("notes.yaml", "shopping: [milk]\n")).is_empty());
}
