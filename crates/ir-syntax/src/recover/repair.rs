//! A finding about broken text, with the change that lets the parser go on.

use super::line::Line;
use super::patch::Patch;
use crate::span::Span;

/// What is wrong at one place, in the words of a person, and how to read on. Offsets count from the
/// start of the document.
#[derive(Debug)]
pub(super) struct Repair {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) related: Option<(Span, String)>,
    pub(super) patches: Vec<Patch>,
    /// What is skipped or read by a guess.
    pub(super) lost: Span,
}

/// A span of `usize` ends.
pub(super) fn span(from: usize, to: usize) -> Span {
    Span::new(from as u32, to.max(from) as u32)
}

impl Repair {
    /// A finding on `span`, without any change yet.
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, related: None, patches: Vec::new(), lost: span }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }

    pub(super) fn patch(mut self, patch: Patch) -> Self {
        self.patches.push(patch);
        self
    }

    pub(super) fn patches(mut self, patches: Vec<Patch>) -> Self {
        self.patches.extend(patches);
        self
    }

    pub(super) fn lost(mut self, from: usize, to: usize) -> Self {
        self.lost = span(from, to);
        self
    }

    /// Skips the lines of `block`.
    pub(super) fn skip(mut self, block: &[Line<'_>]) -> Self {
        self.patches.extend(block.iter().map(|l| Patch::delete(l.body, l.end)));
        if let (Some(first), Some(last)) = (block.first(), block.last()) {
            self.lost = span(first.body, last.stop);
        }
        self
    }
}

/// `text` for a message: the first words of a long one.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}

/// Puts quotes around the text between two places, so that it reads as it stands.
pub(super) fn quote(text: &str, from: usize, to: usize) -> Vec<Patch> {
    let inner = text.get(from..to).unwrap_or("");
    if !inner.contains(['"', '\\']) {
        return vec![Patch::insert(from, "\""), Patch::insert(to, "\"")];
    }
    let mut patches = vec![Patch::insert(from, "'"), Patch::insert(to, "'")];
    patches.extend(inner.match_indices('\'').map(|(at, _)| Patch { at: from + at, delete: 1, insert: "''".into() }));
    patches
}

/// How the text would be written in quotes, for a help.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// Moves a block of lines to the right, or to the left, by so many columns.
pub(super) fn shift(block: &[Line<'_>], from: usize, to: usize) -> Vec<Patch> {
    block
        .iter()
        .map(|line| {
            if to > from {
                Patch::insert(line.start, " ".repeat(to - from))
            } else {
                Patch::delete(line.start, line.start + (from - to).min(line.indent()))
            }
        })
        .collect()
}
