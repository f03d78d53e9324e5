//! What nothing uses, and what nothing makes.

pub(super) mod dead_output;
pub(super) mod output_never_written;
pub(super) mod unused_component;
pub(super) mod unused_executor;
pub(super) mod unused_input;
pub(super) mod unused_pipeline_input;
pub(super) mod unused_volume;
