//! What editors show beside a text, asked of every file there is: no question fails, and every place it answers with
//! lies in the text.

use std::path::Path;
use std::sync::Arc;

use ir_analyzer::ide::{self, HintKinds};
use ir_analyzer::{Source, Workspace, interfaces};
use ir_syntax::Span;
use ir_tests::corpus;
use ir_tests::rng::Rng;
use rayon::prelude::*;

const SEED: u64 = 11;

/// The examples, and of the corpus every file of a kind that is read; of those that are very long a sample.
fn files() -> Vec<(String, Arc<str>)> {
    let mut files: Vec<(String, Arc<str>)> = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml" || e == "json") {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap().into()));
            }
        }
    }
    assert!(files.len() > 5);
    // Without a corpus `cases` says so.
    let read = corpus::cases().into_iter().flatten().filter(|c| c.is_ours() || c.is_tekton()).enumerate();
    let sampled = read.filter(|(n, c)| c.text.len() < 200_000 || n % 8 == 0);
    files.extend(sampled.map(|(_, c)| (c.path, c.text)));
    files
}

fn lies_in(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.range()).is_some()
}

/// What is asked about the whole of a file: the places of all answers.
fn whole(source: &Source, workspace: &Workspace) -> Vec<(&'static str, Span)> {
    let all = Span::new(0, source.text().len() as u32);
    let mut places = Vec::new();
    places.extend(ide::tokens(source, None).iter().map(|t| ("tokens", t.span)));
    places.extend(ide::folds(source).iter().map(|f| ("folds", f.span)));
    let hints = ide::hints(source, workspace, all, HintKinds::default(), true);
    places.extend(hints.iter().map(|h| ("hints", Span::at(h.offset))));
    places.extend(ide::links(source, workspace).iter().map(|l| ("links", l.span)));
    let lenses = ide::lenses(source);
    for lens in lenses.iter().take(40) {
        let (outgoing, incoming) = (
            ide::outgoing(source, workspace, lens.span.start),
            ide::incoming(source, workspace, &source.path, lens.span.start),
        );
        let calls = outgoing.iter().chain(&incoming);
        places.extend(calls.flat_map(|c| &c.at).map(|s| ("calls", *s)));
    }
    places.extend(lenses.iter().map(|l| ("lenses", l.span)));
    places
}

/// What is asked about one place.
fn at(source: &Source, workspace: &Workspace, offset: u32) -> Vec<(&'static str, Span)> {
    let mut places: Vec<_> = ide::selections(source, offset).into_iter().map(|s| ("selections", s)).collect();
    places.extend(ide::indentation(source, offset, 2).map(|(s, _)| ("indentation", s)));
    let here = |c: &ide::Callable| (c.path == source.path).then_some(("callables", c.span));
    places.extend(ide::callables(source, workspace, offset).iter().filter_map(here));
    if let Some(signature) = ide::signature(source, workspace, offset) {
        assert!(signature.active.is_none_or(|a| a < signature.parameters.len()));
    }
    places
}

fn unsound((name, text): &(String, Arc<str>)) -> Vec<String> {
    let source = Source::new(name.as_str(), Arc::clone(text));
    let mut workspace = Workspace::new();
    workspace.update(&source.path, interfaces(&source));
    let mut rng = Rng::new(SEED, name);
    let mut places = whole(&source, &workspace);
    let offsets = (0..if text.len() > 50_000 { 6 } else { 16 }).map(|_| rng.below(text.len() + 1));
    for offset in offsets.map(|o| text.floor_char_boundary(o) as u32).collect::<Vec<_>>() {
        places.extend(at(&source, &workspace, offset));
    }
    let wrong = places.into_iter().filter(|(_, span)| !lies_in(*span, text));
    wrong.map(|(question, span)| format!("{name}: {question}: {span:?}")).collect()
}

#[test]
fn every_answer_lies_in_its_text() {
    let wrong: Vec<String> = files().par_iter().flat_map_iter(unsound).collect();
    assert!(wrong.is_empty(), "{} unsound answers\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
