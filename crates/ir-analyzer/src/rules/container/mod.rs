//! Images, resources and the environment of containers.

pub(super) mod accelerator_incomplete;
pub(super) mod container_without_command;
pub(super) mod duplicate_environment_name;
pub(super) mod image_malformed;
pub(super) mod image_untrusted_registry;
pub(super) mod image_without_digest;
pub(super) mod image_without_tag;
pub(super) mod invalid_environment_name;
pub(super) mod limit_below_request;
pub(super) mod malformed_quantity;
pub(super) mod resources_missing;
pub(super) mod suspicious_quantity;
