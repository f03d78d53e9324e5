//! The values of strings.

use std::borrow::Cow;

use ir_syntax::Span;

use super::lexer::{Token, TokenKind};
use crate::language::problem::{Kind, Problem, quote};

/// The content of a string literal, and its place between the quotes.
pub(super) fn text<'t>(token: Token<'t>, problems: &mut Vec<Problem>) -> (Cow<'t, str>, Span) {
    let closed = usize::from(token.kind == TokenKind::String(true));
    let end = token.text.len().saturating_sub(closed).max(1);
    let inner = token.text.get(1..end).unwrap_or("");
    let place = Span::new(token.span.start + 1, token.span.start + 1 + inner.len() as u32);
    let value = match token.text.as_bytes().first() {
        Some(b'`') if inner.contains("``") => Cow::Owned(inner.replace("``", "`")),
        Some(mark @ (b'\'' | b'"')) if inner.contains('\\') => Cow::Owned(unescape(inner, *mark, place, problems)),
        _ => Cow::Borrowed(inner),
    };
    (value, place)
}

/// Undoes escapes; the first that is none is a problem.
fn unescape(inner: &str, mark: u8, place: Span, problems: &mut Vec<Problem>) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    let mut told = false;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let after = rest.get(at + 1..).unwrap_or("");
        let length = match escaped(after, mark) {
            Some((c, length)) => {
                out.push(c);
                length
            }
            None => {
                let length = after.chars().next().map_or(0, char::len_utf8);
                let start = place.start + (inner.len() - rest.len() + at) as u32;
                let shown = quote(rest.get(at..at + 1 + length).unwrap_or("\\"));
                if !told {
                    let span = Span::new(start, start + 1 + length as u32);
                    let title = format!("{shown} is no escape in a string");
                    let mend = vec![(Span::at(start), "\\".to_owned())];
                    problems.push(
                        Problem::new(Kind::Syntax, span, title)
                            .label("a backslash itself is written `\\\\`")
                            .fix("write the backslash twice", mend),
                    );
                }
                told = true;
                length
            }
        };
        rest = after.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The character that `after`, the text behind a backslash, begins with, and the bytes that it takes.
fn escaped(after: &str, mark: u8) -> Option<(char, usize)> {
    let first = after.chars().next()?;
    let simple = match first {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' => '\\',
        c if c == char::from(mark) => c,
        'x' => return code(after, 1..3, 16),
        'u' if after.as_bytes().get(1) == Some(&b'{') => {
            let digits = after.get(2..)?.split_once('}')?.0;
            let value = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 6)?;
            return Some((char::from_u32(value)?, digits.len() + 3));
        }
        'u' => return code(after, 1..5, 16),
        'U' => return code(after, 1..9, 16),
        '0'..='7' => return code(after, 0..3, 8),
        _ => return None,
    };
    Some((simple, 1))
}

fn code(after: &str, digits: std::ops::Range<usize>, radix: u32) -> Option<(char, usize)> {
    let end = digits.end;
    let digits = after.get(digits).filter(|d| d.chars().all(|c| c.is_digit(radix)))?;
    let value = u32::from_str_radix(digits, radix).ok()?;
    // Half of a pair of surrogates is no character by itself, and no mistake.
    Some((char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER), end))
}
