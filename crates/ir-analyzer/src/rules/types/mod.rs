//! Types of values: what is passed, what is declared, what loops run over.

pub(super) mod argument_not_in_literals;
pub(super) mod artifact_type_form;
pub(super) mod default_not_in_literals;
pub(super) mod default_type;
pub(super) mod empty_loop;
mod ends;
pub(super) mod final_status_misplaced;
pub(super) mod imprecise_number;
pub(super) mod index_out_of_range;
pub(super) mod instance_schema;
pub(super) mod invalid_loop_items;
mod items;
pub(super) mod list_in_text;
pub(super) mod loop_item_passed;
pub(super) mod loop_over_scalar;
pub(super) mod missing_field;
pub(super) mod misspelt_type;
pub(super) mod optional_with_default;
pub(super) mod output_types_differ;
pub(super) mod rewrite;
pub(super) mod type_mismatch;
