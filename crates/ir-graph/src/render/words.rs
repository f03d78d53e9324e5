//! The words of tooltips and for those who hear a drawing.

use crate::model::{Drawing, Edge, Flow, FlowKind, Group, Mark, Node, Pipeline};
use crate::text::{abbreviate, count};

/// So many findings or values are listed in a tooltip.
const LISTED: usize = 8;

/// What a tooltip says of a node, a line each.
pub(super) fn tooltip(drawing: &Drawing, node: &Node) -> String {
    let mut lines = vec![node.title.clone()];
    if node.name != node.title {
        lines.push(format!("name: {}", node.name));
    }
    let component = node.component.as_deref().map_or_else(String::new, |c| format!(", runs {c}"));
    lines.push(format!("{}{component}, line {}", node.kind.words(), node.place.line));
    lines.extend(node.images.first().map(|i| format!("image: {i}")));
    lines.extend(node.marks.iter().map(|m| m.words()));
    lines.extend(node.note.clone());
    let findings = node.findings.iter().filter_map(|f| drawing.findings.get(*f));
    lines.extend(findings.take(LISTED).map(|f| format!("{}: {} [{}]", f.severity.as_str(), f.text, f.rule)));
    if let Some(more @ 1..) = node.findings.len().checked_sub(LISTED) {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

/// The lines for a node in formats that draw by themselves: its title, what it is, what stands around it.
pub(super) fn brief(node: &Node) -> Vec<String> {
    let mut lines = vec![node.title.clone()];
    lines.extend(crate::scene::line(node));
    lines.extend(node.marks.iter().filter(|m| **m != Mark::Cache(true)).map(|m| m.words()));
    lines.extend(Some(crate::scene::shown_count(node).words()).filter(|w| !w.is_empty()));
    lines
}

/// What is heard of a node.
pub(super) fn label(node: &Node) -> String {
    let mut words = vec![node.title.clone(), node.kind.words().to_owned()];
    words.extend(node.group.as_ref().map(|g| format!("{} inside", count(g.members.len() + g.left_out, "task"))));
    words.extend(node.marks.iter().map(|m| m.words()));
    words.extend(node.note.clone());
    words.extend(Some(node.count.words()).filter(|w| !w.is_empty()));
    words.join(", ")
}

/// The titles of the two ends of an edge.
pub(super) fn ends<'p>(pipeline: &'p Pipeline, group: &Group, edge: &Edge) -> (&'p str, &'p str) {
    let title = |place: usize| {
        let node = group.members.get(place).and_then(|m| pipeline.nodes.get(*m));
        node.map_or("", |n| &*n.title)
    };
    (title(edge.from), title(edge.to))
}

/// What a tooltip says of an edge, a line each.
pub(super) fn edge(pipeline: &Pipeline, group: &Group, edge: &Edge) -> String {
    let (from, to) = ends(pipeline, group, edge);
    let mut lines = vec![format!("{} \u{2192} {}", abbreviate(from, 60), abbreviate(to, 60))];
    lines.extend(edge.flows.iter().take(LISTED).map(|f| flow(pipeline, f)));
    if let Some(more @ 1..) = edge.flows.len().checked_sub(LISTED) {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

/// "artifact model → trained", "waits".
fn flow(pipeline: &Pipeline, flow: &Flow) -> String {
    match (flow.kind, &flow.from, &flow.to) {
        (FlowKind::Order, None, None) => "waits until it ended".to_owned(),
        (FlowKind::Order, None, Some(to)) => format!("order, by {to}"),
        (kind, from, to) => {
            let ends: Vec<&str> =
                [from, to].into_iter().filter_map(|e| e.as_deref()).map(|e| pipeline.plain(e)).collect();
            format!("{} {}", kind.word(), ends.join(" \u{2192} "))
        }
    }
}
