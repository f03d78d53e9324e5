use std::fmt::Write;

use ir_analyzer::Source;
use ir_analyzer::ide::{self, OutlineItem};

use crate::support::{GRAPH, PIPELINE};

fn tree(items: &[OutlineItem], depth: usize, out: &mut String) {
    for item in items {
        assert!(item.span.contains(item.selection), "{item:?}");
        assert!(item.children.iter().all(|c| item.span.contains(c.span)), "{item:?}");
        let detail = item.detail.as_deref().map(|d| format!(" : {d}")).unwrap_or_default();
        writeln!(out, "{}{:?} {}{detail}", "  ".repeat(depth), item.kind, item.name).unwrap();
        tree(&item.children, depth + 1, out);
    }
}

fn outline(text: &str) -> String {
    let mut out = String::new();
    tree(&ide::outline(&Source::new("/w/main.yaml", text)), 0, &mut out);
    out
}

#[test]
fn a_pipeline_holds_components_executors_and_tasks() {
    insta::assert_snapshot!(outline(PIPELINE));
}

#[test]
fn a_component_holds_ports_and_tasks() {
    insta::assert_snapshot!(outline(GRAPH));
}

#[test]
fn a_component_in_a_task_lies_inside_it() {
    let text = GRAPH.replace(
        "{url: https://example.com/other.yaml}",
        "{spec: {inputs: [{name: x}], implementation: {container: {image: a}}}}",
    );
    insta::assert_snapshot!(outline(&text));
}

#[test]
fn a_component_without_a_name_is_named_by_its_file() {
    insta::assert_snapshot!(outline("implementation: {container: {image: a}}\ninputs: [{name: x, type: Integer}]\n"));
}
