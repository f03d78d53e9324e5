//! The questions an editor asks. Answers are plain data in bytes; the protocol is not known here.

//!
//! Everything is computed from the definitions and references of a lowered file, its neutral
//! representation and the schema of its format: no question knows a format.
//!
//! Offsets are bytes. Files that are no pipeline files get empty answers.

mod card;
mod complete;
mod definition;
mod highlight;
mod hover;
mod moves;
mod outline;
mod references;
mod related;
mod rename;
mod schema;
mod search;
mod spell;
mod tokens;
mod view;
pub(crate) mod words;

use std::path::PathBuf;

use ir_syntax::Span;

pub use complete::complete;
pub use definition::definition;
pub use highlight::{Highlight, HighlightKind, highlights};
pub use hover::hover;
pub use moves::moved;
pub use outline::outline;
pub use references::references;
pub use related::{implementation, type_definition};
pub use rename::{FileEdits, Lookup, Refusal, Renamable, Renaming, linked, prepare_rename, rename};
pub use search::{Hit, search};

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// The token to put the cursor on.
    pub span: Span,
}

/// What to show about the thing under the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// The thing.
    pub span: Span,
    /// Markdown.
    pub markdown: String,
}

/// One proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What is shown, and what is matched against the typed text.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Type and origin, short.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// What is replaced: the word being typed, on one line, the cursor in or at it.
    pub replace: Span,
    /// What it is replaced by. Lines after the first are indented relative to the line of the cursor, as
    /// editors do by default (LSP's `adjustIndentation`).
    pub insert: String,
    /// Whether `insert` holds `$1`-style stops (LSP snippet syntax).
    pub snippet: bool,
    /// What fits best comes first: lower is better.
    pub rank: u8,
    /// Still accepted, better not used.
    pub deprecated: bool,
}

/// What a proposal is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum CompletionKind {
    Key,
    Value,
    Component,
    Executor,
    Task,
    Input,
    Output,
    File,
}

/// An entry of a file's outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineItem {
    /// Its name.
    pub name: String,
    /// Type or callee, short.
    pub detail: Option<String>,
    /// What it is.
    pub kind: OutlineKind,
    /// The whole of it.
    pub span: Span,
    /// Its name's token, inside `span`.
    pub selection: Span,
    /// What it holds.
    pub children: Vec<OutlineItem>,
}

/// What an outline's entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum OutlineKind {
    Pipeline,
    Component,
    Executor,
    Task,
    Input,
    Output,
}
