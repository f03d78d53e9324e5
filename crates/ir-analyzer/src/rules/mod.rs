//! Every rule, one file each, and the list of them.

mod container;
mod dead;
mod document;
mod expression;
mod fault;
mod graph;
mod placeholder;
mod platform;
mod portability;
mod reference;
mod reliability;
mod run;
mod schema;
mod security;
mod shell;
mod style;
mod suppression;
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

/// Whether a rule reads what the schemas remark, which costs a little to collect.
pub(crate) fn reads_remarks(rule: &Rule) -> bool {
    [style::snake_case_key::RULE.id, style::deprecated_key::RULE.id].contains(&rule.id)
}

/// The rules that are off by default.
static OFF: &[&str] = &[
    "cache-on-side-effect",
    "caching-unspecified",
    "dead-output",
    "deadline-missing",
    "default-service-account",
    "deprecated-key",
    "description-too-long",
    "endless-retry",
    "exit-task-skipped",
    "generated-file-edited",
    "image-without-digest",
    "implicit-dependency",
    "loop-unbounded",
    "loose-schedule",
    "missing-description",
    "missing-object",
    "name-style",
    "never-removed",
    "optional-with-default",
    "outdated-version",
    "redundant-dependency",
    "resources-missing",
    "retry-missing",
    "retry-without-backoff",
    "script-without-shebang",
    "root-user",
    "script-injection",
    "sdk-pin-mismatch",
    "shell-without-errexit",
    "snake-case-key",
    "unguarded-workspace",
    "unpinned-pip-install",
    "untyped-input",
    "absent-placeholder-input",
    "suppression-without-reason",
    "volume-shared-in-parallel",
];

