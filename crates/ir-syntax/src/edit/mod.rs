//! Changes of a text by its tree that keep all the rest as it is: comments, quotes, indentation and
//! line ends.
//!
//! Each function gives edits of the text that the tree was read from, or `None` where it cannot be
//! done (a list where a mapping is wanted, an alias, a block in brackets).
//!
//! ```
//! use ir_syntax::{Tree, edit};
//! let tree = Tree::parse("image: python # pin it\n");
//! let image = tree.roots().next().unwrap().get("image").unwrap();
//! let edits = edit::replace_scalar(image, "python:3.12").unwrap();
//! assert_eq!(edit::apply(tree.text(), &edits).unwrap(), "image: python:3.12 # pin it\n");
//! ```

mod insert;
mod layout;
mod quote;
mod remove;

pub use insert::{Place, insert_entry, insert_item};
pub use quote::{needs_quotes, quoted, replace_scalar, scalar};
pub use remove::remove;

use crate::node::Node;
use crate::span::Span;

/// One change: the text at `span` becomes `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes away; empty for an insertion.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

impl Edit {
    pub(crate) fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    pub(crate) fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::new(Span::at(at), text)
    }
}

/// Two edits that would change the same text, or one that does not fit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The edit that comes first in the text.
    pub first: Span,
    /// The edit that overlaps it; the same span where a single edit lies outside the text.
    pub second: Span,
}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the edits at {:?} and {:?} cannot both be made", self.first, self.second)
    }
}

impl std::error::Error for Conflict {}

/// The text with all edits made. Their order does not matter, but that insertions at one place come
/// in the order given.
///
/// # Errors
///
/// Where two edits overlap, or one does not fit the text.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Conflict> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|e| (e.span.start, e.span.end));
    let mut out = String::with_capacity(text.len() + edits.iter().map(|e| e.text.len()).sum::<usize>());
    let mut done = Span::at(0);
    for edit in sorted {
        let between = text.get(done.end as usize..edit.span.start as usize);
        let fits = text.get(edit.span.range()).is_some();
        let (Some(between), true) = (between, fits) else {
            let first = if fits { done } else { edit.span };
            return Err(Conflict { first, second: edit.span });
        };
        out.push_str(between);
        out.push_str(&edit.text);
        done = edit.span;
    }
    out.push_str(text.get(done.end as usize..).unwrap_or(""));
    Ok(out)
}

/// Gives a key another name, in the quotes it has where they can hold it.
#[must_use]
pub fn rename_key(key: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    key.is_key().then(|| replace_scalar(key, name)).flatten()
}
