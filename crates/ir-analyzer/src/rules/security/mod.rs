//! What should not be readable by everybody.

pub(super) mod credentials_in_url;
pub(super) mod secret_in_arguments;
pub(super) mod secret_in_default;
pub(super) mod secret_in_environment;
