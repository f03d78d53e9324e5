//! Real files, and broken copies of them: the verdict must be that of a stock validator.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use ir_schema::{Step, ViolationKind};
use ir_syntax::Tree;
use serde_json::Value;

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

const MUTATIONS: usize = 14;

/// Breaks, or only changes, the value at hand.
fn mutate(value: &mut Value, what: usize) {
    if let Value::Object(map) = value {
        let first = map.keys().next().cloned();
        match (what, first) {
            (0, Some(key)) => {
                let moved = map.remove(&key).unwrap();
                map.insert(format!("{key}x"), moved);
                return;
            }
            (1 | 5, Some(key)) => {
                map.remove(&key);
                return;
            }
            (2, _) => {
                map.insert("executorLabel".into(), "x".into());
                return;
            }
            (3, Some(key)) => {
                map.insert(key, Value::Null);
                return;
            }
            (6, Some(key)) => {
                map.insert(key, 7.into());
                return;
            }
            (12, Some(key)) => {
                let value = map[&key].clone();
                map.insert(snake(&key), value);
                return;
            }
            (13, _) => {
                *map = std::mem::take(map).into_iter().map(|(k, v)| (snake(&k), v)).collect();
                return;
            }
            _ => {}
        }
    }
    if let (11, Value::String(text)) = (what, &mut *value) {
        *text = text.to_lowercase();
        return;
    }
    *value = match what {
        0 | 4 => 5.into(),
        1 => "text".into(),
        2 => serde_json::json!(["a", 1]),
        3 => Value::Null,
        5 => true.into(),
        6 => serde_json::json!({ "a": 1 }),
        7 => "12".into(),
        8 => 1.5.into(),
        9 => (-3).into(),
        _ => "30s".into(),
    };
}

fn as_pointer(path: &[Step]) -> String {
    path.iter().map(|step| format!("/{}", step.to_string().replace('~', "~0").replace('/', "~1"))).collect()
}

fn snake(key: &str) -> String {
    key.chars().flat_map(|c| c.is_ascii_uppercase().then_some('_').into_iter().chain(c.to_lowercase())).collect()
}

/// Every place of a document, as JSON pointers.
fn places(document: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut todo = vec![(String::new(), document)];
    while let Some((pointer, value)) = todo.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    todo.push((format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), value));
                }
            }
            Value::Array(items) => {
                todo.extend(items.iter().enumerate().map(|(i, value)| (format!("{pointer}/{i}"), value)));
            }
            _ => {}
        }
        out.push(pointer);
    }
    out
}

/// Where this checker differs on purpose: a member of a group that is `null` counts as unset, as it
/// does for the engines; for the stock validator the key alone counts. Holds where the verdict of the
/// stock validator changes once such keys are taken out.
fn excused(stock: &jsonschema::Validator, document: &Value) -> bool {
    let mut cleaned = document.clone();
    drop_nulls(&mut cleaned);
    stock.is_valid(&cleaned) != stock.is_valid(document)
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, v| !v.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
