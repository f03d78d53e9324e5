//! Text for Mermaid: a flowchart in which groups are subgraphs.

use std::fmt::Write;

use crate::model::{Drawing, Edge, FlowKind, Group, Kind, Node, Pipeline};
use crate::text::{abbreviate, shorten};

/// Longest label of an edge, in characters.
const LABEL: usize = 40;

/// Writes all pipelines as one flowchart; several stand side by side, each in a subgraph.
pub(super) fn flowchart(drawing: &Drawing) -> String {
    let mut out = String::new();
    if let [pipeline] = drawing.pipelines.as_slice()
        && let Some(root) = pipeline.root()
    {
        let _ = writeln!(out, "---\ntitle: {}\n---", serde_json::json!(root.title));
    }
    out.push_str("flowchart TB\n");
    let alone = drawing.pipelines.len() == 1;
    let mut errors = Vec::new();
    for (number, pipeline) in drawing.pipelines.iter().enumerate() {
        let mut writer = Writer { out: &mut out, pipeline, number, errors: &mut errors };
        match pipeline.open(0) {
            Some(group) if alone => writer.inside(group, 1),
            _ => writer.node(0, 1),
        }
    }
    if !errors.is_empty() {
        let _ = writeln!(out, "  classDef error stroke:#b3261e,stroke-width:3px\n  class {} error", errors.join(","));
    }
    out
}

struct Writer<'a> {
    out: &'a mut String,
    pipeline: &'a Pipeline,
    number: usize,
    errors: &'a mut Vec<String>,
}

impl Writer<'_> {
    fn id(&self, node: usize) -> String {
        format!("p{}n{node}", self.number)
    }

    fn node(&mut self, index: usize, depth: usize) {
        let Some(node) = self.pipeline.nodes.get(index) else { return };
        let (id, label, indent) = (self.id(index), label(node), "  ".repeat(depth));
        if node.count.errors > 0 {
            self.errors.push(id.clone());
        }
        match self.pipeline.open(index).filter(|g| !g.members.is_empty()) {
            Some(group) => {
                let _ = writeln!(self.out, "{indent}subgraph {id} [\"{}\"]", label.replace("<br/>", " \u{b7} "));
                self.inside(group, depth + 1);
                let _ = writeln!(self.out, "{indent}end");
            }
            None => {
                let (open, close) = shape(node.kind);
                let _ = writeln!(self.out, "{indent}{id}{open}\"{label}\"{close}");
            }
        }
    }

    fn inside(&mut self, group: &Group, depth: usize) {
        for member in &group.members {
            self.node(*member, depth);
        }
        for edge in &group.edges {
            let (Some(from), Some(to)) = (group.members.get(edge.from), group.members.get(edge.to)) else { continue };
            let arrow = match edge.kind {
                FlowKind::Artifact => "==>",
                FlowKind::Parameter | FlowKind::Value => "-->",
                FlowKind::Order => "-.->",
            };
            let label = edge_label(self.pipeline, edge).map_or_else(String::new, |l| format!("|\"{}\"|", escape(&l)));
            let _ = writeln!(self.out, "{}{} {arrow}{label} {}", "  ".repeat(depth), self.id(*from), self.id(*to));
        }
    }
}

/// The outputs that flow along an edge.
pub(super) fn edge_label(pipeline: &Pipeline, edge: &Edge) -> Option<String> {
    let mut names: Vec<&str> = edge.flows.iter().filter_map(|f| f.from.as_deref()).map(|f| pipeline.plain(f)).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| shorten(&names.join(", "), LABEL))
}

const fn shape(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Pipeline | Kind::Container | Kind::Graph => ("[", "]"),
        Kind::Import | Kind::Query => ("([", "])"),
        Kind::External => ("[/", "/]"),
        Kind::Elsewhere => ("[[", "]]"),
        Kind::Recursion => ("{{", "}}"),
        Kind::Unknown => (">", "]"),
    }
}

fn label(node: &Node) -> String {
    super::words::brief(node).iter().map(|line| escape(&abbreviate(line, 60))).collect::<Vec<_>>().join("<br/>")
}

/// Text inside of quotes: whatever could end them or be read as markup is an entity.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '{' | '}' | '[' | ']' | '|' | '%' | '*' | '_' | '~'
            | '$' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
