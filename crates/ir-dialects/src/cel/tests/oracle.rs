//! Another parser, made from the same grammar as cel-go's, must accept and refuse the same.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::parse;

/// What the other parser says; `None` where it fails itself.
fn stock(text: &str) -> Option<bool> {
    catch_unwind(AssertUnwindSafe(|| cel::parser::Parser::new().parse(text).is_ok())).ok()
}

fn ours(text: &str) -> bool {
    parse(text).problems.is_empty()
}

const ACCEPTED: &[&str] = &[
    "inputs.parameter_values['x'] == 'foo'",
    "int(inputs.parameter_values['n']) > 5",
    "!(a) && b",
    "parseJson(string_value)[\"key\"]",
    "inputs.parameter_values['a'] == 'b' || inputs.parameter_values['c'] in ['d','e'] ? 1u : -2",
    "has(a.b) && [1,2].all(x, x > 0)",
    "{'a': 1}.a",
    "a\n== \n 'x'",
];

#[test]
fn idioms_are_accepted_by_both() {
    for text in ACCEPTED {
        assert_eq!((ours(text), stock(text)), (true, Some(true)), "{text}");
    }
}

/// Pieces from which expressions are built, good and bad.
const ATOMS: &[&str] = &[
    "a",
    "a.b",
    "a['k']",
    "f(a, 1)",
    "a.f()",
    "1",
    "-1",
    "1.5",
    "2u",
    "'s'",
    "\"d\"",
    "r'\\d'",
    "b'x'",
    "true",
    "null",
    "[]",
    "[1, a]",
    "[1,]",
    "{}",
    "{'k': 1}",
    "(a)",
    "!a",
    "-a",
    "!!a",
    "--a",
    "a.B{c: 1}",
    ".a",
    "'\\n'",
    "0x1F",
    "1e3",
    "'''t'''",
    "a[0].b",
    "x.all(y, y)",
    "[,]",
    "{,}",
    "a.B{}",
    "B{c: 1,}",
    "size(a)",
];

const BROKEN: &[&str] = &[
    "",
    "'",
    "'\\q'",
    "a.",
    "a[",
    "f(",
    "f(,)",
    "f(a,)",
    "(a",
    "a)",
    "!-a",
    "-!a",
    "1a",
    "0x",
    "a.1",
    "a.in",
    "a.true",
    "a b",
    "'a'b",
    "[1 2]",
    "{1}",
    "{1:}",
    "a ? b",
    "a ? b : ",
    "@",
    "a = b",
    "a & b",
    "&&",
    "if",
    "a.if",
    "(a){}",
    "a[0].b{}",
    "rb'x'",
    "1 +",
    "in a",
    "'\\u12'",
    "'\\400'",
    "99999999999999999999",
    "a..b",
    "a?.b",
    "f(a b)",
    "[,,]",
    "a ? b ? c : d : e",
    "{,,}",
    "for(a)",
    "'a\nb'",
    "1.",
    "1.a",
    ".5.b",
    "\"",
    "a.f(",
    "1.5.a",
    "'x'.y",
    "b",
    "!-1",
    "- 1",
    "- -1",
    "!a.b{}",
];

const OPERATORS: &[&str] =
    &["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", " in ", "? a :", ",", "", ".", "="];

#[test]
fn combinations_have_the_same_verdict() {
    let mut texts: Vec<String> = ATOMS.iter().chain(BROKEN).map(|s| (*s).to_owned()).collect();
    for (number, left) in ATOMS.iter().enumerate() {
        for (shift, operator) in OPERATORS.iter().enumerate() {
            let right = ATOMS[(number * 7 + shift * 5 + 1) % ATOMS.len()];
            texts.push(format!("{left} {operator} {right}"));
            let broken = BROKEN[(number * 11 + shift * 3) % BROKEN.len()];
            texts.push(format!("({left}) {operator} {broken}"));
        }
    }
    compare(&texts);
}

/// The conditions and selectors of real pipelines.
#[test]
fn real_conditions_are_accepted_by_both() {
    let texts = corpus();
    for text in &texts {
        assert!(ours(text), "{text}");
    }
    compare(&texts);
}

fn compare(texts: &[String]) {
    let mut different = Vec::new();
    let (mut accepted, mut unsure) = (0, 0);
    for text in texts {
        match stock(text) {
            None => unsure += 1,
            Some(verdict) => {
                accepted += usize::from(verdict);
                if verdict != ours(text) {
                    different.push(format!("{text:?}: stock {verdict}, ours {:?}", parse(text).problems));
                }
            }
        }
    }
    println!("{} compared, {accepted} accepted, {unsure} on which the other parser fails itself", texts.len());
    assert!(different.is_empty(), "{}:\n{}", different.len(), different.join("\n"));
}

fn corpus() -> Vec<String> {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let corpus = std::env::var_os("IR_CORPUS").map_or(beside, std::path::PathBuf::from);
    let mut texts = Vec::new();
    let mut todo = vec![corpus.join("kfp-ir"), corpus.join("kfp-pipeline-job")];
    while let Some(here) = todo.pop() {
        let Ok(entries) = std::fs::read_dir(&here) else {
            println!("no corpus at {}: nothing checked", here.display());
            continue;
        };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let tree = ir_syntax::Tree::parse(std::fs::read_to_string(path).unwrap());
            for root in tree.roots() {
                collect(root, &mut texts);
            }
        }
    }
    texts.sort();
    texts.dedup();
    texts
}

fn collect(node: ir_syntax::Node<'_>, texts: &mut Vec<String>) {
    for child in node.children() {
        collect(child, texts);
    }
    for entry in node.own_entries() {
        if matches!(entry.key.text(), "condition" | "parameterExpressionSelector") {
            texts.extend(entry.value.as_str().map(str::to_owned));
        }
    }
}
