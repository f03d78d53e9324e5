//! Placeholders inside strings.

pub(super) mod malformed_placeholder;
pub(super) mod unsupported_placeholder;
