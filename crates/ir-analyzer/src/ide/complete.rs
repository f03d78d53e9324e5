//! x
use super::Completion;
use crate::source::Source;
use crate::workspace::Workspace;
/// What may be written at `offset` (bytes), the best first.
#[must_use]
pub fn complete(_source: &Source, _workspace: &Workspace, _offset: u32) -> Vec<Completion> {
    Vec::new()
}
