//! A pipeline with coordinates.

mod card;

use crate::layout::{self, Inside, Point, Size};
use crate::model::{Count, Kind, Node, Pipeline};
use crate::text::count;
pub use card::{Badge, Card, Chip};
pub(crate) use card::{CHIP_PAD, GAP, ICON, LINE, PAD, SMALL, line, shown_count};

/// A pipeline with coordinates, in pixels.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The boxes, in the order of the pipeline's nodes; `None` for what is hidden in something collapsed.
    pub boxes: Vec<Option<Box_>>,
    /// The cards of all nodes, hidden or not.
    pub cards: Vec<Card>,
}

/// The box of a node.
#[derive(Clone, Debug)]
pub struct Box_ {
    /// The left upper corner, seen from the corner of the box around.
    pub corner: Point,
    /// Width and height.
    pub size: Size,
    /// What is inside, where it is open, and where it begins, seen from the corner.
    pub inside: Option<(Point, Inside)>,
}

/// Gives coordinates to `pipeline` as it is at first: what is collapsed is small.
#[must_use]
pub fn scene(pipeline: &Pipeline) -> Scene {
    let cards: Vec<Card> = pipeline.nodes.iter().map(|n| card::card(n, subtitle(pipeline, n))).collect();
    let hidden = hidden(pipeline);
    let mut boxes: Vec<Option<Box_>> = vec![None; pipeline.nodes.len()];
    // Inner nodes stand behind outer ones.
    for at in (0..pipeline.nodes.len()).rev() {
        if hidden.get(at).copied().unwrap_or(true) {
            continue;
        }
        let header = cards.get(at).map(|c| c.size).unwrap_or_default();
        let whole = match pipeline.open(at) {
            None => Box_ { corner: (0.0, 0.0), size: header, inside: None },
            Some(group) => {
                let size = |m: &usize| boxes.get(*m).and_then(|b| Some(b.as_ref()?.size)).unwrap_or_default();
                let sizes: Vec<Size> = group.members.iter().map(size).collect();
                let inside = layout::inside(&group.plan, &sizes);
                for (member, corner) in group.members.iter().zip(&inside.corners) {
                    if let Some(Some(child)) = boxes.get_mut(*member) {
                        child.corner = *corner;
                    }
                }
                let (start, size) = layout::around(header, inside.size);
                Box_ { corner: (0.0, 0.0), size, inside: Some((start, inside)) }
            }
        };
        if let Some(slot) = boxes.get_mut(at) {
            *slot = Some(whole);
        }
    }
    // The corners inside a group count from where its inside begins.
    for at in 0..boxes.len() {
        let Some((start, members)) = boxes.get(at).and_then(|b| {
            let start = b.as_ref()?.inside.as_ref()?.0;
            Some((start, pipeline.nodes.get(at)?.group.as_ref()?.members.clone()))
        }) else {
            continue;
        };
        for member in members {
            if let Some(Some(child)) = boxes.get_mut(member) {
                child.corner = (child.corner.0 + start.0, child.corner.1 + start.1);
            }
        }
    }
    Scene { boxes, cards }
}

/// What stands below the heading of a pipeline.
fn subtitle(pipeline: &Pipeline, node: &Node) -> Option<String> {
    if node.kind != Kind::Pipeline {
        return None;
    }
    let tasks = pipeline.nodes.len().checked_sub(1).filter(|n| *n > 0).map(|n| count(n, "task"));
    let all =
        Count { errors: node.count.errors + node.inner.errors, warnings: node.count.warnings + node.inner.warnings };
    let findings = Some(all.words()).filter(|w| !w.is_empty());
    let parts = [Some(pipeline.format.to_owned()), tasks, findings, node.note.clone()];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} "))
}

/// Whether each node is inside of something collapsed.
fn hidden(pipeline: &Pipeline) -> Vec<bool> {
    let mut hidden: Vec<bool> = Vec::with_capacity(pipeline.nodes.len());
    for node in &pipeline.nodes {
        let is = node.parent.is_some_and(|p| {
            hidden.get(p).copied().unwrap_or(false) || pipeline.nodes.get(p).is_some_and(|n| n.collapsed)
        });
        hidden.push(is);
    }
    hidden
}

impl Scene {
    /// The size of the whole.
    #[must_use]
    pub fn size(&self) -> Size {
        self.boxes.first().and_then(|b| Some(b.as_ref()?.size)).unwrap_or_default()
    }

    /// The corner of a node's box, seen from the corner of the whole.
    #[must_use]
    pub fn absolute(&self, pipeline: &Pipeline, node: usize) -> Option<Point> {
        let up = |at: &usize| pipeline.nodes.get(*at).and_then(|n| n.parent);
        let mut sum = (0.0, 0.0);
        for at in std::iter::successors(Some(node), up) {
            let corner = self.boxes.get(at)?.as_ref()?.corner;
            sum = (sum.0 + corner.0, sum.1 + corner.1);
        }
        Some(sum)
    }
}

/// Whether a node of that kind is drawn with a frame; a pipeline has a heading alone.
pub(crate) const fn is_framed(kind: Kind) -> bool {
    !matches!(kind, Kind::Pipeline)
}
