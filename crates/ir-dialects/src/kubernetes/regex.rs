//! Regular expressions of Go: what is certainly none. Nothing is matched here.

use ir_syntax::Span;

use super::{Read, wrong};
use crate::language::span;

/// What is wrong with a pattern, as far as it is certain.
pub(crate) fn check(text: &str) -> Read<()> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut groups: Vec<usize> = Vec::new();
    // Whether something stands before that can be repeated, and whether it is repeated already.
    let (mut item, mut repeated) = (false, false);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        match byte(start) {
            b'\\' => {
                let next = byte(at);
                if at >= bytes.len() {
                    return fail(span(start, at), "a `\\` at the end stands before nothing");
                }
                if next == b'Q' {
                    // All is text up to `\E`.
                    at = text.get(at..).and_then(|rest| rest.find("\\E")).map_or(bytes.len(), |end| at + end + 2);
                } else {
                    if next.is_ascii_digit() && next != b'0' {
                        return fail(span(start, at + 1), "there are no references to groups in patterns of Go");
                    }
                    at += 1;
                }
                (item, repeated) = (true, false);
            }
            b'[' => {
                at += usize::from(byte(at) == b'^');
                // A bracket in the first place is one of the characters.
                at += usize::from(byte(at) == b']');
                loop {
                    match byte(at) {
                        0 if at >= bytes.len() => return fail(span(start, start + 1), "the `[` is not closed"),
                        b'\\' => at += 2,
                        b'[' if byte(at + 1) == b':' => {
                            let end = text.get(at + 2..).and_then(|rest| rest.find(":]"));
                            at = end.map_or(at + 1, |end| at + 2 + end + 2);
                        }
                        b']' => break,
                        _ => at += 1,
                    }
                }
                at += 1;
                (item, repeated) = (true, false);
            }
            b'(' => {
                let ahead = text.get(at..).unwrap_or("");
                if ["?=", "?!", "?<=", "?<!"].iter().any(|look| ahead.starts_with(look)) {
                    return fail(span(start, start + 3), "patterns of Go cannot look ahead or behind");
                }
                if byte(at) == b'?' {
                    at += 1;
                }
                groups.push(start);
                (item, repeated) = (false, false);
            }
            b')' => {
                if groups.pop().is_none() {
                    return fail(span(start, at), "the `)` closes nothing");
                }
                (item, repeated) = (true, false);
            }
            b'*' | b'+' | b'?' if !item => return fail(span(start, at), "there is nothing before it to repeat"),
            b'*' | b'+' | b'?' if repeated => {
                return fail(span(start, at), "what is repeated already cannot be repeated again");
            }
            b'*' | b'+' | b'?' => {
                // A question mark behind asks for as few as possible.
                at += usize::from(byte(at) == b'?');
                repeated = true;
            }
            b'|' => (item, repeated) = (false, false),
            _ => (item, repeated) = (true, false),
        }
    }
    match groups.last() {
        Some(open) => fail(span(*open, *open + 1), "the `(` is not closed"),
        None => Ok(()),
    }
}

fn fail(at: Span, title: &str) -> Read<()> {
    Err(Box::new(wrong(at, title)))
}
