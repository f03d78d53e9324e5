//! Names of objects, labels and keys, as Kubernetes checks them.

use ir_syntax::Span;

use super::wrong;
use crate::language::problem::{Problem, quote};
use crate::language::{readable, span};

/// What a name must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NameKind {
    /// A DNS label of RFC 1123: at most 63 small letters, digits and dashes.
    Label,
    /// A DNS subdomain of RFC 1123: at most 253 bytes, labels without their limit with dots between them.
    Subdomain,
    /// A key of a label: a name of at most 63 bytes, possibly with a subdomain and `/` before it.
    Qualified,
    /// The value of a label: empty, or as the name of a key.
    Value,
}

/// What is wrong with a name, on the smallest wrong part of it.
pub(crate) fn check(kind: NameKind, text: &str) -> Option<Problem> {
    if !readable(text) {
        return None;
    }
    match kind {
        NameKind::Label => dns(text, 0, false, 63),
        NameKind::Subdomain => dns(text, 0, true, 253),
        NameKind::Value if text.is_empty() => None,
        NameKind::Value => qualified(text, 0),
        NameKind::Qualified => match text.split_once('/') {
            Some((prefix, name)) => dns(prefix, 0, true, 253).or_else(|| qualified(name, prefix.len() + 1)),
            None => qualified(text, 0),
        },
    }
}

/// Whether a name is as it must be.
pub(crate) fn is(kind: NameKind, text: &str) -> bool {
    check(kind, text).is_none()
}

/// A name that must be a label or subdomain and to which the server adds a few letters: it may end with a dash
/// or a dot.
pub(crate) fn check_generated(text: &str) -> Option<Problem> {
    let stem = text.trim_end_matches(['-', '.']);
    if stem.is_empty() { None } else { check(NameKind::Subdomain, stem) }
}

fn dns(text: &str, offset: usize, dots: bool, most: usize) -> Option<Problem> {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let accept = |c: char| small(c) || c == '-' || (dots && c == '.');
    let signs = if dots { "small letters, digits, `-` and `.`" } else { "small letters, digits and `-`" };
    let problem = shape(text, offset, most, signs, accept, small).or_else(|| empty_part(text, offset, dots))?;
    let meant: String = text.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    let mends = meant != text && meant.len() <= most && shape(&meant, 0, most, signs, accept, small).is_none();
    let whole = span(offset, offset + text.len());
    Some(if mends && empty_part(&meant, 0, dots).is_none() {
        problem.fix(format!("rename to {}", quote(&meant)), vec![(whole, meant)])
    } else {
        problem
    })
}

/// Each part between dots begins and ends with a letter or digit.
fn empty_part(text: &str, offset: usize, dots: bool) -> Option<Problem> {
    let mut start = offset;
    for part in text.split('.').take_while(|_| dots) {
        let end = start + part.len();
        if part.is_empty() || part.starts_with('-') || part.ends_with('-') {
            let at = if part.is_empty() { span(end, end) } else { span(start, end) };
            let title = format!("a part of {} does not begin and end with a letter or digit", quote(text));
            return Some(wrong(at, title));
        }
        start = end + 1;
    }
    None
}

fn qualified(text: &str, offset: usize) -> Option<Problem> {
    let alphanumeric = |c: char| c.is_ascii_alphanumeric();
    let accept = |c: char| alphanumeric(c) || matches!(c, '-' | '_' | '.');
    shape(text, offset, 63, "letters, digits, `-`, `_` and `.`", accept, alphanumeric)
}

/// The signs of a name, those at its ends, and its length.
fn shape(
    text: &str,
    offset: usize,
    most: usize,
    signs: &str,
    accept: impl Fn(char) -> bool,
    ends: impl Fn(char) -> bool,
) -> Option<Problem> {
    let place = |at: usize, length: usize| span(offset + at, offset + at + length);
    let shown = || quote(text);
    if text.is_empty() {
        return Some(wrong(Span::at(offset as u32), "this name is empty"));
    }
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !accept(*c)) {
        let title = format!("{} cannot be in the name {}", quote(&c.to_string()), shown());
        return Some(wrong(place(at, c.len_utf8()), title).label(format!("such names have {signs}")));
    }
    for (at, c) in [text.char_indices().next(), text.char_indices().next_back()].into_iter().flatten() {
        if !ends(c) {
            let title = format!("the name {} does not begin and end with a letter or digit", shown());
            return Some(wrong(place(at, c.len_utf8()), title));
        }
    }
    (text.len() > most).then(|| {
        let title = format!("the name {} has {} characters, more than {most}", shown(), text.len());
        wrong(place(0, text.len()), title)
    })
}
