//! Comments that leave findings out: written for every finding of a file, they leave nothing and change nothing else.
//! Over the fixtures and the corpus.

use std::path::Path;

use ir_analyzer::{Level, Settings, Source, Workspace, check_with, ignore, rules};
use ir_syntax::edit::{self, Edit};
use ir_tests::corpus;
use rayon::prelude::*;

/// Every rule.
fn everything() -> Settings {
    let mut settings = Settings::default();
    for rule in rules::all().iter().filter(|r| r.id != "suppression-without-reason") {
        assert!(settings.set(rule.id, Level::On));
    }
    settings
}

/// How many findings were left out, or what is wrong with how that was done.
fn objection(source: &Source, workspace: &Workspace, settings: &Settings) -> Result<usize, String> {
    let shown = source.path.display();
    let findings = check_with(source, workspace, settings);
    // In text that cannot be read, nobody knows what a comment would be.
    if !source.tree.errors().is_empty() {
        return Ok(0);
    }
    let (edits, left) = ignore(source, &findings, "as it is");
    let edits: Vec<Edit> = edits.into_iter().map(|e| Edit { span: e.span, text: e.text }).collect();
    let text = edit::apply(source.text(), &edits).map_err(|conflict| format!("{shown}: {conflict}"))?;
    let marked = Source::new(&*source.path, &*text);
    if marked.tree.len() != source.tree.len() {
        return Err(format!("{shown}: reads differently"));
    }
    let after = check_with(&marked, workspace, settings);
    if after.len() != left.len() {
        let known = |rule: &str, title: &str| left.iter().any(|(f, _)| f.rule == rule && f.title == title);
        let new = after.iter().find(|f| !known(f.rule, &f.title));
        return Err(format!("{shown}: {} findings left, {} expected, such as {new:?}", after.len(), left.len()));
    }
    Ok(findings.len() - left.len())
}

fn judge(results: Vec<Result<usize, String>>, at_least: usize) {
    let wrong: Vec<&String> = results.iter().filter_map(|r| r.as_ref().err()).collect();
    let sum: usize = results.iter().flatten().sum();
    println!("{sum} findings were left out");
    assert!(wrong.is_empty(), "{} files: {:#?}", wrong.len(), wrong.iter().take(20).collect::<Vec<_>>());
    assert!(sum >= at_least, "only {sum} findings were left out");
}

#[test]
fn in_fixtures_everything_can_be_left_out() {
    let settings = everything();
    let mut results = Vec::new();
    for folder in ["broken", "strict", "clean"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            results.push(objection(&Source::new(path, text), &Workspace::new(), &settings));
        }
    }
    judge(results, 200);
}

#[test]
fn in_the_corpus_everything_can_be_left_out() {
    let Some(cases) = corpus::cases() else { return };
    let settings = everything();
    let results = cases
        .into_par_iter()
        .filter(|c| c.is_ours() || c.is_tekton())
        .map(|c| objection(&Source::new(&*c.path, c.text), &Workspace::new(), &settings))
        .collect();
    judge(results, 5_000);
}
