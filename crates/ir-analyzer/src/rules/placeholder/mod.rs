//! Placeholders inside strings.

pub(super) mod absent_placeholder_input;
pub(super) mod malformed_placeholder;
pub(super) mod misplaced_variable;
pub(super) mod unsupported_placeholder;
