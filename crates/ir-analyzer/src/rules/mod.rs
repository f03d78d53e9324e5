//! Every rule, one file each, and the list of them.

mod document;
mod graph;
mod placeholder;
mod reference;
mod schema;
mod syntax;

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

/// Whether a rule runs unless configured otherwise. Those that do not are matters of taste, or need a
/// decision that only a team can take.
#[must_use]
pub fn on_by_default(rule: &Rule) -> bool {
    !OFF.contains(&rule.id)
}

/// The rules that are off by default.
static OFF: &[&str] = &[];

static ALL: &[&Rule] = &[
    &syntax::duplicate_key::RULE,
    &syntax::swallowed_line::RULE,
    &syntax::syntax_error::RULE,
    &document::invalid_pipeline_name::RULE,
    &document::unexpected_document::RULE,
    &document::unsupported_version::RULE,
    &schema::conflicting_keys::RULE,
    &schema::malformed_value::RULE,
    &schema::missing_key::RULE,
    &schema::unknown_key::RULE,
    &schema::unknown_value::RULE,
    &schema::wrong_kind::RULE,
    &reference::unknown_argument::RULE,
    &reference::unknown_component::RULE,
    &reference::unknown_executor::RULE,
    &reference::unknown_file::RULE,
    &reference::unknown_input::RULE,
    &reference::unknown_output::RULE,
    &reference::unknown_task::RULE,
    &reference::wrong_port_kind::RULE,
    &placeholder::malformed_placeholder::RULE,
    &placeholder::unsupported_placeholder::RULE,
    &graph::component_cycle::RULE,
    &graph::empty_graph::RULE,
    &graph::missing_input::RULE,
    &graph::task_cycle::RULE,
];
