//! For programs. The shape is described in `docs/graph.md`.

use serde_json::{Value, json};

use crate::model::{Drawing, Edge, Finding, Flow, Group, Mark, Node, Pipeline, Port};

/// Changes when a program that read the old shape could not read the new one.
const VERSION: u32 = 1;

/// The whole drawing.
pub(super) fn document(drawing: &Drawing) -> String {
    let mut text = serde_json::to_string_pretty(&value(drawing)).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn value(drawing: &Drawing) -> Value {
    json!({
        "version": VERSION,
        "tool": { "name": "ir-lint", "version": env!("CARGO_PKG_VERSION") },
        "file": drawing.file,
        "format": drawing.format,
        "pipelines": drawing.pipelines.iter().map(pipeline).collect::<Vec<_>>(),
        "findings": drawing.findings.iter().map(finding).collect::<Vec<_>>(),
        "elsewhere": drawing.elsewhere,
    })
}

fn pipeline(pipeline: &Pipeline) -> Value {
    let root = pipeline.root();
    json!({
        "id": root.map(|n| &n.id),
        "title": root.map(|n| &n.title),
        "nodes": pipeline.nodes.iter().map(|n| node(pipeline, n)).collect::<Vec<_>>(),
    })
}

fn node(pipeline: &Pipeline, node: &Node) -> Value {
    let id = |index: usize| pipeline.nodes.get(index).map(|n| &*n.id);
    let members = |g: &Group| g.members.iter().filter_map(|m| id(*m)).map(str::to_owned).collect::<Vec<_>>();
    json!({
        "id": node.id,
        "name": node.name,
        "title": node.title,
        "kind": node.kind.word(),
        "parent": node.parent.and_then(id),
        "component": node.component,
        "images": node.images,
        "inputs": node.inputs.iter().map(port).collect::<Vec<_>>(),
        "outputs": node.outputs.iter().map(port).collect::<Vec<_>>(),
        "marks": node.marks.iter().map(mark).collect::<Vec<_>>(),
        "note": node.note,
        "line": node.place.line,
        "span": [node.place.span.start, node.place.span.end],
        "nameSpan": [node.place.name.start, node.place.name.end],
        "findings": node.findings,
        "errors": node.count.errors,
        "warnings": node.count.warnings,
        "collapsed": node.collapsed,
        "members": node.group.as_ref().map(members),
        "leftOut": node.group.as_ref().map(|g| g.left_out),
        "edges": node.group.as_ref().map(|g| g.edges.iter().map(|e| edge(pipeline, g, e)).collect::<Vec<_>>()),
    })
}

fn edge(pipeline: &Pipeline, group: &Group, edge: &Edge) -> Value {
    let id = |place: usize| group.members.get(place).and_then(|m| pipeline.nodes.get(*m)).map(|n| &*n.id);
    json!({
        "from": id(edge.from),
        "to": id(edge.to),
        "kind": edge.kind.word(),
        "flows": edge.flows.iter().map(flow).collect::<Vec<_>>(),
    })
}

fn flow(flow: &Flow) -> Value {
    json!({ "kind": flow.kind.word(), "from": flow.from, "to": flow.to })
}

fn port(port: &Port) -> Value {
    json!({ "name": port.name, "kind": port.kind.word(), "type": port.ty, "value": port.value })
}

fn mark(mark: &Mark) -> Value {
    match mark {
        Mark::Loop { over, limit } => json!({ "kind": mark.word(), "over": over, "limit": limit }),
        Mark::When(condition) => json!({ "kind": mark.word(), "condition": condition }),
        Mark::Retry(times) => json!({ "kind": mark.word(), "times": times }),
        Mark::Cache(on) => json!({ "kind": mark.word(), "on": on }),
        Mark::Always => json!({ "kind": mark.word() }),
    }
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity.as_str(),
        "text": finding.text,
        "line": finding.line,
        "span": [finding.span.start, finding.span.end],
    })
}
