//! What is wrong with the text itself, whatever it says.

pub(super) mod duplicate_key;
pub(super) mod swallowed_line;
pub(super) mod syntax_error;
