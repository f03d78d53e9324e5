//! Real files, and broken copies of them: the verdict must be that of a stock validator.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use common::broken::{MUTATIONS, excused, mutate, places};
use ir_schema::{Step, ViolationKind};
use ir_syntax::Tree;

/// The one file that its authors mean to be broken in a way a schema can see: `name:` without a value.
const BROKEN: &str = "invalid/no_name.yaml";

#[test]
fn valid_files_have_no_violation() {
    for case in common::cases() {
        let found: Vec<String> = case.schema().check(case.root()).iter().map(ToString::to_string).collect();
        if case.name.ends_with(BROKEN) {
            assert_eq!(found, ["`name` has no value in the pipeline's info"]);
        } else {
            assert!(found.is_empty(), "{}: {found:#?}", case.name);
        }
    }
}

#[test]
fn verdicts_on_real_files_are_those_of_a_stock_validator() {
    let stock = common::stock();
    for case in common::cases() {
        let ours = case.schema().check(case.root()).is_empty();
        assert_eq!(ours, stock[case.schema].is_valid(&common::json(case.root())), "{}", case.name);
    }
}

#[test]
fn verdicts_on_broken_copies_are_those_of_a_stock_validator() {
    let stock = common::stock();
    let mut compared = 0;
    let (mut broken, mut excuses, mut placed) = (0, 0, 0);
    for (number, case) in common::cases().iter().enumerate() {
        let document = common::json(case.root());
        let places = places(&document);
        // Small documents have few places and are quick to check again: they are broken more often.
        let rounds = (60_000 / document.to_string().len().max(1)).clamp(2, 40);
        for round in 0..rounds {
            // A fixed walk over places and ways to break them: the same on every run.
            let pick = number * 7919 + round * 104_729;
            let Some(pointer) = places.get(pick % places.len().max(1)) else { continue };
            let mut copy = document.clone();
            let what = (pick / 7 + round) % MUTATIONS;
            mutate(copy.pointer_mut(pointer).unwrap(), what);
            let text = serde_json::to_string(&copy).unwrap();
            let tree = Tree::parse(text.as_str());
            assert!(tree.errors().is_empty());
            let found = case.schema().check(tree.roots().next().unwrap());
            let expected = stock[case.schema].is_valid(&copy);
            // Two spellings of one key: standard keywords cannot say that they exclude each other.
            let twice = found.iter().all(|v| matches!(v.kind, ViolationKind::DuplicateAlias { .. }));
            let differs = found.is_empty() != expected;
            if differs && (expected && twice || excused(&stock[case.schema], &copy)) {
                excuses += 1;
            } else if differs {
                let stock: Vec<String> = stock[case.schema].iter_errors(&copy).map(|e| e.to_string()).collect();
                panic!("{} mutation {what} at {pointer}: ours {found:#?}, stock {stock:#?}", case.name);
            }
            // Of one defect the place is the same, or a closer one inside of alternatives.
            if let [only] = stock[case.schema].iter_errors(&copy).collect::<Vec<_>>().as_slice() {
                let pointer = only.instance_path().to_string();
                let ours: Vec<String> = found.iter().map(|v| as_pointer(&v.path)).collect();
                assert!(
                    differs || ours.iter().any(|o| o.starts_with(&pointer)),
                    "{}: {only} at {pointer}, ours at {ours:?}",
                    case.name
                );
                placed += 1;
            }
            compared += 1;
            broken += usize::from(!expected);
        }
    }
    println!("{compared} copies compared, {broken} broken, {placed} at one place, {excuses} differ as they may");
    assert!(excuses * 20 <= compared, "an excuse that is used so often hides something");
    assert!(compared == 0 || broken * 10 > compared, "the mutations break too little to prove anything");
}

fn as_pointer(path: &[Step]) -> String {
    path.iter().map(|step| format!("/{}", step.to_string().replace('~', "~0").replace('/', "~1"))).collect()
}
