//! Argo Workflows: names of templates, names inside of tags, names of objects in other files.

use ir_analyzer::ide::{self, OutlineItem};

use crate::support::{places, project, with_cursor};

const WORKFLOW: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  arguments:
    parameters:
    - {name: rate, value: 0.1}
  templates:
  - name: main
    steps:
    - - name: load
        template: load
    - - name: train
        template: train
        arguments:
          parameters:
          - {name: rate, value: '{{workflow.parameters.rate}}'}
          - {name: rows, value: '{{steps.load.outputs.parameters.rows}}'}
          artifacts:
          - {name: table, from: '{{steps.load.outputs.artifacts.table}}'}
    - - name: report
        templateRef: {name: shared, template: report}
  - name: load
    container: {image: 'load:1', command: [load]}
    outputs:
      parameters:
      - {name: rows, valueFrom: {path: /rows}}
      artifacts:
      - {name: table, path: /table}
  - name: train
    inputs:
      parameters:
      - {name: rate, description: How fast it learns.}
      - {name: rows}
      artifacts:
      - {name: table, path: /table}
    container:
      image: train:1
      command: [train]
      args: ['{{inputs.parameters.rate}}', '{{inputs.parameters.rows}}']
";

const SHARED: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: shared}
spec:
  templates:
  - name: report
    inputs: {parameters: [{name: title, value: Report}]}
    container: {image: 'report:1', command: [report, '{{inputs.parameters.title}}']}
";

const FILES: &[(&str, &str)] = &[("shared.yaml", SHARED)];

fn definition(context: &str, needle: &str) -> String {
    let p = project(&with_cursor(WORKFLOW, context, needle), FILES);
    places(&p, FILES, &ide::definition(&p.source, &p.workspace, p.offset))
}

fn references(context: &str, needle: &str) -> String {
    let p = project(&with_cursor(WORKFLOW, context, needle), FILES);
    places(&p, FILES, &ide::references(&p.source, &p.workspace, p.offset, true))
}

fn labels(from: &str, to: &str) -> Vec<String> {
    assert!(WORKFLOW.contains(from));
    let p = project(&WORKFLOW.replacen(from, to, 1), FILES);
    ide::complete(&p.source, &p.workspace, p.offset).into_iter().map(|c| c.label).collect()
}

#[test]
fn names_lead_to_their_definitions() {
    assert_eq!(definition("entrypoint", "mai"), "10: - name: [main]");
    assert_eq!(definition("template: load", "template: lo"), "24: - name: [load]");
    assert_eq!(definition("workflow.parameters", "parameters.ra"), "8: - {name: [rate], value: 0.1}");
    assert_eq!(definition("steps.load.outputs.parameters", "steps.lo"), "12: - - name: [load]");
    assert_eq!(
        definition("steps.load.outputs.parameters", "parameters.ro"),
        "28: - {name: [rows], valueFrom: {path: /rows}}"
    );
    assert_eq!(definition("steps.load.outputs.artifacts", "artifacts.ta"), "30: - {name: [table], path: /table}");
    assert_eq!(definition("args:", "parameters.rows"), "35: - {name: [rows]}");
}

#[test]
fn a_template_of_another_object_is_found_in_its_file() {
    assert_eq!(definition("templateRef", "template: rep"), "shared.yaml:6: - name: [report]");
}

#[test]
fn references_are_found_in_tags() {
    assert_eq!(references("- name: load\n    container", "- name: lo"), "13: template: [load]\n24: - name: [load]");
    assert_eq!(
        references("name: rows, valueFrom", "name: ro"),
        "19: - {name: rows, value: '{{steps.load.outputs.parameters.[rows]}}'}\n28: - {name: [rows], valueFrom: {path: /rows}}"
    );
}

#[test]
fn names_are_proposed_inside_of_tags() {
    assert_eq!(labels("template: load", "template: $0"), ["main", "load", "train"]);
    assert_eq!(labels("'{{workflow.parameters.rate}}'", "'{{workflow.parameters.$0}}'"), ["rate"]);
    assert_eq!(labels("'{{steps.load.outputs.parameters.rows}}'", "'{{steps.load.outputs.parameters.$0'"), ["rows"]);
    assert_eq!(labels("'{{steps.load.outputs.artifacts.table}}'", "'{{steps.load.outputs.artifacts.$0'"), ["table"]);
    assert_eq!(labels("['{{inputs.parameters.rate}}'", "['{{inputs.parameters.$0'"), ["rate", "rows"]);
}

#[test]
fn an_input_shows_what_its_author_says() {
    let p = project(&with_cursor(WORKFLOW, "args:", "parameters.ra"), FILES);
    let hover = ide::hover(&p.source, &p.workspace, p.offset).expect("something to say");
    assert!(hover.markdown.contains("How fast it learns."), "{}", hover.markdown);
}

#[test]
fn the_outline_has_templates_and_steps() {
    fn names(items: &[OutlineItem], depth: usize, out: &mut Vec<String>) {
        for item in items {
            out.push(format!("{}{}", "  ".repeat(depth), item.name));
            names(&item.children, depth + 1, out);
        }
    }
    let p = project(&format!("{WORKFLOW}$0"), FILES);
    let mut out = Vec::new();
    names(&ide::outline(&p.source), 0, &mut out);
    for wanted in ["main", "load", "train", "report", "rate", "table"] {
        assert!(out.iter().any(|line| line.trim() == wanted), "{wanted}: {out:#?}");
    }
}

/// The component that the arguments at a place are for, the one being written in angle brackets.
fn signature(context: &str, needle: &str) -> Option<String> {
    let p = project(&with_cursor(WORKFLOW, context, needle), FILES);
    let mut found = ide::signature(&p.source, &p.workspace, p.offset)?;
    let active = found.active.map(|at| found.parameters[at].span)?;
    found.label.insert(active.end as usize, '>');
    found.label.insert(active.start as usize, '<');
    Some(found.label)
}

#[test]
fn arguments_show_what_the_template_takes() {
    assert_eq!(
        signature("{name: rate, value: '{{", "name: ra").as_deref(),
        Some("train(<rate>, rows, table: artifact)")
    );
    assert_eq!(signature("{name: table, from", "from: '{{st").as_deref(), Some("train(rate, rows, <table: artifact>)"));
    assert_eq!(signature("container", "image"), None);
}

#[test]
fn templates_run_each_other_from_file_to_file() {
    let p = project(&with_cursor(WORKFLOW, "templates:\n", "- name: "), FILES);
    let calls = ide::outgoing(&p.source, &p.workspace, p.offset);
    let names: Vec<&str> = calls.iter().map(|c| &*c.other.name).collect();
    assert_eq!(names, ["load", "train", "report"]);
    assert!(calls[2].other.path.ends_with("shared.yaml"));
    let report = SHARED.find("report").unwrap() as u32;
    let callers = ide::incoming(&p.source, &p.workspace, std::path::Path::new("/w/shared.yaml"), report);
    assert_eq!(callers.iter().map(|c| &*c.other.name).collect::<Vec<_>>(), ["main"]);
}
