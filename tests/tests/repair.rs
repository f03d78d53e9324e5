//! Fixes made until there is nothing left to fix, over the fixtures and the corpus: the file still reads, stays a file of
//! its format, keeps its comments, gains no error, and a second run changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use ir_analyzer::{Level, Settings, Source, Workspace, check_with, repair, rules};
use ir_model::{Diagnostic, Safety, Severity};
use ir_tests::corpus;
use rayon::prelude::*;

/// Every rule.
fn everything() -> Settings {
    let mut settings = Settings::default();
    for rule in rules::all() {
        assert!(settings.set(rule.id, Level::On));
    }
    settings
}

/// How often each error is said.
fn errors(findings: &[Diagnostic]) -> BTreeMap<(&'static str, &str), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity == Severity::Error) {
        *counts.entry((finding.rule, &*finding.title)).or_default() += 1;
    }
    counts
}

/// How many fixes were made, or what is wrong with what they left.
fn objection(source: &Source, safety: Safety, check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Result<usize, String> {
    let Some(repaired) = repair(source, safety, check) else { return Ok(0) };
    let shown = source.path.display();
    let now = &repaired.source;
    if now.tree.errors().len() > source.tree.errors().len() {
        return Err(format!("{shown}: reads worse:\n{}", now.text()));
    }
    if !now.is_ours() {
        return Err(format!("{shown}: is no pipeline file any more"));
    }
    if let Some(again) = repair(now, safety, check) {
        return Err(format!("{shown}: a second run does {:?}", again.done));
    }
    if safety == Safety::Safe {
        let (before, after) = (check(source), check(now));
        let known = errors(&before);
        let new = errors(&after).into_iter().find(|(what, times)| known.get(what).is_none_or(|k| k < times));
        if let Some(((rule, title), _)) = new {
            return Err(format!("{shown}: brings an error: {rule}: {title}, by {:?}", repaired.done));
        }
    }
    Ok(repaired.done.len())
}

fn judge(what: &str, results: Vec<Result<usize, String>>, at_least: usize) {
    let wrong: Vec<&String> = results.iter().filter_map(|r| r.as_ref().err()).collect();
    let sum: usize = results.iter().flatten().sum();
    println!("{what}: {sum} fixes were made");
    assert!(wrong.is_empty(), "{} files: {:#?}", wrong.len(), wrong.iter().take(20).collect::<Vec<_>>());
    assert!(sum >= at_least, "only {sum} fixes were made");
}

#[test]
fn fixtures_are_repaired() {
    let settings = everything();
    for (safety, at_least) in [(Safety::Safe, 10), (Safety::Suggested, 100)] {
        let mut results = Vec::new();
        for folder in ["broken", "strict", "clean"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                let check = |source: &Source| check_with(source, &Workspace::new(), &settings);
                results.push(objection(&Source::new(path, text), safety, &check));
            }
        }
        judge("fixtures", results, at_least);
    }
}

#[test]
fn the_corpus_is_repaired() {
    let Some(cases) = corpus::cases() else { return };
    let settings = everything();
    let cases: Vec<_> = cases.into_iter().filter(|c| c.is_ours() || c.is_tekton()).collect();
    for (safety, at_least) in [(Safety::Safe, 100), (Safety::Suggested, 1_000)] {
        let results = cases
            .par_iter()
            .map(|case| {
                let check = |source: &Source| check_with(source, &Workspace::new(), &settings);
                objection(&Source::new(&*case.path, &*case.text), safety, &check)
            })
            .collect();
        judge("corpus", results, at_least);
    }
}
