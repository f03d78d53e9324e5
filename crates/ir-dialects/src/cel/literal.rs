//! The values of literals.

use std::borrow::Cow;

use ir_syntax::Span;

use super::ast::{NodeKind, Text};
use super::problem::{Kind, Problem, quote};

/// A whole number, with the sign in front of it.
pub(crate) fn int(text: &str, negative: bool) -> Option<i64> {
    let magnitude = match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok()?,
        None => text.parse().ok()?,
    };
    if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// A whole number with `u` behind it.
pub(crate) fn uint(text: &str) -> Option<u64> {
    let digits = text.strip_suffix(['u', 'U'])?;
    match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// A number with a fraction or an exponent.
pub(crate) fn double(text: &str, negative: bool) -> Option<f64> {
    let value: f64 = text.parse().ok().filter(|v: &f64| v.is_finite())?;
    Some(if negative { -value } else { value })
}

/// A literal in quotes; `source` is all of it, prefix and quotes included, and begins at `start`.
pub(crate) fn text<'t>(source: &'t str, start: u32, closed: bool, problems: &mut Vec<Problem>) -> NodeKind<'t> {
    let prefix = source.find(['"', '\'']).unwrap_or(0);
    let (letters, quoted) = source.split_at_checked(prefix).unwrap_or(("", source));
    let long = quoted.starts_with("'''") || quoted.starts_with("\"\"\"");
    let width = if long { 3 } else { 1 };
    let end = quoted.len() - if closed { width } else { 0 };
    let inner = quoted.get(width..end).unwrap_or("");
    let offset = start + (prefix + width) as u32;
    let raw = letters.contains(['r', 'R']);
    let value = if raw || !inner.contains('\\') { Cow::Borrowed(inner) } else { unescape(inner, offset, problems) };
    if letters.contains(['b', 'B']) {
        return NodeKind::Bytes;
    }
    NodeKind::String(Text { value, inner: Span::new(offset, offset + inner.len() as u32), closed })
}

/// Undoes escapes; each that is none is a problem. For bytes only the problems count.
fn unescape<'t>(inner: &'t str, offset: u32, problems: &mut Vec<Problem>) -> Cow<'t, str> {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let after = escape.get(1..).unwrap_or("");
        let length = match escaped(after) {
            Some((c, length)) => {
                out.push(c);
                length
            }
            None => {
                let length = after.chars().next().map_or(0, char::len_utf8);
                let start = offset + (inner.len() - escape.len()) as u32;
                let span = Span::new(start, start + 1 + length as u32);
                let shown = quote(escape.get(..1 + length).unwrap_or("\\"));
                let problem = Problem::new(Kind::Syntax, span, format!("{shown} is no escape in a string"))
                    .label("a backslash itself is written `\\\\`");
                problems.push(problem);
                length
            }
        };
        rest = after.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that `after`, the text behind a backslash, begins with, and the bytes that it takes.
fn escaped(after: &str) -> Option<(char, usize)> {
    let first = after.chars().next()?;
    let simple = match first {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '"' | '\'' | '\\' | '?' | '`' => first,
        'x' | 'X' => return code(after, 1..3, 16),
        'u' => return code(after, 1..5, 16),
        'U' => return code(after, 1..9, 16),
        '0'..='3' => return code(after, 0..3, 8),
        _ => return None,
    };
    Some((simple, 1))
}

fn code(after: &str, digits: std::ops::Range<usize>, radix: u32) -> Option<(char, usize)> {
    let end = digits.end;
    let digits = after.get(digits).filter(|d| d.chars().all(|c| c.is_digit(radix)))?;
    Some((u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)?, end))
}
