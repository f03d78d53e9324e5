//! What is wrong with a file as a whole: its version, its name, its documents.

pub(super) mod invalid_pipeline_name;
pub(super) mod unexpected_document;
pub(super) mod unsupported_version;