static ALL: &[&Rule] = &[
    &syntax::duplicate_key::RULE,
    &syntax::swallowed_line::RULE,
    &syntax::syntax_error::RULE,
    &document::invalid_pipeline_name::RULE,
    &document::unexpected_document::RULE,
    &document::unsupported_version::RULE,
    &schema::conflicting_keys::RULE,
    &schema::malformed_value::RULE,
    &schema::misplaced_key::RULE,
    &schema::missing_key::RULE,
    &schema::unknown_key::RULE,
    &schema::unknown_value::RULE,
    &schema::wrong_kind::RULE,
    &style::invalid_name::RULE,
    &reference::ambiguous_component::RULE,
    &reference::digest_mismatch::RULE,
    &reference::duplicate_name::RULE,
    &reference::unknown_argument::RULE,
    &reference::unknown_component::RULE,
    &reference::unknown_executor::RULE,
    &reference::unknown_file::RULE,
    &reference::unknown_input::RULE,
    &reference::unknown_output::RULE,
    &reference::unknown_task::RULE,
    &reference::unknown_variable::RULE,
    &reference::wrong_port_kind::RULE,
    &reference::unknown_field::RULE,
    &reference::unknown_step::RULE,
    &reference::missing_object::RULE,
    &reference::unknown_volume::RULE,
    &placeholder::absent_placeholder_input::RULE,
    &placeholder::malformed_placeholder::RULE,
    &placeholder::unsupported_placeholder::RULE,
    &placeholder::misplaced_variable::RULE,
    &expression::absent_condition_input::RULE,
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
    &types::imprecise_number::RULE,
    &types::instance_schema::RULE,
    &types::invalid_loop_items::RULE,
    &types::loop_item_passed::RULE,
    &types::loop_over_scalar::RULE,
    &types::misspelt_type::RULE,
    &types::optional_with_default::RULE,
    &types::output_types_differ::RULE,
    &types::type_mismatch::RULE,
    &types::list_in_text::RULE,
    &types::index_out_of_range::RULE,
    &types::missing_field::RULE,
    &graph::component_cycle::RULE,
    &graph::data_without_order::RULE,
    &graph::empty_graph::RULE,
    &graph::implicit_dependency::RULE,
    &graph::invalid_dependency::RULE,
    &graph::missing_input::RULE,
    &graph::redundant_dependency::RULE,
    &graph::skipped_output::RULE,
    &graph::task_cycle::RULE,
    &graph::unnamed_task::RULE,
    &graph::unset_output::RULE,
    &graph::waits_for_exit_task::RULE,
    &graph::unreachable_task::RULE,
    &graph::optional_workspace_passed::RULE,
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
    &platform::volume_removed_early::RULE,
    &platform::volume_shared_in_parallel::RULE,
    &platform::workspace_without_kubernetes::RULE,
    &container::accelerator_incomplete::RULE,
    &container::container_without_command::RULE,
    &container::duplicate_environment_name::RULE,
    &container::image_malformed::RULE,
    &container::image_untrusted_registry::RULE,
    &container::image_without_digest::RULE,
    &container::image_without_tag::RULE,
    &container::invalid_environment_name::RULE,
    &container::limit_below_request::RULE,
    &container::malformed_quantity::RULE,
    &container::resources_missing::RULE,
    &container::suspicious_quantity::RULE,
    &security::credentials_in_url::RULE,
    &security::default_service_account::RULE,
    &security::host_access::RULE,
    &security::privileged_container::RULE,
    &security::root_user::RULE,
    &security::secret_in_arguments::RULE,
    &security::secret_in_default::RULE,
    &security::secret_in_environment::RULE,
    &security::unverified_connection::RULE,
    &security::script_injection::RULE,
    &security::unpinned_reference::RULE,
    &reliability::cache_on_side_effect::RULE,
    &reliability::caching_unspecified::RULE,
    &reliability::deadline_missing::RULE,
    &reliability::duplicate_exit_task::RULE,
    &reliability::endless_recursion::RULE,
    &reliability::endless_retry::RULE,
    &reliability::exit_task_without_dependency::RULE,
    &reliability::loop_unbounded::RULE,
    &reliability::loose_schedule::RULE,
    &reliability::never_removed::RULE,
    &reliability::readiness_unknown::RULE,
    &reliability::retry_missing::RULE,
    &reliability::retry_on_graph::RULE,
    &reliability::retry_without_backoff::RULE,
    &reliability::conflicting_timeouts::RULE,
    &reliability::loop_too_large::RULE,
    &graph::exit_task_skipped::RULE,
    &reference::unguarded_workspace::RULE,
    &dead::dead_output::RULE,
    &dead::output_never_written::RULE,
    &dead::unused_component::RULE,
    &dead::unused_executor::RULE,
    &dead::unused_input::RULE,
    &dead::unused_volume::RULE,
    &dead::unused_pipeline_input::RULE,
    &shell::python_function_missing::RULE,
    &shell::python_syntax::RULE,
    &shell::shell_variable_expansion::RULE,
    &shell::shell_without_errexit::RULE,
    &shell::unpinned_pip_install::RULE,
    &shell::unquoted_placeholder::RULE,
    &shell::script_without_shebang::RULE,
    &style::ambiguous_scalar::RULE,
    &style::deprecated_key::RULE,
    &style::description_too_long::RULE,
    &style::generated_file_edited::RULE,
    &style::invalid_task_name::RULE,
    &style::missing_description::RULE,
    &style::name_collision::RULE,
    &style::sdk_pin_mismatch::RULE,
    &style::snake_case_key::RULE,
    &style::unsupported_by_sdk::RULE,
    &style::untyped_input::RULE,
    &style::outdated_version::RULE,
    &style::deprecated_object::RULE,
    &style::managed_field::RULE,
    &style::name_style::RULE,
    &portability::ambiguous_port::RULE,
    &portability::import_address::RULE,
    &portability::refused_feature::RULE,
    &portability::reserved_name::RULE,
    &portability::feature_not_enabled::RULE,
    &portability::removed_feature::RULE,
    &suppression::invalid_suppression::RULE,
    &suppression::suppression_without_reason::RULE,
    // The last: it asks what was left out of all others.
    &suppression::unused_suppression::RULE,
];

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_left_out_is_asked_last() {
        assert_eq!(super::all().last().map(|rule| rule.id), Some("unused-suppression"));
    }
}
