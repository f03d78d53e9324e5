//! Argo Workflows: the languages inside of its strings.

pub(crate) mod reference;
pub(crate) mod tag;
