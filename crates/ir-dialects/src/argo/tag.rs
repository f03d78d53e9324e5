//! The tags of Argo inside of strings: `{{inputs.parameters.x}}` and `{{=asInt(inputs.parameters.x) + 1}}`.
//!
//! What kind a tag is, its first character tells: only `{{=` begins an expression. A tag ends with the first `}}`
//! behind it. In `{{tasks.{{inputs.parameters.t}}.status}}` the inner one is replaced first, so that the outer one
//! has a hole. `{{` without `}}` is text. Nothing can be escaped.

use ir_syntax::Span;

use super::reference::{Reference, classify};
use crate::language::{Begun, readable, span};

/// Whether a tag may begin in a text. Most texts have not one brace, which is quickly seen.
pub(super) fn may_be_in(text: &str) -> bool {
    memchr::memchr(b'{', text.as_bytes()).is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains("{{")))
}

/// A tag. Inner ones stand before those around them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tag {
    /// The whole of it, braces included.
    pub(crate) span: Span,
    pub(crate) body: Body,
    /// The tags directly inside of it.
    pub(crate) holes: Vec<Span>,
}

/// What stands between the braces of a tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Body {
    /// A name to be looked up.
    Simple {
        /// The parts of the name, blanks around it left out.
        segments: Vec<Segment>,
        /// What it stands for.
        reference: Reference,
    },
    /// An expression, behind the `=`. With [`Tag::holes`] it cannot be read: Argo reads it before it replaces
    /// them.
    Expression { text: Span },
}

/// A part of a tag's name, between dots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Segment {
    pub(crate) span: Span,
    /// Whether another tag stands in it, so that the name is not known.
    pub(crate) hole: bool,
}

/// All tags of `text`, in the order of their ends.
pub(crate) fn scan(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    pair(text, |start, end, holes| {
        let inner = text.get(start + 2..end - 2).unwrap_or("");
        let body = match inner.strip_prefix('=') {
            Some(_) => Body::Expression { text: span(start + 3, end - 2) },
            None => simple(text, start + 2, end - 2, &holes),
        };
        found.push(Tag { span: span(start, end), body, holes });
    });
    found
}

/// The tags of `text` that were begun and not closed, simple ones and such expressions as are but a path so far.
pub(crate) fn unfinished(text: &str) -> Vec<Begun> {
    let open = pair(text, |_, _, _| {});
    open.into_iter().filter_map(|start| begun(text, start)).collect()
}

/// Calls `close` for each pair of braces, inner ones first; the places of `{{` that stay open.
fn pair(text: &str, mut close: impl FnMut(usize, usize, Vec<Span>)) -> Vec<usize> {
    let mut open: Vec<(usize, Vec<Span>)> = Vec::new();
    let bytes = if readable(text) { text.as_bytes() } else { &[] };
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'{', b'}', rest)) {
        at += found;
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'{'), Some(b'{')) => {
                open.push((at, Vec::new()));
                at += 2;
            }
            (Some(b'}'), Some(b'}')) => {
                if let Some((start, holes)) = open.pop() {
                    if let Some((_, outer)) = open.last_mut() {
                        outer.push(span(start, at + 2));
                    }
                    close(start, at + 2, holes);
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    open.into_iter().map(|(start, _)| start).collect()
}

fn simple(text: &str, start: usize, end: usize, holes: &[Span]) -> Body {
    let inner = text.get(start..end).unwrap_or("");
    let trimmed = inner.trim();
    let from = start + (inner.len() - inner.trim_start().len());
    let to = from + trimmed.len();
    let segments = split(text, from, to, holes);
    let reference = classify(text, &segments);
    Body::Simple { segments, reference }
}

/// Cuts `from..to` at the dots that are not in a hole.
fn split(text: &str, from: usize, to: usize, holes: &[Span]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut holes = holes.iter().peekable();
    let (mut start, mut at, mut hole) = (from, from, false);
    while at < to {
        if let Some(next) = holes.next_if(|h| h.start as usize <= at) {
            at = next.end as usize;
            hole = true;
            continue;
        }
        if text.as_bytes().get(at) == Some(&b'.') {
            segments.push(Segment { span: span(start, at), hole });
            start = at + 1;
            hole = false;
        }
        at += 1;
    }
    segments.push(Segment { span: span(start, to), hole });
    segments
}

/// The tag that begins at `start` and has no end, if its name may go on.
fn begun(text: &str, start: usize) -> Option<Begun> {
    let expression = text.as_bytes().get(start + 2) == Some(&b'=');
    let from = start + 2 + usize::from(expression);
    let rest = text.get(from..)?;
    let from = from + (rest.len() - rest.trim_start_matches(' ').len());
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let bytes = text.as_bytes().get(from..)?;
    let to = from + bytes.iter().position(|b| !name(b)).unwrap_or(bytes.len());
    // One brace may already be there.
    let half = text.as_bytes().get(to) == Some(&b'}');
    let end = to + usize::from(half);
    let follows = text.as_bytes().get(end).copied().unwrap_or(0);
    if !matches!(follows, 0 | b'\n' | b'\r' | b' ' | b'\t' | b'"' | b'\'' | b',' | b'/' | b';' | b'{' | b']') {
        return None;
    }
    let mut segments = split(text, from, to, &[]);
    let last = segments.pop()?;
    let after = "}}";
    Some(Begun { span: span(start, end), before: segments.iter().map(|s| s.span).collect(), replace: last.span, after })
}

#[cfg(test)]
mod tests;
