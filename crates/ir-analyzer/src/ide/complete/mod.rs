//! What may be written at a place.

pub(crate) mod images;
mod keys;
mod line;
mod names;
pub(super) mod probe;

use ir_syntax::Span;

use super::{Completion, CompletionKind};
use crate::source::Source;
use crate::workspace::Workspace;

/// What may be written at `offset` (bytes), the best first: names that are visible there, inputs that are
/// not passed yet, and the keys and values of the format.
#[must_use]
pub fn complete(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Completion> {
    if source.package.is_none() {
        return Vec::new();
    }
    let mut found: Vec<Completion> = Vec::new();
    for probe in probe::probes(source, offset) {
        found.extend(names::complete(source, workspace, &probe));
        found.extend(keys::complete(source, &probe));
        found.extend(images::complete(source, workspace, &probe));
    }
    let begun = names::unfinished(source, workspace, offset);
    if !begun.is_empty() {
        // Inside of what was begun, the whole value is not to be replaced.
        found.clear();
    }
    found.extend(begun);
    // A stable sort: within a rank the order of the text or of the schema tells what belongs together.
    found.sort_by_key(|c| c.rank);
    let mut seen = rustc_hash::FxHashSet::default();
    found.retain(|c| seen.insert((c.label.clone(), c.insert.clone())));
    found
}

/// How well something fits.
mod rank {
    /// Wanted here, and missing.
    pub(super) const NEEDED: u8 = 0;
    /// Fits.
    pub(super) const FITS: u8 = 1;
    /// Exists, and probably does not fit.
    pub(super) const OTHER: u8 = 2;
    /// Better not used.
    pub(super) const DEPRECATED: u8 = 3;
}

/// A proposal of bare text.
fn plain(label: &str, kind: CompletionKind, replace: Span, insert: String) -> Completion {
    Completion {
        label: label.to_owned(),
        kind,
        detail: None,
        documentation: None,
        replace,
        insert,
        snippet: false,
        rank: rank::FITS,
        deprecated: false,
    }
}

/// `text` so that a snippet shows it as it is.
fn snippet_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
