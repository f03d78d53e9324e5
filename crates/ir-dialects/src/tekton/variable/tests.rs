//! Variables in texts, each shown above the names that it is made of.

use super::super::reference::{Access, Reference};
use super::{scan, unfinished};
use crate::language::tests::{carets, corpus, mutate, words};

/// The variables of `text` and what they stand for.
fn shown(text: &str) -> String {
    let found = scan(text);
    let words: Vec<String> = found.iter().map(|v| words(text, &v.reference)).collect();
    carets(text, found.iter().map(|v| v.span).zip(words.iter().map(String::as_str)))
}

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let lines = shown(text);
    assert_eq!(lines.split('\n').skip(1).collect::<Vec<_>>(), wanted, "{text}");
}

#[test]
fn parameters() {
    check(
        "--a $(params.a) --b=$(params['b.c'][*])",
        &[
            "    ^^^^^^^^^^^ Param { name: a, access: Whole, legacy: false }",
            "                    ^^^^^^^^^^^^^^^^^^^ Param { name: b.c, access: Star(*), legacy: false }",
        ],
    );
    check(
        "$(params.o.key)$(params[\"l\"][12])",
        &[
            "^^^^^^^^^^^^^^^ Param { name: o, access: Key(key), legacy: false }",
            "               ^^^^^^^^^^^^^^^^^^ Param { name: l, access: Index(12), legacy: false }",
        ],
    );
    check("$(inputs.params.x)", &["^^^^^^^^^^^^^^^^^^ Param { name: x, access: Whole, legacy: true }"]);
    check("$(tt.params.x)", &["^^^^^^^^^^^^^^ TriggerParam { name: x }"]);
    check("$(params.a.b.c)", &["^^^^^^^^^^^^^^^ TooLong { from: c }"]);
}

#[test]
fn tasks_and_their_results() {
    check(
        "$(tasks.build.results.digest)",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TaskResult { task: build, result: digest, access: Whole, finally: false }"],
    );
    check(
        "$(tasks.a.results.r[0]) $(finally.b.results['x.y'])",
        &[
            "^^^^^^^^^^^^^^^^^^^^^^^ TaskResult { task: a, result: r, access: Index(0), finally: false }",
            "                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TaskResult { task: b, result: x.y, access: Whole, finally: true }",
        ],
    );
    check("$(tasks.a.status)", &["^^^^^^^^^^^^^^^^^ TaskStatus { task: a, attribute: status }"]);
    check("$(tasks.status)", &["^^^^^^^^^^^^^^^ TasksStatus"]);
    check("$(tasks.a.matrix.r.length)", &["^^^^^^^^^^^^^^^^^^^^^^^^^^ MatrixLength { task: a, result: Some(r) }"]);
    check("$(tasks.a.matrix.length)", &["^^^^^^^^^^^^^^^^^^^^^^^^ MatrixLength { task: a, result: None }"]);
    check(
        "$(tasks.a.outputs.img)",
        &["^^^^^^^^^^^^^^^^^^^^^^ Artifact { of: a, step: false, output: true, name: Some(img) }"],
    );
}

