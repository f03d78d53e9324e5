//! Findings as text for people and programs.
//!
//! Each file's findings are turned into text as soon as they are made, so that neither the file nor its findings
//! need be kept. A format says how such pieces are put together.

mod azure;
mod checkstyle;
mod excerpt;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod grouped;
mod json;
mod json_lines;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod short;
#[cfg(test)]
mod tests;
pub mod view;
mod xml;

use ir_model::{Diagnostic, FileId, Severity};
use std::collections::HashMap;
use std::io::{self, Write};
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

/// A pipeline file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recognised {
    /// Its path, as shown.
    pub path: String,
    /// Its format.
    pub format: &'static str,
    /// Whether nothing was found in it.
    pub clean: bool,
}

/// What is known at the end of a run.
#[derive(Debug)]
pub struct Ending<'a> {
    /// Counts.
    pub tally: &'a Tally,
    /// The pipeline files, by path.
    pub recognised: &'a [Recognised],
    /// What could not be done.
    pub failures: &'a [Failure],
}

/// What a terminal makes of the output.
#[derive(Clone, Copy, Default, Debug)]
pub struct Look {
    /// Whether to use colours.
    pub color: bool,
    /// Whether the names of rules are links.
    pub links: bool,
}

/// A format: how the findings of files are told, and what is around them.
struct Shape {
    /// What comes before all findings.
    head: fn() -> String,
    /// The findings of one file; never none.
    piece: fn(&Subject<'_>, Look) -> String,
    /// What stands between the findings of two files.
    separator: &'static str,
    /// What comes after all findings.
    tail: fn(&Ending<'_>) -> String,
}

/// A format of lines: nothing is around them.
const fn lines(piece: fn(&Subject<'_>, Look) -> String) -> Shape {
    Shape { head: String::new, piece, separator: "", tail: |_| String::new() }
}

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Reporter {
    /// The format.
    pub format: Format,
    /// What the reader can show.
    pub look: Look,
}

impl Reporter {
    /// The same, as a person at a terminal would have it: for what is wrong with the run itself.
    pub fn for_people(self) -> Self {
        Self { format: Format::Full, ..self }
    }

    fn shape(self) -> &'static Shape {
        match self.format {
            Format::Full => &full::SHAPE,
            Format::Short => &short::SHAPE,
            Format::Grouped => &grouped::SHAPE,
            Format::Json => &json::SHAPE,
            Format::JsonLines => &json_lines::SHAPE,
            Format::Sarif => &sarif::SHAPE,
            Format::Github => &github::SHAPE,
            Format::Gitlab => &gitlab::SHAPE,
            Format::Junit => &junit::SHAPE,
            Format::Checkstyle => &checkstyle::SHAPE,
            Format::Rdjson => &rdjson::SHAPE,
            Format::Azure => &azure::SHAPE,
            Format::Markdown => &markdown::SHAPE,
        }
    }

    /// Writes the whole report around the pieces of all files.
    pub fn write<'p>(
        self,
        out: &mut dyn Write,
        pieces: impl Iterator<Item = &'p String>,
        ending: &Ending<'_>,
    ) -> io::Result<()> {
        out.write_all(self.head().as_bytes())?;
        for (i, piece) in pieces.enumerate() {
            if i > 0 {
                out.write_all(self.shape().separator.as_bytes())?;
            }
            out.write_all(piece.as_bytes())?;
        }
        out.write_all(self.tail(ending).as_bytes())
    }

    /// What comes before all findings.
    pub fn head(self) -> String {
        (self.shape().head)()
    }

    /// The findings of one file, which has some.
    pub fn piece(self, subject: &Subject<'_>) -> String {
        (self.shape().piece)(subject, self.look)
    }

    /// What comes after all findings.
    pub fn tail(self, ending: &Ending<'_>) -> String {
        (self.shape().tail)(ending)
    }
}

/// The severities that the command line shows. Hints are for editors.
pub fn is_shown(finding: &Diagnostic) -> bool {
    finding.severity > Severity::Hint
}
