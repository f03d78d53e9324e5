//! The expression language of Argo, expr-lang: in `{{=…}}`, in `expression` and `fromExpression`, in the
//! conditions of HTTP templates and in the selectors of events.
//!
//! Read are the names: the paths that begin with a variable, and the functions that are called. What an expression
//! computes is not looked at. The grammar is that of expr 1.17, of which Argo alters nothing.

pub(crate) mod embedded;
mod functions;
mod lexer;
mod literal;
mod operand;
mod parser;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use ir_syntax::Span;

use crate::language::Begun;
use crate::language::problem::Problem;

/// Reads an expression.
pub(crate) fn read(text: &str) -> Expression<'_> {
    parser::read(text)
}

/// What an expression names, and what is wrong with it. All places are bytes of its text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Expression<'t> {
    /// The variables and their members, in the order of the text. Variables that the expression itself declares
    /// are left out.
    pub(crate) paths: Vec<Path<'t>>,
    /// The functions that are called, in the order in which their arguments end.
    pub(crate) calls: Vec<Call<'t>>,
    /// In the order of the text.
    pub(crate) problems: Vec<Problem>,
    /// The paths whose next member is missing or has no end: `tasks.`, `tasks['a`.
    pub(crate) begun: Vec<Begun>,
    /// Whether the expression is the first path and nothing more.
    pub(crate) is_path: bool,
}

/// A variable and its members: `tasks['a-b'].outputs.result`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Path<'t> {
    /// All of it.
    pub(crate) span: Span,
    pub(crate) root: Name<'t>,
    /// As far as they are known: a computed index ends them.
    pub(crate) members: Vec<Member<'t>>,
    /// Whether [`Path::members`] are all.
    pub(crate) exact: bool,
    /// Whether it may be absent: it stands left of `??`, or has a `?.` in it.
    pub(crate) guarded: bool,
    /// Whether the last member is called as a method.
    pub(crate) called: bool,
}

/// A name with its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Name<'t> {
    pub(crate) text: &'t str,
    pub(crate) span: Span,
}

/// A member of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Member<'t> {
    /// The name, or the number of an index.
    pub(crate) text: Cow<'t, str>,
    /// Its place, without dot, brackets and quotes.
    pub(crate) span: Span,
    pub(crate) kind: MemberKind,
}

/// How a member is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MemberKind {
    /// `.name`
    Dot,
    /// `['name']`
    Key,
    /// `[0]`
    Index,
}

/// A function that is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Call<'t> {
    pub(crate) name: Name<'t>,
    pub(crate) of: Callee,
    /// How many arguments stand in its brackets.
    pub(crate) arguments: usize,
    /// Whether a pipe gives it one more.
    pub(crate) piped: bool,
}

/// Whose function is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Callee {
    /// `f(…)`
    Global,
    /// `sprig.f(…)`
    Sprig,
    /// `x.f(…)`
    Method,
}
