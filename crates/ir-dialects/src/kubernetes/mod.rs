//! The little languages of Kubernetes and of Go that values of several formats are written in.

pub(crate) mod cron;
pub(crate) mod duration;
pub(crate) mod hazard;
pub(crate) mod int_or_string;
pub(crate) mod name;
pub(crate) mod regex;
pub(crate) mod selector;
pub(crate) mod zone;

#[cfg(test)]
mod tests;

use ir_syntax::Span;

use crate::language::problem::{Kind, Problem};

/// A value, or what is wrong with its text.
pub(crate) type Read<T> = Result<T, Box<Problem>>;

fn wrong(span: Span, title: impl Into<String>) -> Problem {
    Problem::new(Kind::Syntax, span, title)
}
