//! Tekton's variables inside of strings: `$(params.x)`, `$(tasks['t'])` and their kin.
//!
//! A variable is what upstream's expression for substitutions accepts: a path of names with dots, each name
//! possibly in brackets and quotes, at the end an index or a star. There is no escape: `$$(params.x)` is a dollar
//! and a variable. All else between `$(` and `)` is the shell's and is not looked at, except for variables in it.

use ir_syntax::Span;

use super::reference::{ROOTS, Reference, classify};
use crate::language::{Begun, readable, span};

/// A variable, or a command of the shell that looks like one: its [`Reference`] tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Variable<'t> {
    /// The whole of it, `$(` and `)` included.
    pub(crate) span: Span,
    /// The names it is made of; there is always a first one.
    pub(crate) segments: Vec<Segment<'t>>,
    /// What it stands for.
    pub(crate) reference: Reference,
    /// Whether blanks stand inside the brackets. Upstream replaces no such variable.
    pub(crate) spaced: bool,
}

/// A part of a variable's path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Segment<'t> {
    /// The name, number or star alone.
    pub(crate) text: &'t str,
    /// Where [`Segment::text`] stands.
    pub(crate) span: Span,
    pub(crate) kind: SegmentKind,
}

/// How a part of a path is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SegmentKind {
    /// `.name`, and the first name.
    Plain,
    /// `['name']` or `["name"]`
    Quoted,
    /// `[0]`
    Index,
    /// `[*]`
    Star,
}

impl Variable<'_> {
    /// Whether upstream's expression for references to results matches it: only such a variable makes its task
    /// wait for another. Names in brackets are substituted, and make nothing wait.
    pub(crate) fn is_plain(&self) -> bool {
        let last = self.segments.len().saturating_sub(1);
        let plain = |(at, s): (usize, &Segment<'_>)| match s.kind {
            SegmentKind::Plain => true,
            SegmentKind::Quoted => false,
            SegmentKind::Index | SegmentKind::Star => at == last,
        };
        !self.spaced && self.segments.iter().enumerate().all(plain)
    }
}

/// All variables of `text`, in order.
pub(crate) fn scan(text: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    openings(text, |start| {
        let Ok(path) = read(text, start + 2) else { return start + 2 };
        let reference = classify(&path.segments);
        // A command in blanks is the shell's business.
        if !path.spaced || !matches!(reference, Reference::Unknown { .. }) {
            let Path { segments, spaced, .. } = path;
            found.push(Variable { span: span(start, path.end), segments, reference, spaced });
        }
        path.end
    });
    found
}

/// The variables of `text` that were begun and not closed.
pub(crate) fn unfinished(text: &str) -> Vec<Begun> {
    let mut found = Vec::new();
    openings(text, |start| match read(text, start + 2) {
        Ok(path) => path.end,
        Err(stop) => {
            if let Some(end) = stop.end {
                found.push(Begun {
                    span: span(start, end),
                    before: stop.segments.iter().map(|s| s.span).collect(),
                    replace: stop.open,
                    after: stop.after,
                });
            }
            start + 2
        }
    });
    found
}

/// Calls `read` at each `$(`; it says where to go on.
fn openings(text: &str, mut read: impl FnMut(usize) -> usize) {
    let mut from = 0;
    while readable(text)
        && let Some(at) = text.get(from..).and_then(|rest| rest.find("$("))
    {
        from = read(from + at);
    }
}

struct Path<'t> {
    segments: Vec<Segment<'t>>,
    spaced: bool,
    /// Behind the closing bracket.
    end: usize,
}

