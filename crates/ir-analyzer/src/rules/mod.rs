//! Every rule, one file each, and the list of them.

use crate::rule::Rule;

/// All rules, by family and id.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule named `id`.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|r| r.id == id).copied()
}

static ALL: &[&Rule] = &[];
