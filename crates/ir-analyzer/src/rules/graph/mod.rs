//! What is wrong with a graph as a whole.

pub(super) mod component_cycle;
pub(super) mod data_without_order;
pub(super) mod empty_graph;
pub(super) mod exit_task_skipped;
pub(super) mod implicit_dependency;
pub(super) mod invalid_dependency;
pub(super) mod missing_input;
pub(super) mod optional_workspace_passed;
pub(super) mod redundant_dependency;
pub(super) mod skipped_output;
pub(super) mod task_cycle;
pub(super) mod unnamed_task;
pub(super) mod unreachable_task;
pub(super) mod unset_output;
pub(super) mod waits_for_exit_task;
