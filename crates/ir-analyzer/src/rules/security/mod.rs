//! What should not be readable by everybody.

pub(super) mod credentials_in_url;
pub(super) mod default_service_account;
pub(super) mod host_access;
pub(super) mod privileged_container;
pub(super) mod root_user;
pub(super) mod script_injection;
pub(super) mod secret_in_arguments;
pub(super) mod secret_in_default;
pub(super) mod secret_in_environment;
pub(super) mod unpinned_reference;
pub(super) mod unverified_connection;
