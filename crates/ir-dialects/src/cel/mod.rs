//! Common Expression Language: text to tokens ([`lexer`]), tokens to a flat tree with spans ([`parser`],
//! [`operand`]), types and certain failures in an environment ([`check`], [`operators`], [`calls`]).
//!
//! The grammar is that of cel-go. Nothing here knows a pipeline format: the environment says which variables,
//! messages and functions there are. All spans are bytes of the expression's own text; whoever took it out of a
//! document maps them back.

pub(crate) mod ast;
mod calls;
mod check;
mod constant;
mod functions;
mod lexer;
mod literal;
mod operand;
mod operators;
mod parser;
pub(crate) use crate::language::problem;
mod quotes;
pub(crate) mod types;

#[cfg(test)]
mod tests;

pub(crate) use check::{Checked, check};
pub(crate) use constant::constant;
pub(crate) use functions::global;
pub(crate) use parser::parse;
pub(crate) use problem::Problem;
