//! What the tests that cross crates share: the corpus, its files as a workspace, random numbers.

pub mod corpus;
pub mod generate;
pub mod mutate;
pub mod picture;
pub mod rng;

use ir_analyzer::{Source, Workspace, check};
use ir_model::{Diagnostic, Severity};
use ir_syntax::{Encoding, LineIndex, Position};

/// The findings of `text` by itself, as the content of a file of that name.
#[must_use]
pub fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    check(&Source::new(name, text), &Workspace::new())
}

/// The errors among findings.
pub fn errors(findings: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    findings.iter().filter(|f| f.severity == Severity::Error)
}

/// `line:column` of a byte offset, both from 1, the column in characters.
#[must_use]
pub fn place(index: &LineIndex, text: &str, offset: u32) -> String {
    let Position { line, column } = index.position(text, offset, Encoding::Utf32);
    format!("{}:{}", line + 1, column + 1)
}
