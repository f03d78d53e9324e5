//! From a lowered file to what others see of it.

use std::sync::Arc;

use crate::source::Source;
use crate::workspace::Interface;

/// What other files see of `source`; `None` where it defines no component that others could name.
#[must_use]
pub fn interface(_source: &Source) -> Option<Arc<Interface>> {
    None
}
