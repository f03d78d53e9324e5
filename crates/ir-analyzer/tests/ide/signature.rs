use ir_analyzer::ide;

use crate::support::{GRAPH, PIPELINE, TRAIN, project, with_cursor};

/// The label, the input that is being written in angle brackets, and what is said of it.
fn signature(text: &str) -> String {
    let p = project(text, &[("parts/train.yaml", TRAIN)]);
    let Some(found) = ide::signature(&p.source, &p.workspace, p.offset) else { return "nothing".to_owned() };
    let active = found.active.map(|at| &found.parameters[at]);
    let mut label = found.label.clone();
    if let Some(active) = active {
        label.insert(active.span.end as usize, '>');
        label.insert(active.span.start as usize, '<');
    }
    let words = active.and_then(|a| a.documentation.as_deref()).unwrap_or("");
    format!("{label} {}", words.replace("\n\n", " "))
}

#[test]
fn arguments_show_what_the_component_takes() {
    let inputs = "comp-train(epochs: NUMBER_INTEGER = 10, <rate: NUMBER_DOUBLE>, table: system.Dataset) must be passed";
    assert_eq!(signature(&with_cursor(PIPELINE, "inputs:\n", "rat")), inputs);
    assert_eq!(signature(&with_cursor(PIPELINE, "inputs:\n", "componentInputParameter: rat")), inputs);
    let last = "comp-train(epochs: NUMBER_INTEGER = 10, rate: NUMBER_DOUBLE, <table: system.Dataset>) must be passed";
    assert_eq!(signature(&with_cursor(PIPELINE, "inputs:\n", "producerTask: lo")), last);
    assert_eq!(
        signature(&with_cursor(GRAPH, "arguments", "Tab")),
        "Train(<Table: CSV>, Rate?: Float) What to learn from. must be passed"
    );
}

#[test]
fn a_name_that_is_begun_shows_them_too() {
    let text = PIPELINE.replace("            rate: {componentInputParameter: rate}", "            epo$0");
    assert!(signature(&text).starts_with("comp-train(epochs"), "{}", signature(&text));
}

#[test]
fn elsewhere_there_is_nothing_to_show() {
    assert_eq!(signature(&with_cursor(PIPELINE, "tasks", "comp-lo")), "nothing");
    assert_eq!(signature(&with_cursor(PIPELINE, "executors", "exec-tr")), "nothing");
    assert_eq!(signature("a: $0"), "nothing");
}
