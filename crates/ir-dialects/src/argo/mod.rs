//! Argo Workflows: the languages inside of its strings.

pub(crate) mod depends;
pub(crate) mod expr;
pub(crate) mod reference;
pub(crate) mod tag;
pub(crate) mod when;
