//! Every rule's examples run: what is marked beside the lines is found, and nothing else.

use ir_analyzer::{Family, Level, Rule, Settings, Source, Workspace, check_with, rules};
use ir_model::Engine;

mod support;
use support::{Mark, marks};

/// What a rule's own examples run under: the rule is on, also where it is off by default; on
/// differences of engines, all of them are wanted.
fn settings(rule: &Rule) -> Settings {
    let mut settings = Settings::default();
    if rule.family == Family::Portability {
        settings.targets = Engine::ALL.to_vec();
    }
    if rule.id == "image-untrusted-registry" {
        settings.registries = vec!["registry.example.com".into()];
    }
    assert!(settings.set(rule.id, Level::On));
    settings
}

#[test]
fn examples_find_what_they_mark_and_nothing_else() {
    let mut wrong = String::new();
    for rule in rules::all() {
        for example in rule.examples {
            if let Err(why) = support::agree_with("example.yaml", example.text, &settings(rule)) {
                wrong += &format!("\n== {} / {}\n{why}", rule.id, example.title);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_shows_itself_firing_and_silent() {
    for rule in rules::all() {
        let fires = |text| marks(text).iter().any(|Mark { words, .. }| words.starts_with(rule.id));
        assert!(rule.examples.iter().any(|e| fires(e.text)), "{} has no example that fires", rule.id);
        assert!(rule.examples.iter().any(|e| !fires(e.text)), "{} has no example that is silent", rule.id);
    }
}

#[test]
fn ids_are_unique_kebab_case_and_explained() {
    let mut seen = std::collections::HashSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.id), "{} stands twice", rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.id);
        assert!(rule.explanation.len() > 120, "{} explains too little", rule.id);
        assert!(!rule.summary.ends_with('.'), "{}", rule.id);
    }
}

#[test]
fn titles_keep_their_form() {
    for rule in rules::all() {
        for example in rule.examples {
            let source = Source::new("example.yaml", example.text);
            for finding in check_with(&source, &Workspace::new(), &settings(rule)) {
                assert!(finding.title.chars().count() <= 100, "{}", finding.title);
                assert!(!finding.title.ends_with('.'), "{}", finding.title);
                assert!(!finding.title.contains('!'), "{}", finding.title);
            }
        }
    }
}
