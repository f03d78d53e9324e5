//! What an editor does with Tekton's files comes from the table of names, as for any other format.

use ir_analyzer::ide;

use crate::support::{places, project, with_cursor};

const FILE: &str = "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  params: [{name: target}]
  workspaces: [{name: source}]
  results: [{name: digest}]
  steps:
  - name: build
    image: example.com/build:1
    args: [$(params.target), $(workspaces.source.path), $(results.digest.path)]
---
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: release}
spec:
  params: [{name: target}]
  workspaces: [{name: shared}]
  tasks:
  - name: build
    taskRef: {name: build}
    params: [{name: target, value: $(params.target)}]
    workspaces: [{name: source, workspace: shared}]
  - name: push
    taskRef: {name: push}
    runAfter: [build]
    params: [{name: digest, value: $(tasks.build.results.digest)}]
";

const PUSH: &str = "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: push}
spec:
  params: [{name: digest}]
  steps:
  - name: push
    image: example.com/push:1
    args: [$(params.digest)]
";

const FILES: &[(&str, &str)] = &[("push.yaml", PUSH)];

fn definition(context: &str, needle: &str) -> String {
    let p = project(&with_cursor(FILE, context, needle), FILES);
    places(&p, FILES, &ide::definition(&p.source, &p.workspace, p.offset))
}

fn proposals(text: &str) -> Vec<String> {
    let p = project(text, FILES);
    ide::complete(&p.source, &p.workspace, p.offset).into_iter().map(|c| c.label).collect()
}

#[test]
fn names_lead_to_their_definitions() {
    assert_eq!(definition("runAfter", "[bui"), "20: - name: [build]");
    assert_eq!(definition("args:", "(params.tar"), "5: params: [{name: [target]}]");
    assert_eq!(definition("args:", "(workspaces.sou"), "6: workspaces: [{name: [source]}]");
    assert_eq!(definition("args:", "(results.dig"), "7: results: [{name: [digest]}]");
    assert_eq!(definition("value: $(tasks", ".bui"), "20: - name: [build]");
    assert_eq!(definition("value: $(tasks", "results.dig"), "7: results: [{name: [digest]}]");
    assert_eq!(definition("workspace: sha", "red"), "18: workspaces: [{name: [shared]}]");
    assert_eq!(definition("taskRef: {name: bu", "il"), "3: metadata: {name: [build]}");
}

#[test]
fn names_of_other_files_lead_there() {
    assert_eq!(definition("taskRef: {name: pu", "sh"), "push.yaml:3: metadata: {name: [push]}");
    assert_eq!(definition("[build]\n    params: [{name: di", "ge"), "push.yaml:5: params: [{name: [digest]}]");
}

#[test]
fn every_use_of_a_task_is_found() {
    let p = project(&with_cursor(FILE, "runAfter", "[bui"), FILES);
    let found = places(&p, FILES, &ide::references(&p.source, &p.workspace, p.offset, true));
    assert_eq!(
        found,
        "20: - name: [build]\n26: runAfter: [[build]]\n27: params: [{name: digest, value: $(tasks.[build].results.digest)}]"
    );
}

#[test]
fn names_are_proposed_inside_of_variables() {
    let with = |from: &str, to: &str| proposals(&FILE.replacen(from, to, 1));
    assert_eq!(with("$(params.target), $(work", "$(params.$0), $(work"), ["target"]);
    assert_eq!(with("$(workspaces.source.path)", "$(workspaces.$0)"), ["source"]);
    assert_eq!(with("$(tasks.build.results.digest)", "$(tasks.build.results.$0)"), ["digest"]);
    assert!(with("$(tasks.build.results.digest)", "$(tasks.$0)").contains(&"build".to_owned()));
}

#[test]
fn a_task_to_wait_for_is_proposed() {
    let text = FILE.replacen("runAfter: [build]", "runAfter: [bu$0]", 1);
    assert!(proposals(&text).contains(&"build".to_owned()));
}

#[test]
fn hovering_over_a_variable_tells_of_what_it_stands_for() {
    let p = project(&with_cursor(FILE, "args:", "(params.tar"), FILES);
    let hover = ide::hover(&p.source, &p.workspace, p.offset).expect("a hover");
    assert!(hover.markdown.contains("target") && hover.markdown.contains("input"), "{}", hover.markdown);
}

#[test]
fn parameters_of_a_task_are_shown_while_they_are_passed() {
    let p = project(&with_cursor(FILE, "taskRef: {name: push}", "{name: dig"), FILES);
    let found = ide::signature(&p.source, &p.workspace, p.offset).expect("a signature");
    assert_eq!((&*found.label, found.active), ("push(digest)", Some(0)));
}

#[test]
fn a_pipeline_runs_tasks_of_other_files() {
    let p = project(&with_cursor(FILE, "kind: Pipeline\n", "{name: "), FILES);
    let calls = ide::outgoing(&p.source, &p.workspace, p.offset);
    let names: Vec<&str> = calls.iter().map(|c| &*c.other.name).collect();
    assert_eq!(names, ["build", "push"]);
    let build = FILE.find("build").unwrap() as u32;
    let callers = ide::incoming(&p.source, &p.workspace, &p.source.path, build);
    assert_eq!(callers.iter().map(|c| &*c.other.name).collect::<Vec<_>>(), ["release"]);
}
