//! What stands between two values: comments, and the header of a block scalar.
//!
//! The parser could report comments itself, but that costs a sixth of its time and comes out of
//! source order. Between two values only indicators, anchors, tags, directives and white space can
//! stand, so a `#` there is easily told.

use crate::span::Span;

/// Whether a `#` at `at` can open a comment: it needs white space, or nothing, before it.
fn opens_comment(text: &str, at: usize) -> bool {
    at == 0
        || text.as_bytes().get(at - 1).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
        || text.get(..at).is_some_and(|t| t.ends_with('\u{feff}'))
}

/// The first of some ASCII characters between two places, counted from the first.
fn find(text: &str, from: usize, to: usize, any: &[u8]) -> Option<usize> {
    text.as_bytes().get(from..to.min(text.len()))?.iter().position(|b| any.contains(b))
}

/// End of the line that `at` stands on, its line break excluded.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |n| at + n)
}

/// The comments between the bytes `from` and `to` of `text`, neither of which is inside a value.
pub(crate) fn comments(text: &str, from: usize, to: usize, mut found: impl FnMut(Span)) {
    let mut here = from;
    // Gaps are short: nothing is faster than looking at each byte.
    while let Some(at) = find(text, here, to, b"#") {
        let at = here + at;
        if opens_comment(text, at) {
            let end = line_end(text, at).min(to);
            found(Span::new(at as u32, end as u32));
            here = end;
        } else {
            here = at + 1;
        }
    }
}

/// Where the block scalar whose content starts at `content` has its `|` or `>`, looking from the
/// end of the value before it.
pub(crate) fn block_header(text: &str, from: usize, content: usize) -> Option<usize> {
    let mut here = from;
    // Where it has no content, the parser gives the header itself.
    while let Some(at) = find(text, here, content + 1, b"|>#") {
        let at = here + at;
        let comment = text.as_bytes().get(at) == Some(&b'#');
        // Inside a tag or an anchor these characters follow another one.
        let alone = opens_comment(text, at);
        if alone && !comment {
            return Some(at);
        }
        here = if alone && comment { line_end(text, at) } else { at + 1 };
    }
    None
}

/// Behind the colon that follows `at` on its line, with nothing but blanks before it; else `at`.
pub(crate) fn behind_colon(text: &str, at: usize) -> usize {
    let tail = text.as_bytes().get(at..).unwrap_or(&[]);
    let blanks = tail.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let ends = tail.get(blanks + 1).is_none_or(|b| b" \t\r\n,[]{}".contains(b));
    if tail.get(blanks) == Some(&b':') && ends { at + blanks + 1 } else { at }
}

/// The end of what stands between two places, comments and white space aside; `from` if nothing does.
pub(crate) fn last_token_end(text: &str, from: usize, to: usize) -> usize {
    let used = |from: usize, to: usize| {
        let gap = text.get(from..to).unwrap_or("").trim_end_matches([' ', '\t', '\n', '\r']);
        (!gap.is_empty()).then_some(from + gap.len())
    };
    let (mut end, mut here) = (from, from);
    comments(text, from, to, |comment| {
        end = used(here, comment.start as usize).unwrap_or(end);
        here = comment.end as usize;
    });
    used(here, to).unwrap_or(end)
}

/// Where the first dash of a list stands, looking from the end of what is before it.
pub(crate) fn first_dash(text: &str, from: usize, content: usize) -> Option<usize> {
    let mut here = from;
    while let Some(at) = find(text, here, content + 1, b"-#") {
        let at = here + at;
        let comment = text.as_bytes().get(at) == Some(&b'#');
        let alone = opens_comment(text, at);
        let blank_behind = text.as_bytes().get(at + 1).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
        if alone && !comment && blank_behind {
            return Some(at);
        }
        here = if alone && comment { line_end(text, at) } else { at + 1 };
    }
    None
}

/// End of the indicators of a block scalar's header that starts at `header`: `|2-` is three bytes.
pub(crate) fn header_end(text: &str, header: usize) -> usize {
    let tail = text.as_bytes().get(header + 1..).unwrap_or(&[]);
    header + 1 + tail.iter().take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')).count()
}

/// `end` moved back over blank lines, to the end of the last line between `from` and `end` that
/// holds something, its line break excluded; `None` where all is blank.
pub(crate) fn last_line_end(text: &str, from: usize, end: usize) -> Option<usize> {
    let body = text.get(from..end)?;
    // A tab is content: it cannot indent.
    let used = body.trim_end_matches([' ', '\n', '\r']).len();
    (used > 0).then(|| line_end(text, from + used).min(end))
}

/// Follows brackets between two places in a flow collection, or before one: adds the places of those
/// that open, takes away those that close.
pub(crate) fn brackets(text: &str, from: usize, to: usize, open: &mut Vec<usize>) {
    let tail = text.get(from..to).unwrap_or("");
    let mut quote = None;
    let mut token_start = true;
    for (at, c) in tail.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if token_start => quote = Some(c),
            (None, '[' | '{') if token_start => open.push(from + at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        token_start = matches!(c, ' ' | '\t' | '\n' | '\r' | '[' | '{' | ',' | ':');
    }
}
