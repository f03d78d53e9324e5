//! What the schema of a file's format says about a place.

use super::Hover;
use crate::source::Source;

/// The words of the schema on the key or value at `offset`.
pub(super) fn hover(_source: &Source, _offset: u32) -> Option<Hover> {
    None
}
