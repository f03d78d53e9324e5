//! How things are called, spelt and described.

pub(super) mod ambiguous_scalar;
pub(super) mod deprecated_key;
pub(super) mod deprecated_object;
pub(super) mod description_too_long;
pub(super) mod generated_file_edited;
pub(super) mod invalid_name;
pub(super) mod invalid_task_name;
pub(super) mod managed_field;
pub(super) mod missing_description;
pub(super) mod name_collision;
pub(super) mod name_style;
pub(super) mod outdated_version;
pub(super) mod sdk_pin_mismatch;
pub(super) mod snake_case_key;
pub(super) mod unsupported_by_sdk;
pub(super) mod untyped_input;