/// Where a path stops being one.
struct Stop<'t> {
    segments: Vec<Segment<'t>>,
    /// The name that was being read.
    open: Span,
    /// What would end the variable behind that name.
    after: &'static str,
    /// Where it breaks off, if it may go on there: what follows could stand behind a variable.
    end: Option<usize>,
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Reads a path from `at`, behind `$(`. No byte of the path can be of another `$(`, so reading all of a text's
/// paths takes time in proportion to it.
fn read(text: &str, at: usize) -> Result<Path<'_>, Stop<'_>> {
    let mut reader = Reader { text, at, segments: Vec::new() };
    let blank = reader.skip(|b| matches!(b, b' ' | b'\t'));
    let mut spaced = blank > 0;
    loop {
        let name = reader.name();
        if name.is_empty() {
            return Err(reader.stop(name, ")", ")"));
        }
        reader.push(name, SegmentKind::Plain);
        while reader.byte() == b'[' {
            reader.brackets()?;
        }
        if reader.byte() != b'.' {
            break;
        }
        reader.at += 1;
    }
    let before = reader.at;
    spaced |= reader.skip(|b| matches!(b, b' ' | b'\t')) > 0;
    if reader.byte() == b')' {
        return Ok(Path { segments: reader.segments, spaced, end: reader.at + 1 });
    }
    reader.at = before;
    let last = reader.segments.pop();
    let (open, after) = match last {
        Some(Segment { span, kind: SegmentKind::Plain, .. }) => (span, ")"),
        Some(segment) => {
            reader.segments.push(segment);
            (span(before, before), ")")
        }
        None => (span(before, before), ")"),
    };
    Err(reader.stop(open, after, ")"))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    segments: Vec<Segment<'t>>,
}

impl<'t> Reader<'t> {
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Passes bytes; how many.
    fn skip(&mut self, accept: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let passed = rest.iter().position(|b| !accept(*b)).unwrap_or(rest.len());
        self.at += passed;
        passed
    }

    fn name(&mut self) -> Span {
        let start = self.at;
        self.skip(is_name);
        span(start, self.at)
    }

    fn push(&mut self, span: Span, kind: SegmentKind) {
        self.segments.push(Segment { text: span.slice(self.text), span, kind });
    }

    /// `['name']`, `["name"]`, `[0]` or `[*]`.
    fn brackets(&mut self) -> Result<(), Stop<'t>> {
        self.at += 1;
        let quote = self.byte();
        let (inner, kind, after) = match quote {
            b'\'' | b'"' => {
                self.at += 1;
                let start = self.at;
                self.skip(|b| b != quote && !matches!(b, b'\n' | b'$' | b'(' | b')' | b'[' | b']'));
                let inner = span(start, self.at);
                let after = if quote == b'"' { "\"])" } else { "'])" };
                if self.byte() != quote || inner.is_empty() {
                    return Err(self.stop(inner, after, "])"));
                }
                self.at += 1;
                (inner, SegmentKind::Quoted, "])")
            }
            b'*' => {
                self.at += 1;
                (span(self.at - 1, self.at), SegmentKind::Star, "])")
            }
            _ => {
                let start = self.at;
                self.skip(|b| b.is_ascii_digit());
                (span(start, self.at), SegmentKind::Index, "])")
            }
        };
        if self.byte() != b']' || inner.is_empty() {
            return Err(self.stop(inner, after, "])"));
        }
        self.at += 1;
        self.push(inner, kind);
        Ok(())
    }

    /// The path breaks off here, behind `open`. Some of the marks that would follow may be there: those of
    /// `closers` are taken in.
    fn stop(&mut self, open: Span, after: &'static str, closers: &str) -> Stop<'t> {
        self.skip(|b| closers.as_bytes().contains(&b));
        let may_end =
            matches!(self.byte(), 0 | b'\n' | b'\r' | b' ' | b'\t' | b'"' | b'\'' | b',' | b'/' | b';' | b'$');
        let known = match self.segments.first() {
            Some(root) => ROOTS.contains(&root.text),
            None => ROOTS.iter().any(|root| root.starts_with(open.slice(self.text))),
        };
        let end = (may_end && known).then_some(self.at);
        Stop { segments: std::mem::take(&mut self.segments), open, after, end }
    }
}

#[cfg(test)]
mod tests;
