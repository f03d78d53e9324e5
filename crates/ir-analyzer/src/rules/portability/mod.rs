//! What only some engines run.

pub(super) mod ambiguous_port;
pub(super) mod feature_not_enabled;
pub(super) mod import_address;
pub(super) mod refused_feature;
pub(super) mod removed_feature;
pub(super) mod reserved_name;
