//! Names that must exist.

pub(super) mod ambiguous_component;
pub(super) mod digest_mismatch;
pub(super) mod duplicate_name;
pub(super) mod missing_object;
pub(super) mod unguarded_workspace;
mod unknown;
pub(super) mod unknown_argument;
pub(super) mod unknown_component;
pub(super) mod unknown_executor;
pub(super) mod unknown_field;
pub(super) mod unknown_file;
pub(super) mod unknown_input;
pub(super) mod unknown_output;
pub(super) mod unknown_step;
pub(super) mod unknown_task;
pub(super) mod unknown_variable;
pub(super) mod unknown_volume;
pub(super) mod wrong_port_kind;
