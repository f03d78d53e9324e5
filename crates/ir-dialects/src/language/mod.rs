//! What the little languages inside of strings have in common.
//!
//! Each of them is a pure function of a text: what stands where, and what is wrong with it. All places are bytes
//! of that text; whoever took it out of a document maps them back.

pub(crate) mod problem;
pub(crate) mod publish;
#[cfg(test)]
pub(crate) mod tests;

use ir_syntax::Span;

/// A reference inside of a string that was begun and has no end yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Begun {
    /// From the opening mark to the last byte that belongs to it.
    pub(crate) span: Span,
    /// The names that stand complete before the one that is being written.
    pub(crate) before: Vec<Span>,
    /// The name that is being written, which may be empty.
    pub(crate) replace: Span,
    /// What must follow the name to end the reference, as far as it is not written.
    pub(crate) after: &'static str,
}

/// The span of bytes `start..end` of a text.
pub(crate) const fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// Text that cannot be addressed with 32 bits holds nothing that is read.
pub(crate) const fn readable(text: &str) -> bool {
    text.len() < u32::MAX as usize
}
