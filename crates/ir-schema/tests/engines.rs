//! Argo's and Tekton's own examples and test cases: nothing is found in what they accept, and the verdict
//! on each document is that of a stock validator.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::broken::{MUTATIONS, excused, mutate, places};
use ir_schema::{PUBLISHED, Schema};
use ir_syntax::{Node, Tree};

/// A file of the corpus' manifest.
struct Case {
    name: String,
    verdict: String,
    tree: Tree,
}

impl Case {
    fn is_valid(&self) -> bool {
        matches!(self.verdict.as_str(), "valid" | "compiled")
    }

    /// The documents that a schema describes.
    fn documents(&self) -> impl Iterator<Item = (Node<'_>, &'static Schema)> {
        self.tree.roots().filter_map(|root| schema_of(root).map(|schema| (root, schema)))
    }

    /// What is found, with the text it is found on.
    fn found(&self) -> Vec<String> {
        let check = |(root, schema): (_, &'static Schema)| schema.check(root);
        let show = |v: ir_schema::Violation<'_>| format!("{v}: {}", v.span.slice(self.tree.text()));
        self.documents().flat_map(check).map(show).collect()
    }
}

fn schema_of(root: Node<'_>) -> Option<&'static Schema> {
    let kind = root.get("kind")?.text();
    match root.get("apiVersion")?.text().split_once('/')? {
        ("argoproj.io", _) => Schema::argo(kind),
        ("tekton.dev", version) => Schema::tekton(version, kind),
        _ => None,
    }
}

fn cases(dialect: &str) -> Vec<Case> {
    let Some(corpus) = common::corpus() else { return Vec::new() };
    let manifest = fs::read_to_string(corpus.join("MANIFEST.tsv")).unwrap();
    let rows = manifest.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let read = |row: Vec<&str>| Case {
        name: row[0].to_owned(),
        verdict: row[2].to_owned(),
        tree: Tree::parse(fs::read_to_string(corpus.join(row[0])).unwrap()),
    };
    let cases: Vec<Case> = rows.filter(|row| row[1] == dialect && row[0].ends_with(".yaml")).map(read).collect();
    assert!(cases.len() > 300, "the corpus has shrunk to {} files", cases.len());
    cases
}

/// Tests of parts of the validator that hand over parameters without a name or a value. Such a document
/// never comes that far: its value cannot be written as JSON.
const FRAGMENTS: [&str; 8] = [
    "v1_container__valid-use-of-params-with-ref",
    "v1_pipeline__finally-tasks-use-of-resolver-params",
    "v1_pipeline__pipeline-tasks-use-of-resolver-params",
    "v1_task__valid-use-of-params-with-ref",
    "v1beta1_pipeline__finally-tasks-use-of-resolver-params",
    "v1beta1_pipeline__pipeline-tasks-use-of-resolver-params",
    "v1beta1_pipelinerun__finally-tasks-use-of-resolver-params",
    "v1beta1_task__valid-use-of-params-with-ref",
];

#[test]
fn nothing_is_found_in_what_argo_accepts() {
    nothing_in_valid("argo");
}

#[test]
fn nothing_is_found_in_what_tekton_accepts() {
    nothing_in_valid("tekton");
}

fn nothing_in_valid(dialect: &str) {
    let mut checked = 0;
    let mut wrong = String::new();
    for case in cases(dialect).iter().filter(|case| case.is_valid()) {
        let is_fragment = FRAGMENTS.iter().any(|name| case.name.ends_with(&format!("/{name}.yaml")));
        let found = case.found();
        if is_fragment {
            assert!(!found.is_empty(), "{} is sound by now", case.name);
            assert!(found.iter().all(|f| f.contains("is missing in a parameter's value")), "{}: {found:#?}", case.name);
        } else {
            wrong.extend(found.iter().map(|f| format!("{}: {f}\n", case.name)));
        }
        checked += case.documents().count();
    }
    println!("{dialect}: {checked} valid documents");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn broken_files_are_found_as_far_as_a_schema_can_tell() {
    for (dialect, at_least) in [("argo", 9), ("tekton", 120)] {
        let cases = cases(dialect);
        let broken = cases.iter().filter(|case| case.verdict == "invalid");
        let (told, silent): (Vec<&Case>, Vec<&Case>) = broken.partition(|case| !case.found().is_empty());
        println!("{dialect}: {} broken files found, {} are for rules", told.len(), silent.len());
        assert!(cases.is_empty() || told.len() >= at_least, "{dialect}: only {} found", told.len());
    }
}

/// Stock validators by the name of their schema.
fn stock() -> BTreeMap<&'static str, jsonschema::Validator> {
    PUBLISHED.iter().map(|(name, _)| *name).zip(common::stock()).collect()
}

#[test]
fn verdicts_are_those_of_a_stock_validator() {
    let stock = stock();
    for dialect in ["argo", "tekton"] {
        for case in cases(dialect) {
            for (root, schema) in case.documents() {
                let ours = schema.check(root).is_empty();
                assert_eq!(ours, stock[dialect].is_valid(&common::json(root)), "{}", case.name);
            }
        }
    }
}

#[test]
fn verdicts_on_broken_copies_are_those_of_a_stock_validator() {
    const ROUNDS: usize = 12;
    let stock = stock();
    let (mut compared, mut broken, mut excuses) = (0, 0, 0);
    for dialect in ["argo", "tekton"] {
        let stock = &stock[dialect];
        for (number, case) in cases(dialect).iter().enumerate() {
            for (root, schema) in case.documents() {
                let document = common::json(root);
                let places = places(&document);
                for round in 0..ROUNDS {
                    // A fixed walk over places and ways to break them: the same on every run.
                    let pick = number * 7919 + round * 104_729;
                    let place = &places[pick % places.len()];
                    // By its kind and version an object is known; what has others is another object.
                    if place.is_empty() || place == "/kind" || place == "/apiVersion" {
                        continue;
                    }
                    let mut copy = document.clone();
                    let what = (pick / 7 + round) % MUTATIONS;
                    mutate(copy.pointer_mut(place).unwrap(), what);
                    let tree = Tree::parse(serde_json::to_string(&copy).unwrap());
                    let found = schema.check(tree.roots().next().unwrap());
                    let expected = stock.is_valid(&copy);
                    compared += 1;
                    broken += usize::from(!expected);
                    if found.is_empty() != expected {
                        assert!(excused(stock, &copy), "{} mutation {what} at {place}: {found:#?}", case.name);
                        excuses += 1;
                    }
                }
            }
        }
    }
    println!("{compared} copies compared, {broken} broken, {excuses} differ as they may");
    assert!(excuses * 20 <= compared, "an excuse that is used so often hides something");
    assert!(compared == 0 || broken * 10 > compared, "the mutations break too little to prove anything");
}