#[test]
fn what_a_step_knows() {
    check("$(results.r.path)", &["^^^^^^^^^^^^^^^^^ ResultPath { name: r }"]);
    check("$(results['r'].path)", &["^^^^^^^^^^^^^^^^^^^^ ResultPath { name: r }"]);
    check("$(step.results.r.path)", &["^^^^^^^^^^^^^^^^^^^^^^ StepResultPath { name: r }"]);
    check("$(steps.s.results.r)", &["^^^^^^^^^^^^^^^^^^^^ StepResult { step: s, result: r, access: Whole }"]);
    check("$(steps.step-s.exitCode.path)", &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ExitCodePath { step: step-s }"]);
    check("$(workspaces.w.path)", &["^^^^^^^^^^^^^^^^^^^^ Workspace { name: w, attribute: path }"]);
    check(
        "$(context.task.retry-count)",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^ Context { object: Task, attribute: retry-count }"],
    );
    check("$(credentials.path)", &["^^^^^^^^^^^^^^^^^^^ CredentialsPath"]);
    check("$(artifacts.path)", &["^^^^^^^^^^^^^^^^^ ArtifactsPath { step: false }"]);
}

#[test]
fn wrong_names_are_pointed_at() {
    check(
        "$(workspaces.w.pth)",
        &[r#"^^^^^^^^^^^^^^^^^^^ Misnamed { at: pth, names: ["path", "bound", "claim", "volume"] }"#],
    );
    check(
        "$(context.pipelineRun.nam)",
        &[r#"^^^^^^^^^^^^^^^^^^^^^^^^^^ Misnamed { at: nam, names: ["name", "namespace", "uid"] }"#],
    );
    check("$(results.r)", &[r#"^^^^^^^^^^^^ TooShort { names: ["path"] }"#]);
    check("$(parms.x)", &["^^^^^^^^^^ Unknown { root: parms }"]);
}

#[test]
fn the_shell_keeps_its_own() {
    check("x=$(cat a.txt | wc -l) $(echo \"hi\") $((1 + 2)) ${params.x} $params", &[]);
    check("$(date) $(POD_NAME)", &["^^^^^^^ Unknown { root: date }", "        ^^^^^^^^^^^ Unknown { root: POD_NAME }"]);
    check("$(cat $(results.r.path))", &["      ^^^^^^^^^^^^^^^^^ ResultPath { name: r }"]);
    check("$$(params.x)", &[" ^^^^^^^^^^^ Param { name: x, access: Whole, legacy: false }"]);
    check("$( date ) $(date +%s) $(step)", &["                      ^^^^^^^ Unknown { root: step }"]);
}

#[test]
fn blanks_inside_are_told() {
    let [variable] = &scan("$( params.x )")[..] else { panic!("one variable") };
    assert!(variable.spaced && !variable.is_plain());
}

#[test]
fn brackets_make_nothing_wait() {
    let plain = |text: &str| scan(text).iter().all(|v| v.is_plain());
    assert!(plain("$(tasks.a.results.r) $(tasks.a.results.r[0]) $(tasks.a.results.r[*])"));
    assert!(!plain("$(tasks.a.results['r'])"));
    assert!(!plain("$(tasks.a.results[0].r)"));
}

#[test]
fn what_was_begun_can_be_finished() {
    let begun = |text: &str| {
        let told: Vec<String> = unfinished(text)
            .iter()
            .map(|b| {
                let before: Vec<&str> = b.before.iter().map(|s| s.slice(text)).collect();
                format!("{} | {}<{}>{}", b.span.slice(text), before.join(" "), b.replace.slice(text), b.after)
            })
            .collect();
        told.join("\n")
    };
    assert_eq!(begun("echo $("), "$( | <>)");
    assert_eq!(begun("echo $(par"), "$(par | <par>)");
    assert_eq!(begun("echo $(params."), "$(params. | params<>)");
    assert_eq!(begun("echo $(params.x\nls"), "$(params.x | params<x>)");
    assert_eq!(begun("\"$(tasks.a.results.\""), "$(tasks.a.results. | tasks a results<>)");
    assert_eq!(begun("$(params.)"), "$(params.) | params<>)");
    assert_eq!(begun("$(params['a"), "$(params['a | params<a>'])");
    assert_eq!(begun("$(params[\""), "$(params[\" | params<>\"])");
    assert_eq!(begun("$(params['a']"), "$(params['a'] | params a<>)");
    assert_eq!(begun("$(params.x) $(date +%s) $(cat x) $(ls"), "");
}

#[test]
fn no_text_breaks_the_scanner() {
    let seeds =
        ["$(params['a.b'][0]) $(tasks.t.results.r[*]) é", "x=$(cat $(results.r.path) | wc) $(context.task.name)"];
    let pieces = ["$(", "$", ")", "[", "]", "'", "\"", ".", "é", "🎵", "[*]", "params", "tasks.", "\n", " ", "0"];
    mutate(&seeds, &pieces, |text| {
        let mut from = 0;
        for variable in scan(text) {
            assert!(text.get(variable.span.range()).is_some_and(|t| t.starts_with("$(") && t.ends_with(')')), "{text}");
            assert!(variable.span.start >= from, "{text}: in order");
            from = variable.span.end;
            for segment in &variable.segments {
                assert!(variable.span.contains(segment.span) && segment.span.slice(text) == segment.text, "{text}");
            }
            let _ = words(text, &variable.reference);
        }
        for begun in unfinished(text) {
            assert!(text.get(begun.span.range()).is_some() && begun.span.contains(begun.replace), "{text}: {begun:?}");
        }
    });
}

#[test]
fn long_texts_are_read_once() {
    for piece in ["$(", "$(a.", "$(params['", "$(params[", "$(a"] {
        let text = piece.repeat(100_000);
        assert_eq!(scan(&text).len(), 0, "{piece}");
        let _ = unfinished(&text);
    }
}

#[test]
fn all_variables_of_real_files_are_known() {
    let mut seen = 0;
    let mut odd = Vec::new();
    let files = corpus("tekton/valid", |path, keys, text| {
        for variable in scan(text) {
            seen += 1;
            let wrong = matches!(
                variable.reference,
                Reference::Misnamed { .. } | Reference::TooLong { .. } | Reference::TooShort { .. }
            );
            // Upstream's own case has `$(tasks.taskname)`, which it takes for text.
            let case = text.contains("of $(tasks.taskname) is");
            if (wrong || variable.spaced) && !case {
                odd.push(format!("{}: {}: {}", path.display(), keys.join("."), words(text, &variable.reference)));
            }
        }
    });
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(files.is_none() || seen > 500, "{seen}");
}

#[test]
fn access_is_of_one_name() {
    let [variable] = &scan("$(params.a.k)")[..] else { panic!("one variable") };
    assert!(matches!(variable.reference, Reference::Param { access: Access::Key(_), .. }));
}
