use std::path::Path;

use ir_analyzer::ide::{self, Call};

use crate::support::{GRAPH, PIPELINE, Project, TRAIN, project, shown, with_cursor};

const OTHERS: &[(&str, &str)] = &[("parts/train.yaml", TRAIN)];

fn names(p: &Project) -> Vec<String> {
    let shown = |c: &ide::Callable| format!("{} ({})", c.name, c.detail.as_deref().unwrap_or("?"));
    ide::callables(&p.source, &p.workspace, p.offset).iter().map(shown).collect()
}

fn lines(text: &str, calls: &[Call]) -> Vec<String> {
    let line = |c: &Call| {
        let at: Vec<String> = c.at.iter().map(|s| shown(text, *s)).collect();
        format!("{} | {}", c.other.name, at.join(" | "))
    };
    calls.iter().map(line).collect()
}

#[test]
fn components_and_tasks_stand_for_what_is_run() {
    let at = |text: &str, context: &str, needle: &str| names(&project(&with_cursor(text, context, needle), OTHERS));
    assert_eq!(at(PIPELINE, "components", "comp-tr"), ["comp-train (container)"]);
    assert_eq!(at(PIPELINE, "tasks", "loa"), ["comp-load (container)"]);
    assert_eq!(at(PIPELINE, "componentRef", "comp-lo"), ["comp-load (container)"]);
    assert_eq!(at(PIPELINE, "\nroot", "\nro"), ["churn (2 tasks)"]);
    assert_eq!(at(PIPELINE, "pipelineInfo", "chu"), ["churn (2 tasks)"]);
    assert_eq!(at(GRAPH, "tasks", "Fit"), ["Train (./parts/train.yaml)"]);
    assert!(at(PIPELINE, "inputs:\n", "rat").is_empty());
}

#[test]
fn a_pipeline_runs_the_components_of_its_tasks() {
    let p = project(&with_cursor(PIPELINE, "pipelineInfo", "name: "), &[]);
    let calls = ide::outgoing(&p.source, &p.workspace, p.offset);
    assert_eq!(
        lines(p.source.text(), &calls),
        ["comp-load | 38: componentRef: {name: [comp-load]}", "comp-train | 40: componentRef: {name: [comp-train]}"]
    );
    let p = project(&with_cursor(GRAPH, "name", ": "), OTHERS);
    let calls = ide::outgoing(&p.source, &p.workspace, p.offset);
    assert_eq!(lines(p.source.text(), &calls), ["Train | 10: componentRef: {url: [./parts/train.yaml]}"]);
    assert_eq!(calls[0].other.path, Path::new("/w/parts/train.yaml"));
}

#[test]
fn a_component_is_run_by_pipelines_of_any_file() {
    let p = project(&with_cursor(PIPELINE, "components", "\n  "), &[]);
    let calls = ide::incoming(&p.source, &p.workspace, Path::new("/w/main.yaml"), p.offset);
    assert_eq!(lines(p.source.text(), &calls), ["churn | 40: componentRef: {name: [comp-train]}"]);
    let p = project(&format!("$0{GRAPH}"), OTHERS);
    let name = TRAIN.find("Train").unwrap() as u32;
    let calls = ide::incoming(&p.source, &p.workspace, Path::new("/w/parts/train.yaml"), name);
    assert_eq!(lines(p.source.text(), &calls), ["Both | 10: componentRef: {url: [./parts/train.yaml]}"]);
}
