//! What the boxes and lines mean, as far as they are used.

use std::collections::BTreeSet;

use super::escape::{number, xml};
use super::icons;
use crate::model::{Drawing, FlowKind, Kind};
use crate::scene::{ICON, SMALL};
use crate::text::{Weight, width};

/// Room between two entries, and the length of a line that stands for an edge.
const GAP: f64 = 18.0;
const STROKE: f64 = 34.0;
const ROW: f64 = 22.0;

enum Entry {
    Task(Kind),
    Edge(FlowKind),
}

impl Entry {
    fn words(&self) -> &'static str {
        match self {
            Entry::Task(kind) => kind.words(),
            Entry::Edge(FlowKind::Artifact) => "artifact flows",
            Entry::Edge(FlowKind::Parameter) => "parameter flows",
            Entry::Edge(FlowKind::Value) => "value flows",
            Entry::Edge(FlowKind::Order) => "order alone",
        }
    }

    fn symbol_width(&self) -> f64 {
        match self {
            Entry::Task(_) => ICON,
            Entry::Edge(_) => STROKE,
        }
    }
}

/// The legend in rows of at most `most` pixels, and its size; nothing where there is nothing to tell.
pub(super) fn legend(drawing: &Drawing, most: f64) -> (String, (f64, f64)) {
    let kinds: BTreeSet<Kind> = drawing.nodes().filter(|n| n.parent.is_some()).map(|n| n.kind).collect();
    let edges = drawing.nodes().filter_map(|n| n.group.as_ref()).flat_map(|g| &g.edges);
    let flows: BTreeSet<FlowKind> = edges.map(|e| e.kind).collect();
    let entries = kinds.into_iter().map(Entry::Task).chain(flows.into_iter().map(Entry::Edge));

    let mut out = String::new();
    let (mut x, mut y, mut right) = (0.0_f64, 0.0_f64, 0.0_f64);
    for entry in entries {
        let symbol = entry.symbol_width();
        let wide = symbol + 6.0 + width(entry.words(), SMALL, Weight::Regular);
        if x > 0.0 && x + wide > most {
            x = 0.0;
            y += ROW;
        }
        let (class, picture) = match &entry {
            Entry::Task(kind) => {
                let icon =
                    format!("<path class=\"icon\" transform=\"translate(0 -11)\" d=\"{}\"/>", icons::path(*kind));
                (format!("k-{}", kind.word()), icon)
            }
            Entry::Edge(kind) => {
                let way = format!("<path class=\"way\" d=\"M0 -4H{STROKE}\" marker-end=\"url(#ir-{})\"/>", kind.word());
                (format!("edge e-{}", kind.word()), way)
            }
        };
        out.push_str(&format!(
            "<g class=\"{class}\" transform=\"translate({} {})\">{picture}<text class=\"line\" x=\"{}\">{}</text></g>",
            number(x),
            number(y + 14.0),
            number(symbol + 6.0),
            xml(entry.words())
        ));
        right = right.max(x + wide);
        x += wide + GAP;
    }
    let height = if out.is_empty() { 0.0 } else { y + ROW };
    (out, (right, height))
}
