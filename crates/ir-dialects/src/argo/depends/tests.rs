//! Conditions on tasks, and what is said about broken ones.

use super::{RESULT_NAMES, TaskResult, read};
use crate::language::tests::{carets, corpus, mutate};

fn tasks(text: &str) -> Vec<String> {
    let found = read(text);
    assert_eq!(found.problems, [], "{text}");
    let told = found.operands.iter().map(|o| match o.result {
        Some((_, Some(result))) => format!("{}={result:?}", o.task.slice(text)),
        _ => o.task.slice(text).to_owned(),
    });
    told.collect()
}

#[track_caller]
fn told(text: &str, wanted: &[&str]) {
    let found = read(text);
    let lines = carets(text, found.problems.iter().map(|p| (p.span, p.title.as_str())));
    assert_eq!(lines[text.len()..].split('\n').skip(1).collect::<Vec<_>>(), wanted, "{text}");
}

fn mended(text: &str) -> String {
    let mut out = text.to_owned();
    for problem in read(text).problems.iter().rev() {
        for (span, new) in problem.fix.iter().flat_map(|f| &f.edits).rev() {
            out.replace_range(span.range(), new);
        }
    }
    out
}

#[test]
fn tasks_and_results() {
    assert_eq!(tasks("a"), ["a"]);
    assert_eq!(
        tasks("(task-2.Succeeded || task-2.Skipped) && !3b.Failed"),
        ["task-2=Succeeded", "task-2=Skipped", "3b=Failed"]
    );
    assert_eq!(tasks("a.AnySucceeded\n  && b"), ["a=AnySucceeded", "b"]);
    assert!(TaskResult::AllFailed.of_loops() && !TaskResult::Failed.of_loops());
}

#[test]
fn or_binds_less_than_and_and_not_most() {
    let holds = |text: &str, true_ones: &str| read(text).holds(|o| true_ones.contains(o.task.slice(text)));
    assert_eq!(holds("a || b && c", "a"), Some(true));
    assert_eq!(holds("(a || b) && c", "a"), Some(false));
    assert_eq!(holds("!a && b", "b"), Some(true));
    assert_eq!(holds("!(a && b) || c", "ab"), Some(false));
    assert_eq!(holds("a &&", "a"), None);
}

#[test]
fn broken_conditions() {
    told("", &["^ no task is named here"]);
    told("a &&", &["  ^^ something is missing after `&&`"]);
    told("a b", &["  ^ unexpected `b` in this condition"]);
    told("(a || b", &["^ this `(` is not closed"]);
    told("a || b)", &["      ^ unexpected `)` in this condition"]);
    told("a && || b", &["     ^^ unexpected `||` in this condition"]);
    told("a, b", &[" ^ unexpected `,` in this condition"]);
    told("a. && b", &[" ^ no result is named behind this dot"]);
    told("a & b", &["  ^ `&` is no operator here"]);
    assert_eq!(mended("a & b | not c or d and e"), "a && b || ! c || d && e");
}

#[test]
fn misspelt_results() {
    told(
        "a.Suceeded || b.Nope",
        &["  ^^^^^^^^ a task has no result `Suceeded`", "                ^^^^ a task has no result `Nope`"],
    );
    assert_eq!(
        mended("a.Suceeded && b.failed && c.Success && d.Nope"),
        "a.Succeeded && b.Failed && c.Succeeded && d.Nope"
    );
    assert_eq!(read("a.Nope").problems[0].candidates, RESULT_NAMES);
}

#[test]
fn no_text_breaks_the_parser() {
    let pieces = ["&&", "||", "!", "(", ")", ".", "and", "é", "🎵", " ", "\n", "-", "Succeeded", "{{", "\""];
    mutate(&["(a-1.Succeeded || b) && !c.Failed é", "a and b.AnySucceeded | !!(c)"], &pieces, |text| {
        let found = read(text);
        for operand in &found.operands {
            assert!(text.get(operand.task.range()).is_some_and(|t| !t.is_empty()), "{text}");
        }
        for problem in &found.problems {
            assert!(text.get(problem.span.range()).is_some(), "{text}: {problem:?}");
            for (span, _) in problem.fix.iter().flat_map(|f| &f.edits) {
                assert!(text.get(span.range()).is_some(), "{text}: {problem:?}");
            }
        }
        assert_eq!(found.holds(|_| true).is_some(), found.problems.is_empty(), "{text}");
    });
}

#[test]
fn deep_and_long_conditions_are_read() {
    for piece in ["(", "!", "a && ", "a ", ")", "((a)"] {
        let _ = read(&piece.repeat(50_000));
    }
}

#[test]
fn all_conditions_of_real_files_are_read() {
    let mut seen = 0;
    let mut odd = Vec::new();
    let mut visit = |path: &std::path::Path, keys: &[&str], text: &str| {
        if keys.ends_with(&["tasks", "depends"]) && !text.contains("{{") {
            seen += 1;
            odd.extend(read(text).problems.iter().map(|p| format!("{}: {text}: {}", path.display(), p.title)));
        }
    };
    let files = ["argo/valid", "argo/compiled"].map(|folder| corpus(folder, &mut visit));
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(files.contains(&None) || seen > 300, "{seen}");
}
