//! Runs: the values that a pipeline is started with.

pub(super) mod run_values_unread;
