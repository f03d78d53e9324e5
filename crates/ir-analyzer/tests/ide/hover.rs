use insta::assert_snapshot;
use ir_analyzer::ide;

use crate::support::{GRAPH, PIPELINE, TRAIN, project, with_cursor};

fn hover(text: &str) -> String {
    let p = project(text, &[("parts/train.yaml", TRAIN)]);
    let hover = ide::hover(&p.source, &p.workspace, p.offset);
    hover.map_or_else(|| "nothing".to_owned(), |h| format!("[{}]\n{}", h.span.slice(p.source.text()), h.markdown))
}

fn at(text: &str, context: &str, needle: &str) -> String {
    hover(&with_cursor(text, context, needle))
}

#[test]
fn components_show_their_interface() {
    assert_snapshot!(at(PIPELINE, "name: comp-train", "comp-t"));
    assert_snapshot!(at(PIPELINE, "\nroot", "\nro"));
}

#[test]
fn executors_show_what_they_run() {
    assert_snapshot!(at(PIPELINE, "executorLabel", "exec-t"));
}

#[test]
fn tasks_show_the_interface_of_their_component() {
    assert_snapshot!(at(PIPELINE, "componentRef: {name: comp-load}", "trai"));
    assert_snapshot!(at(GRAPH, "tasks", "Fit"));
}

#[test]
fn ports_show_type_default_and_who_passes_them() {
    assert_snapshot!(at(PIPELINE, "args:", "''epo"));
    assert_snapshot!(at(PIPELINE, "inputs:\n", "rat"));
    assert_snapshot!(at(PIPELINE, "outputArtifactKey", "tab"));
    assert_snapshot!(at(GRAPH, "outputs", "Mod"));
}

#[test]
fn other_files_show_their_component() {
    assert_snapshot!(at(GRAPH, "componentRef", "./par"));
    assert_snapshot!(at(GRAPH, "arguments:", "Tab"));
    assert_snapshot!(at(GRAPH, "outputValues", "outputName: Mod"));
}

#[test]
fn files_that_are_not_at_hand_say_so() {
    assert_snapshot!(at(GRAPH, "url: https", "exam"));
    assert_snapshot!(at(GRAPH, "other.yaml", " x"));
}

#[test]
fn keys_and_closed_words_show_the_schema() {
    assert_snapshot!(at(PIPELINE, "comp-train", "executorLa"));
    assert_snapshot!(at(PIPELINE, "epochs", "parameterTy"));
    assert_snapshot!(at(PIPELINE, "epochs", "NUMBER_INT"));
    assert_eq!(at(PIPELINE, "image", "example"), "nothing");
}

#[test]
fn names_that_do_not_exist_show_nothing() {
    assert_eq!(hover(&PIPELINE.replace("name: comp-train", "name: comp-$0trian")), "nothing");
}

#[test]
fn a_finding_is_explained_by_its_rule() {
    let text = PIPELINE.replace("producerTask: load", "producerTask: lo$0ud");
    let p = project(&text, &[]);
    let findings = ir_analyzer::check(&p.source, &p.workspace);
    let why = ide::explanation(&findings, p.offset).expect("a finding");
    assert_eq!(why.span.slice(p.source.text()), "loud");
    let (first, rest) = why.markdown.split_once("\n\n").unwrap();
    assert_eq!(first, "`unknown-task`: a name that is no task of its graph");
    assert!(rest.ends_with("docs/rules/unknown-task.md)"), "{rest}");
    assert_eq!(ide::explanation(&findings, 0), None);
}
