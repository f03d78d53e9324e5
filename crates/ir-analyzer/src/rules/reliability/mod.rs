//! What happens when tasks fail, repeat or end.

pub(super) mod cache_on_side_effect;
pub(super) mod caching_unspecified;
pub(super) mod conflicting_timeouts;
pub(super) mod deadline_missing;
pub(super) mod duplicate_exit_task;
pub(super) mod endless_recursion;
pub(super) mod endless_retry;
pub(super) mod exit_task_without_dependency;
pub(super) mod loop_too_large;
pub(super) mod loop_unbounded;
pub(super) mod loose_schedule;
pub(super) mod never_removed;
pub(super) mod readiness_unknown;
pub(super) mod retry_missing;
pub(super) mod retry_on_graph;
pub(super) mod retry_without_backoff;
