//! Findings as text for people and programs.
//!
//! Each file's findings are turned into text as soon as they are made, so that neither the file nor its findings
//! need be kept. A format says how such pieces are put together.

mod excerpt;
mod full;
mod json;
mod sarif;
mod short;
#[cfg(test)]
mod tests;
pub mod view;

use ir_model::{Diagnostic, FileId, Severity};
use std::collections::HashMap;
use std::sync::Arc;

use crate::args::Format;
use crate::failure::Failure;
use crate::position::Lines;
use crate::summary::Tally;

/// A text, ready to say where something stands in it.
#[derive(Debug)]
pub struct Text {
    /// The file's path, as it is shown.
    pub shown: String,
    /// What is in it.
    pub text: Arc<str>,
    /// Where its lines start.
    pub lines: Lines,
}

impl Text {
    /// The text of a file.
    pub fn new(shown: impl Into<String>, text: Arc<str>) -> Self {
        Self { shown: shown.into(), lines: Lines::new(&text), text }
    }
}

/// What is known of another file that a finding relates.
#[derive(Clone, Debug)]
pub enum Other {
    /// Its text.
    Text(Arc<Text>),
    /// Its path alone: it cannot be read any more.
    Path(String),
}

/// The other files that a file's findings relate, as far as they do.
pub type Others = HashMap<FileId, Other>;

/// One file with its findings.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The file.
    pub file: &'a Text,
    /// Its findings, by place.
    pub findings: &'a [Diagnostic],
    /// The other files that they relate.
    pub others: &'a Others,
}

/// What is known at the end of a run.
#[derive(Debug)]
pub struct Ending<'a> {
    /// Counts.
    pub tally: &'a Tally,
    /// The files that are pipeline files, by path: path as shown, format.
    pub recognised: &'a [(String, &'static str)],
    /// What could not be done.
    pub failures: &'a [Failure],
}

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Reporter {
    /// The format.
    pub format: Format,
    /// Whether to use colours.
    pub color: bool,
    /// Whether the names of rules are links.
    pub links: bool,
}

impl Reporter {
    /// The same, as a person at a terminal would have it: for what is wrong with the run itself.
    pub fn for_people(self) -> Self {
        Self { format: Format::Full, ..self }
    }

    /// What comes before all findings.
    pub fn head(self) -> String {
        match self.format {
            Format::Full | Format::Short => String::new(),
            Format::Json => json::head(),
            Format::Sarif => sarif::head(),
        }
    }

    /// The findings of one file.
    pub fn piece(self, subject: &Subject<'_>) -> String {
        match self.format {
            Format::Full => full::render(subject, self.color, self.links),
            Format::Short => short::render(subject, self.color, self.links),
            Format::Json => json::render(subject),
            Format::Sarif => sarif::render(subject),
        }
    }

    /// What stands between the findings of two files.
    pub fn separator(self) -> &'static str {
        match self.format {
            Format::Full | Format::Short => "",
            Format::Json | Format::Sarif => ",\n",
        }
    }

    /// What comes after all findings.
    pub fn tail(self, ending: &Ending<'_>) -> String {
        match self.format {
            Format::Full | Format::Short => String::new(),
            Format::Json => json::tail(ending),
            Format::Sarif => sarif::tail(ending),
        }
    }
}

/// The severities that the command line shows. Hints are for editors.
pub fn is_shown(finding: &Diagnostic) -> bool {
    finding.severity > Severity::Hint
}
