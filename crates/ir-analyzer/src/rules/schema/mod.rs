//! Where a document breaks its schema.

pub(super) mod conflicting_keys;
mod finding;
pub(super) mod malformed_value;
pub(super) mod misplaced_key;
pub(super) mod missing_key;
pub(super) mod unknown_key;
pub(super) mod unknown_value;
pub(super) mod wrong_kind;
