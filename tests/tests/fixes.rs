//! Every fix does what it says: what it leaves is a file of the same format that parses, and the finding is gone.
//! One that is safe brings no error with it either. Over the rules' own examples, the fixtures and the corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ir_analyzer::{Level, Settings, Source, Workspace, check_with, interfaces, rules};
use ir_model::{Diagnostic, Engine, Fix, Safety, Severity};
use ir_syntax::edit::{self, Edit};
use ir_tests::corpus;
use rayon::prelude::*;

#[path = "../../crates/ir-analyzer/tests/support/mod.rs"]
mod support;

/// Every rule, for every engine.
fn everything() -> Settings {
    let mut settings = Settings::default();
    settings.targets = Engine::ALL.to_vec();
    for rule in rules::all() {
        assert!(settings.set(rule.id, Level::On));
    }
    settings
}

fn settings_of(targets: &[Engine]) -> Settings {
    let mut settings = everything();
    settings.targets = targets.to_vec();
    settings
}

/// How often each thing is said.
fn said(findings: &[Diagnostic], keep: impl Fn(&Diagnostic) -> bool) -> BTreeMap<(&'static str, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|f| keep(f)) {
        *counts.entry((finding.rule, finding.title.clone())).or_default() += 1;
    }
    counts
}

fn apply(text: &str, fix: &Fix) -> Result<String, String> {
    let edits: Vec<Edit> = fix.edits.iter().map(|e| Edit { span: e.span, text: e.text.clone() }).collect();
    edit::apply(text, &edits).map_err(|conflict| conflict.to_string())
}

/// What is wrong with what `fix` leaves.
fn objection(
    source: &Source,
    before: &[Diagnostic],
    finding: &Diagnostic,
    fix: &Fix,
    recheck: &dyn Fn(&Source) -> Vec<Diagnostic>,
) -> Option<String> {
    let text = match apply(source.text(), fix) {
        Ok(text) => text,
        Err(why) => return Some(why),
    };
    let mended = Source::new(&*source.path, &*text);
    if mended.tree.errors().len() > source.tree.errors().len() {
        return Some(format!("no longer parses:\n{text}"));
    }
    if source.is_ours() && !mended.is_ours() {
        return Some(format!("is no pipeline file any more:\n{text}"));
    }
    let after = recheck(&mended);
    let same = |d: &Diagnostic| d.rule == finding.rule && d.title == finding.title;
    if after.iter().filter(|d| same(d)).count() >= before.iter().filter(|d| same(d)).count() {
        return Some("the finding is still there".to_owned());
    }
    let error = |d: &Diagnostic| fix.safety == Safety::Safe && d.severity == Severity::Error;
    let known = said(before, error);
    let new = said(&after, error).into_iter().find(|(what, times)| known.get(what).copied().unwrap_or(0) < *times);
    new.map(|((rule, title), _)| format!("brings an error: {rule}: {title}"))
}

/// What became of one fix: its rule, and what is wrong with it.
type Tried = (&'static str, Option<String>);

/// Tries the fixes of one file; of each rule those of the first few findings.
fn attempts(path: &str, source: &Source, each: usize, recheck: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Vec<Tried> {
    let findings = recheck(source);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tried = Vec::new();
    for finding in findings.iter().filter(|f| !f.fixes.is_empty()) {
        let times = seen.entry(finding.rule).or_default();
        *times += 1;
        if *times > each {
            continue;
        }
        for fix in &finding.fixes {
            let why = objection(source, &findings, finding, fix, recheck).map(|why| {
                let what = format!("{}: {} / {} ({:?})", finding.rule, finding.title, fix.title, fix.safety);
                format!("{path}: {what}: {why}")
            });
            tried.push((finding.rule, why));
        }
    }
    tried
}

/// Fails with what is wrong; says how many fixes of each rule were tried.
fn judge(tried: Vec<Tried>, at_least: usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tried.iter().for_each(|(rule, _)| *counts.entry(rule).or_default() += 1);
    println!("tried: {counts:?}");
    assert!(tried.len() >= at_least, "only {} fixes were tried", tried.len());
    let wrong: Vec<String> = tried.into_iter().filter_map(|(_, why)| why).collect();
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// A text with the files beside it.
fn alone(path: &str, text: &str, settings: &Settings) -> Vec<Tried> {
    let (text, others) = support::split(text);
    // Marks tell their columns; what they say goes as the text moves.
    let text: String = text.split_inclusive('\n').filter(|l| support::marks(&format!("x\n{l}")).is_empty()).collect();
    let recheck = |source: &Source| {
        let mut workspace = Workspace::new();
        for (path, text) in &others {
            workspace.update(Path::new(path), interfaces(&Source::new(*path, *text)));
        }
        for path in workspace.wanted(source) {
            workspace.remove(&path);
        }
        check_with(source, &workspace, settings)
    };
    let name = Path::new(path).file_name().and_then(|n| n.to_str()).unwrap_or(path);
    attempts(path, &Source::new(name, &*text), usize::MAX, &recheck)
}

#[test]
fn fixes_of_examples_do_what_they_say() {
    let settings = everything();
    let mut tried = Vec::new();
    for rule in rules::all() {
        for (nth, example) in rule.examples.iter().enumerate() {
            tried.extend(alone(&format!("{}-{nth}/example.yaml", rule.id), example.text, &settings));
        }
    }
    judge(tried, 40);
}

/// The rules whose findings carry a fix in a text.
fn fixing(text: &str) -> BTreeSet<&'static str> {
    let (text, others) = support::split(text);
    let source = Source::new("example.yaml", text);
    let mut workspace = Workspace::new();
    for (path, text) in others {
        workspace.update(Path::new(path), interfaces(&Source::new(path, text)));
    }
    let found = check_with(&source, &workspace, &everything());
    found.iter().filter(|f| !f.fixes.is_empty()).map(|f| f.rule).collect()
}

#[test]
fn rules_that_say_so_have_fixes_and_no_others_do() {
    let mut seen: BTreeSet<&str> = rules::all().iter().flat_map(|r| r.examples).flat_map(|e| fixing(e.text)).collect();
    seen.extend(fixtures().iter().flat_map(|(_, text)| fixing(text)));
    let says: BTreeSet<&str> = rules::all().iter().filter(|r| r.fixable).map(|r| r.id).collect();
    let differ: Vec<_> = seen.symmetric_difference(&says).collect();
    assert!(differ.is_empty(), "shown by an example or fixture, or said to be fixable, and not both: {differ:?}");
}

/// Every fixture: path and text.
fn fixtures() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["broken", "strict", "clean"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.push((path.to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn fixes_of_fixtures_do_what_they_say() {
    let settings = everything();
    judge(fixtures().iter().flat_map(|(path, text)| alone(path, text, &settings)).collect(), 40);
}

#[test]
fn fixes_of_the_corpus_do_what_they_say() {
    let Some(cases) = corpus::cases() else { return };
    let settings = settings_of(&[Engine::KfpArgo, Engine::KfpSdk]);
    let sources: Vec<Source> = cases
        .into_par_iter()
        .filter(|c| c.is_kfp() || c.is_ours() && c.is_valid())
        .map(|c| Source::new(&*c.path, c.text))
        .collect();
    let workspace = corpus::workspace(sources.iter());
    let tried: Vec<Tried> = sources
        .par_iter()
        .flat_map(|source| {
            let recheck = |source: &Source| check_with(source, &workspace, &settings);
            attempts(&source.path.to_string_lossy(), source, 2, &recheck)
        })
        .collect();
    judge(tried, 100);
}
