//! What is wrong with the text itself, whatever it says.

pub(super) mod duplicate_key;
pub(super) mod syntax_error;
