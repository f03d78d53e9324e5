//! Which features a file uses, and where: a function for each feature of the evidence.

mod data;
mod documents;
mod environment;
mod flow;
mod graphs;
mod placeholders;
mod policy;
mod tasks;
mod triggers;

use ir_analyzer::Source;
use ir_syntax::Span;

use crate::evidence::{Evidence, Feature};
use crate::look::Look;

/// Finds every place where a file uses one feature.
type Detector = fn(&Look<'_>) -> Vec<Span>;

/// The detectors by the features' ids, a table for each group.
const DETECTORS: [&[(&str, Detector)]; 8] = [
    documents::DETECTORS,
    tasks::DETECTORS,
    data::DETECTORS,
    flow::DETECTORS,
    policy::DETECTORS,
    environment::DETECTORS,
    placeholders::DETECTORS,
    triggers::DETECTORS,
];

/// A feature that a file uses.
#[derive(Clone, Debug)]
pub struct Use {
    /// The feature.
    pub feature: &'static Feature,
    /// Where, in the order of the text, each place once. Never empty.
    pub places: Vec<Span>,
}

/// Whether a detector looks for the feature of that id.
#[must_use]
pub fn has_detector(id: &str) -> bool {
    detector(id).is_some()
}

fn detector(id: &str) -> Option<Detector> {
    DETECTORS.iter().flat_map(|table| table.iter()).find(|(name, _)| *name == id).map(|(_, detector)| *detector)
}

/// What a file uses, in the order of the evidence. A file that is no pipeline file uses nothing.
#[must_use]
pub fn uses(source: &Source) -> Vec<Use> {
    let Some(look) = Look::new(source) else { return Vec::new() };
    let mut found = Vec::new();
    for feature in Evidence::embedded().features() {
        let mut places = detector(&feature.id).map(|detector| detector(&look)).unwrap_or_default();
        places.sort_by_key(|span| (span.start, span.end));
        places.dedup();
        if !places.is_empty() {
            found.push(Use { feature, places });
        }
    }
    found
}
