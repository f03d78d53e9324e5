//! Comments by which people say that a finding is known and meant.
//!
//! | comment | leaves out |
//! |---|---|
//! | `key: value  # ir-lint: ignore[rule] reason` | findings on this line, and in the block of text that begins on it |
//! | `# ir-lint: ignore[rule] reason`, alone on its line | findings in the entry, item or document that follows |
//! | `# ir-lint: ignore-begin[rule] reason` … `# ir-lint: ignore-end[rule]` | findings between the two |
//! | `# ir-lint: ignore-file[rule] reason` | findings of the whole file |

mod extent;
mod read;
mod write;

use std::cell::Cell;

use ir_model::Diagnostic;
use ir_syntax::{Span, Tree};

use crate::rule::Rule;

pub use write::{Unmarked, ignore};

/// A file of more of them was made to be slow.
const MOST: usize = 4096;

/// All suppressions of a file.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {
    /// In the order of the text.
    entries: Vec<Entry>,
    slips: Vec<Slip>,
}

/// One rule that is named in one comment.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The whole comment.
    pub comment: Span,
    /// The rule's name in it.
    pub token: Span,
    /// The rule.
    pub rule: &'static Rule,
    /// Findings that begin here are left out.
    pub covers: Span,
    /// Whether a reason stands behind the brackets.
    pub reasoned: bool,
    used: Cell<bool>,
}

/// What is wrong with a comment that was meant as a suppression.
#[derive(Debug)]
pub(crate) struct Slip {
    /// The token.
    pub at: Span,
    /// One sentence.
    pub title: String,
    /// What to write instead.
    pub label: String,
    /// What the token was likely meant to be.
    pub meant: Option<&'static str>,
}

impl Suppressions {
    /// Reads those of a file.
    pub(crate) fn of(tree: &Tree) -> Self {
        // Nearly no file has any.
        if memchr::memmem::find(tree.text().as_bytes(), read::MARK.as_bytes()).is_none() {
            return Self::default();
        }
        read::read(tree)
    }

    /// Whether `finding` is to be left out.
    pub(crate) fn cover(&self, finding: &Diagnostic) -> bool {
        let at = finding.span.start;
        let mut covered = false;
        for entry in self.entries.iter().filter(|e| e.rule.id == finding.rule) {
            if entry.covers.touches(at) {
                entry.used.set(true);
                covered = true;
            }
        }
        covered
    }

    /// All of them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Comments that were meant as one.
    pub(crate) fn slips(&self) -> &[Slip] {
        &self.slips
    }
}

impl Entry {
    /// Whether a finding was left out by it, of the rules that ran so far.
    pub(crate) fn is_used(&self) -> bool {
        self.used.get()
    }
}
