//! Strings that are broken by a quote inside them.
//!
//! The SDK writes `== 'it's'` for a comparison with `it's`: it puts text between quotes and escapes nothing. As
//! syntax this is a heap of errors far from the cause, so it is recognised before they are told.

use ir_syntax::Span;

use super::lexer::{Token, TokenKind};
use super::parser::{accepts, starts_operand};
use super::problem::{Kind, Problem, quote};

/// How many quotes are tried as the one that was meant to end the string.
const TRIES: usize = 8;

/// The quote that ends a string too early, if escaping it (and those up to the next plausible end) leaves no
/// syntax error at all.
pub(super) fn broken(text: &str, tokens: &[Token]) -> Option<Problem> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    let follows = |kind| starts_operand(kind) || kind == TokenKind::Bad;
    let (string, _) = pairs
        .filter(|(string, next)| string.kind == TokenKind::String(true) && follows(next.kind))
        .find(|(string, _)| matches!(string.span.slice(text).as_bytes(), [b'\'' | b'"', _, ..]))?;
    let mark = string.span.slice(text).get(..1)?;
    let early = string.span.end - 1;
    let after = text.get(string.span.end as usize..)?;
    let mut inner = vec![early];
    for (offset, _) in after.match_indices(mark).take(TRIES) {
        let repaired = escape(text, &inner);
        if may_end(after.get(offset + 1..)?) && accepts(&repaired) {
            let edits = inner.iter().map(|at| (Span::at(*at), "\\".to_owned())).collect();
            let shown = quote(string.span.slice(text));
            let problem =
                Problem::new(Kind::Quote, Span::new(early, early + 1), format!("this quote already ends {shown}"))
                    .label(format!("a quote inside a string is written {}", quote(&format!("\\{mark}"))))
                    .fix(if inner.len() == 1 { "escape the quote" } else { "escape the quotes" }, edits);
            return Some(problem);
        }
        inner.push(string.span.end + offset as u32);
    }
    None
}

/// `text` with a backslash before each of the bytes `at`.
fn escape(text: &str, at: &[u32]) -> String {
    let mut out = String::with_capacity(text.len() + at.len());
    let mut from = 0;
    for at in at {
        out.push_str(text.get(from..*at as usize).unwrap_or(""));
        out.push('\\');
        from = *at as usize;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// Whether what follows a quote lets it be the end of a string.
fn may_end(after: &str) -> bool {
    let after = after.trim_start();
    after.is_empty() || after.starts_with([')', ']', '}', ',', '&', '|', '=', '!', '?', ':', '+', '.', '<', '>'])
}
