//! Text for Graphviz: groups are clusters.

use std::fmt::Write;

use super::mermaid::edge_label;
use crate::model::{Drawing, FlowKind, Group, Kind, Pipeline};
use crate::text::abbreviate;

/// Writes all pipelines as one graph, each in a cluster.
pub(super) fn digraph(drawing: &Drawing) -> String {
    let mut out = String::from("digraph pipelines {\n");
    out.push_str("  compound=true; newrank=false; fontname=\"sans-serif\";\n");
    out.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=9];\n");
    for (number, pipeline) in drawing.pipelines.iter().enumerate() {
        Writer { out: &mut out, pipeline, number }.node(0, 1);
    }
    out.push_str("}\n");
    out
}

struct Writer<'a> {
    out: &'a mut String,
    pipeline: &'a Pipeline,
    number: usize,
}

impl Writer<'_> {
    fn id(&self, node: usize) -> String {
        format!("p{}n{node}", self.number)
    }

    fn group(&self, node: usize) -> Option<&Group> {
        self.pipeline.open(node).filter(|g| !g.members.is_empty())
    }

    fn node(&mut self, index: usize, depth: usize) {
        let Some(node) = self.pipeline.nodes.get(index) else { return };
        let (id, indent) = (self.id(index), "  ".repeat(depth));
        let lines = super::words::brief(node);
        let label = lines.iter().map(|l| escape(&abbreviate(l, 60))).collect::<Vec<_>>().join("\\n");
        let tooltip = escape(&node.id);
        let colour = if node.count.errors > 0 { ", color=\"#b3261e\", penwidth=2" } else { "" };
        let Some(group) = self.pipeline.open(index).filter(|g| !g.members.is_empty()) else {
            let look = look(node.kind);
            let _ = writeln!(self.out, "{indent}{id} [label=\"{label}\", tooltip=\"{tooltip}\"{look}{colour}];");
            return;
        };
        let _ = writeln!(self.out, "{indent}subgraph cluster_{id} {{");
        let _ = writeln!(self.out, "{indent}  label=\"{label}\"; tooltip=\"{tooltip}\"; style=rounded;");
        // Edges can only end at nodes: this one stands for the cluster.
        let _ = writeln!(self.out, "{indent}  {id} [shape=point, style=invis, label=\"\"];");
        for member in &group.members {
            self.node(*member, depth + 1);
        }
        for edge in &group.edges {
            let (Some(from), Some(to)) = (group.members.get(edge.from), group.members.get(edge.to)) else { continue };
            if from == to && self.group(*from).is_some() {
                continue;
            }
            let mut look = match edge.kind {
                FlowKind::Artifact => "penwidth=2".to_owned(),
                FlowKind::Parameter | FlowKind::Value => "arrowhead=vee".to_owned(),
                FlowKind::Order => "style=dashed, arrowhead=vee".to_owned(),
            };
            if let Some(label) = edge_label(self.pipeline, edge) {
                let _ = write!(look, ", label=\"{}\"", escape(&label));
            }
            if self.group(*from).is_some() {
                let _ = write!(look, ", ltail=cluster_{}", self.id(*from));
            }
            if self.group(*to).is_some() {
                let _ = write!(look, ", lhead=cluster_{}", self.id(*to));
            }
            let _ = writeln!(self.out, "{indent}  {} -> {} [{look}];", self.id(*from), self.id(*to));
        }
        let _ = writeln!(self.out, "{indent}}}");
    }
}

const fn look(kind: Kind) -> &'static str {
    match kind {
        Kind::Pipeline | Kind::Container | Kind::Graph => "",
        Kind::Import | Kind::Query => ", shape=cylinder, style=solid",
        Kind::External => ", shape=cds, style=dashed",
        Kind::Elsewhere => ", shape=note, style=dashed",
        Kind::Recursion => ", shape=doubleoctagon, style=solid",
        Kind::Unknown => ", style=dotted",
    }
}

/// Text inside of quotes.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
