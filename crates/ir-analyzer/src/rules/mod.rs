//! Every rule, one file each, and the list of them.

mod document;
mod expression;
mod graph;
mod placeholder;
mod platform;
mod reference;
mod run;
mod schema;
mod syntax;
mod types;

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
static OFF: &[&str] = &["optional-with-default"];

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
    &reference::digest_mismatch::RULE,
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
    &expression::constant_condition::RULE,
    &expression::expression_quote::RULE,
    &expression::expression_type::RULE,
    &expression::integer_comparison::RULE,
    &expression::invalid_expression::RULE,
    &expression::unknown_expression_name::RULE,
    &types::argument_not_in_literals::RULE,
    &types::artifact_type_form::RULE,
    &types::default_not_in_literals::RULE,
    &types::default_type::RULE,
    &types::empty_loop::RULE,
    &types::final_status_misplaced::RULE,
    &types::instance_schema::RULE,
    &types::invalid_loop_items::RULE,
    &types::loop_item_passed::RULE,
    &types::loop_over_scalar::RULE,
    &types::optional_with_default::RULE,
    &types::output_types_differ::RULE,
    &types::type_mismatch::RULE,
    &graph::component_cycle::RULE,
    &graph::empty_graph::RULE,
    &graph::missing_input::RULE,
    &graph::task_cycle::RULE,
    &run::run_values_unread::RULE,
    &platform::duplicate_mount_path::RULE,
    &platform::duplicate_variable::RULE,
    &platform::idle_platform_setting::RULE,
    &platform::init_container_name::RULE,
    &platform::invalid_mount_path::RULE,
    &platform::invalid_placement::RULE,
    &platform::invalid_volume_claim::RULE,
    &platform::missing_workspace::RULE,
    &platform::nameless_object::RULE,
    &platform::platform_document_ignored::RULE,
    &platform::root_user_refused::RULE,
    &platform::volume_never_removed::RULE,
    &platform::workspace_without_kubernetes::RULE,
];
