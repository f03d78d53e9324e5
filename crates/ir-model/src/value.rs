//! Where a value stands, and whether it could be read.

use ir_syntax::{NodeId, Span};

/// Where something is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Origin {
    /// The exact token, quotes excluded: the piece to underline or to replace.
    pub span: Span,
    /// The scalar or collection around it: it knows the quoting, so that a rename can spell the new
    /// name right even inside a folded string.
    pub node: NodeId,
}

/// A property as far as it could be read. A check that needs an unknown value is not made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Val<T> {
    /// Not written.
    #[default]
    Absent,
    /// Read.
    Known(T, Origin),
    /// Written, and not readable for the reason given.
    Unknown(Origin, Why),
}

impl<T> Val<T> {
    /// The value, where it could be read.
    pub fn known(&self) -> Option<&T> {
        match self {
            Val::Known(value, _) => Some(value),
            _ => None,
        }
    }

    /// Where it is written, readable or not.
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Val::Known(_, origin) | Val::Unknown(origin, _) => Some(*origin),
            Val::Absent => None,
        }
    }

    /// Whether nothing is written.
    pub fn is_absent(&self) -> bool {
        matches!(self, Val::Absent)
    }
}

/// Why a value is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Of a kind that cannot be read here; the schema has said so already.
    WrongKind,
    /// A text with substitutions that are only made when the pipeline runs.
    Hole,
    /// Refers to a file that is not at hand.
    Unresolved,
    /// Could be one of several files.
    Ambiguous,
    /// Legal, and not read by this tool.
    Unmodelled,
    /// Beside text that could not be parsed.
    Broken,
}

/// An answer that may be missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tri {
    /// Certainly.
    Yes,
    /// Certainly not.
    No,
    /// Cannot be told.
    Unknown,
}
