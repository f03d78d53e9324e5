//! Comments that leave findings out.

pub(super) mod invalid_suppression;
pub(super) mod suppression_without_reason;
pub(super) mod unused_suppression;
