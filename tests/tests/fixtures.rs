//! Whole files as people have them, with what is found in them marked beside the lines; in `clean/` nothing may be found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ir_analyzer::rules;

#[path = "../../crates/ir-analyzer/tests/support/mod.rs"]
mod support;

/// The fixtures of a folder: name and text.
fn fixtures(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// The fixture as it is and with Windows line ends; JSON without the marks, for which it has no comments.
fn disagreements(name: &str, text: &str) -> String {
    let (text, marks) =
        if name.ends_with(".json") { support::split_marks(text) } else { (text.to_owned(), support::marks(text)) };
    let windows = text.replace('\n', "\r\n");
    let mut wrong = String::new();
    for (way, text) in [("", &text), (" with CRLF", &windows)] {
        let expected = marks.iter().map(|m| support::Mark { words: m.words.clone(), ..*m }).collect();
        if let Err(why) = support::agree_marked(name, text, expected, &ir_analyzer::Settings::default()) {
            wrong += &format!("\n== {name}{way}\n{why}");
        }
    }
    wrong
}

#[test]
fn broken_fixtures_find_what_they_mark_and_nothing_else() {
    let wrong: String = fixtures("broken").iter().map(|(name, text)| disagreements(name, text)).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn clean_fixtures_are_silent() {
    let mut wrong = String::new();
    for (name, text) in fixtures("clean") {
        let recognised = ir_analyzer::Source::new(&*name, &*text).is_ours();
        assert_eq!(recognised, name != "foreign.yaml", "{name} is silent for the wrong reason");
        wrong += &disagreements(&name, &text);
        // Some editors put a byte order mark in front, YAML streams may end with `...`.
        wrong += &disagreements(&name, &format!("\u{feff}{text}"));
        if name.ends_with(".yaml") {
            wrong += &disagreements(&name, &format!("---\n{text}...\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_is_seen_in_a_whole_file() {
    let texts: Vec<(String, String)> = fixtures("broken");
    let seen: BTreeSet<String> = texts
        .iter()
        .flat_map(|(_, text)| support::marks(text))
        .map(|mark| mark.words.split(':').next().unwrap_or("").to_owned())
        .collect();
    // One speaks only of an engine that was chosen, and nothing is chosen here.
    let chosen = "unsupported-by-sdk";
    let missing: Vec<&str> = rules::all()
        .iter()
        .filter(|r| rules::on_by_default(r))
        .map(|r| r.id)
        .filter(|id| !seen.contains(*id) && *id != chosen)
        .collect();
    assert!(missing.is_empty(), "in no fixture: {missing:?}");
}
