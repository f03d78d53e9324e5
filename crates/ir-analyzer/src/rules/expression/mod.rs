//! What is wrong with expressions by themselves.
//!
//! The problems are found where the language is known, in `ir-dialects`; the rules of this family say what each
//! kind means and give it its weight.

mod finding;

pub(super) mod absent_condition_input;
pub(super) mod constant_condition;
pub(super) mod expression_quote;
pub(super) mod expression_type;
pub(super) mod integer_comparison;
pub(super) mod invalid_expression;
pub(super) mod unknown_expression_name;
