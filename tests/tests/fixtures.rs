//! Whole files as people have them, with what is found in them marked beside the lines: in `broken/` as it is by
//! default, in `strict/` with every rule switched on. In `clean/` nothing may be found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ir_analyzer::{Level, Settings, Source, rules};

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

/// Every rule, and the SDK among the engines.
fn strict() -> Settings {
    let mut settings =
        Settings::read("target: [kfp-argo, kfp-sdk]\nregistries: [registry.example.com, docker.io/library]").0;
    for rule in rules::all() {
        assert!(settings.set(rule.id, Level::On));
    }
    settings
}

/// The fixture as it is and with Windows line ends; JSON without the marks, for which it has no comments.
fn disagreements(name: &str, text: &str, settings: &Settings) -> String {
    let (text, marks) = if name.ends_with(".json") {
        support::split_marks(text)
    } else {
        (text.to_owned(), support::marks(support::split(text).0))
    };
    let windows = text.replace('\n', "\r\n");
    let mut wrong = String::new();
    for (way, text) in [("", &text), (" with CRLF", &windows)] {
        let expected = marks.iter().map(|m| support::Mark { words: m.words.clone(), ..*m }).collect();
        if let Err(why) = support::agree_marked(name, text, expected, settings) {
            wrong += &format!("\n== {name}{way}\n{why}");
        }
    }
    wrong
}

#[test]
fn broken_fixtures_find_what_they_mark_and_nothing_else() {
    let mut wrong = String::new();
    for (folder, settings) in [("broken", Settings::default()), ("strict", strict())] {
        for (name, text) in fixtures(folder) {
            wrong += &disagreements(&name, &text, &settings);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn clean_fixtures_are_silent() {
    let (default, mut wrong) = (Settings::default(), String::new());
    for (name, text) in fixtures("clean") {
        let recognised = Source::new(&*name, &*text).is_ours();
        assert_eq!(recognised, name != "foreign.yaml", "{name} is silent for the wrong reason");
        wrong += &disagreements(&name, &text, &default);
        // Some editors put a byte order mark in front, YAML streams may end with `...`.
        wrong += &disagreements(&name, &format!("\u{feff}{text}"), &default);
        if name.ends_with(".yaml") {
            wrong += &disagreements(&name, &format!("---\n{text}...\n"), &default);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_is_seen_in_a_whole_file() {
    let seen: BTreeSet<String> = ["broken", "strict"]
        .into_iter()
        .flat_map(fixtures)
        .flat_map(|(_, text)| support::marks(&text))
        .map(|mark| mark.words.split(':').next().unwrap_or("").to_owned())
        .collect();
    let missing: Vec<&str> = rules::all().iter().map(|r| r.id).filter(|id| !seen.contains(*id)).collect();
    assert!(missing.is_empty(), "in no fixture: {missing:?}");
}
