//! Strings that are broken by a quote inside them.
//!
//! The SDK writes `== 'it's'` for a comparison with `it's`: it puts text between quotes and escapes nothing. As
//! syntax this is a heap of errors far from the cause, so it is recognised before they are told.

use ir_syntax::Span;

use super::lexer::{Token, TokenKind};
use super::parser::{first_error, starts_operand};
use super::problem::{Kind, Problem, quote};

/// How many quotes are tried as the one that was meant to end the string.
const TRIES: usize = 8;

/// The quote that ends a string too early, if escaping it (and those up to the next plausible end) leaves no
/// syntax error up to there.
pub(super) fn broken(text: &str, tokens: &[Token]) -> Option<Problem> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    let follows = |kind| starts_operand(kind) || kind == TokenKind::Bad;
    let (string, next) = pairs
        .filter(|(string, next)| string.kind == TokenKind::String(true) && follows(next.kind))
        .filter(|(_, next)| !matches!(next.span.slice(text), "and" | "AND" | "or" | "OR"))
        .find(|(string, _)| matches!(string.span.slice(text).as_bytes(), [b'\'' | b'"', _, ..]))?;
    // With a space between, it may as well be an operator that is missing or misspelt.
    let glued = string.span.end == next.span.start;
    let mark = string.span.slice(text).get(..1)?;
    let early = string.span.end - 1;
    let mut edits = Vec::new();
    let mut at = early;
    for _ in 0..TRIES {
        // Other languages write a quote twice.
        let twice = text.get(at as usize + 1..)?.starts_with(mark);
        let next = at + 1 + u32::from(twice);
        edits.push(if twice { (Span::new(at, next), format!("\\{mark}")) } else { (Span::at(at), "\\".to_owned()) });
        let end = next + text.get(next as usize..)?.find(mark)? as u32;
        let (repaired, grown) = apply(text, &edits);
        let mended = || first_error(&repaired).is_none_or(|error| glued && i64::from(error) > i64::from(end) + grown);
        let plausible = glued || edits.len() == 1;
        if plausible && may_end(text.get(end as usize + 1..)?) && mended() {
            let title = format!("this quote already ends {}", quote(string.span.slice(text)));
            let words = if edits.len() == 1 { "escape the quote" } else { "escape the quotes" };
            let problem = Problem::new(Kind::Quote, Span::new(early, early + 1), title)
                .label(format!("a quote inside a string is written {}", quote(&format!("\\{mark}"))))
                .fix(words, edits);
            return Some(problem);
        }
        at = end;
    }
    None
}

/// `text` after `edits`, and how many bytes it has grown by.
fn apply(text: &str, edits: &[(Span, String)]) -> (String, i64) {
    let mut out = String::with_capacity(text.len() + edits.len());
    let mut from = 0;
    for (span, new) in edits {
        out.push_str(text.get(from..span.start as usize).unwrap_or(""));
        out.push_str(new);
        from = span.end as usize;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    let grown = out.len() as i64 - text.len() as i64;
    (out, grown)
}

/// Whether what follows a quote lets it be the end of a string.
fn may_end(after: &str) -> bool {
    let after = after.trim_start();
    after.is_empty() || after.starts_with([')', ']', '}', ',', '&', '|', '=', '!', '?', ':', '+', '.', '<', '>'])
}
