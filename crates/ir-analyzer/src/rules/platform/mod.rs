//! Platform settings: secrets, volumes, placement, the workspace.

pub(super) mod duplicate_mount_path;
pub(super) mod duplicate_variable;
pub(super) mod idle_platform_setting;
pub(super) mod init_container_name;
pub(super) mod invalid_mount_path;
pub(super) mod invalid_placement;
pub(super) mod invalid_volume_claim;
pub(super) mod missing_workspace;
pub(super) mod nameless_object;
pub(super) mod platform_document_ignored;
pub(super) mod root_user_refused;
pub(super) mod volume_never_removed;
pub(super) mod volume_removed_early;
pub(super) mod volume_shared_in_parallel;
pub(super) mod workspace_without_kubernetes;
