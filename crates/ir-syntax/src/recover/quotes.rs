//! Quotes that do not close, text behind them, wrong escapes.

use super::line::{Line, quoted_end};
use super::patch::Patch;
use super::repair::{Repair, quoted, short, span};
use super::trouble::{Scene, skip_value};
use crate::gaps::line_end;

fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b'\n')
}

/// Where a quote opens on `line` that does not close on it.
fn open_quote(text: &str, line: &Line<'_>) -> Option<usize> {
    let mut here = line.body;
    let mut token_start = true;
    while here < line.end {
        let b = byte(text, here);
        match b {
            b'"' | b'\'' if token_start => match quoted_end(text, here, line.end) {
                Some(end) => {
                    here = end;
                    token_start = false;
                    continue;
                }
                None => return Some(here),
            },
            b'#' if token_start => return None,
            _ => {}
        }
        token_start = matches!(b, b' ' | b'\t' | b'[' | b'{' | b',' | b':' | b'(');
        here += 1;
    }
    None
}

/// A quote that is never closed, or text right behind a closed one. If a quote on a line above is
/// open, it was that one that ended here.
pub(super) fn broken(scene: &Scene<'_>) -> Repair {
    let text = scene.text;
    let line = scene.line();
    let in_brackets = !scene.brackets.is_empty();
    if matches!(byte(text, scene.at), b'"' | b'\'') && quoted_end(text, scene.at, line.end).is_none() {
        return unclosed(text, scene.at, in_brackets, text.len());
    }
    const LOOK_BACK: usize = 50;
    let above = std::iter::successors(line.previous(), Line::previous).take(LOOK_BACK);
    let here = Line::at(text, scene.at);
    // Only while the lines in between hold no quote can the text have come from so far up.
    for above in above {
        if let Some(open) = open_quote(text, &above) {
            if byte(text, scene.at) == b':' {
                return long_key(scene, open, &above);
            }
            return unclosed(text, open, in_brackets, text.len());
        }
        if text.get(above.start..above.end).is_some_and(|l| l.contains(['"', '\''])) {
            break;
        }
    }
    if let Some(open) = open_quote(text, &here).filter(|open| *open >= scene.at) {
        return unclosed(text, open, in_brackets, text.len());
    }
    behind(scene, &line)
}

/// The column that all lines of a quoted text which opens at `open` must be indented deeper than.
fn margin(text: &str, line: &Line<'_>, open: usize) -> Option<usize> {
    if line.key.is_some_and(|(_, colon)| open > colon) {
        return Some(line.column());
    }
    let before = text.get(line.body..open)?;
    if line.is_item() {
        return before.rfind('-').map(|dash| line.indent() + dash);
    }
    if !before.is_empty() {
        return None;
    }
    // Beside other keys it opens a key, which stands on one line.
    if line.previous().is_some_and(|above| above.column() == line.indent()) {
        return Some(line.indent());
    }
    let parent = std::iter::successors(line.previous(), Line::previous).find(|l| l.indent() < line.indent())?;
    Some(parent.column())
}

/// The first line of a quoted text that cannot belong to it, as it is not indented deeper than `margin`:
/// the parser does not mind, but the quote is open there.
fn outside<'t>(text: &'t str, open: usize, end: usize, margin: usize) -> Option<Line<'t>> {
    let line = Line::at(text, open);
    std::iter::successors(line.next(), Line::next).take_while(|l| l.body < end).find(|l| l.indent() <= margin)
}

/// A quoted text that is closed only behind a line which cannot belong to it, if the parser has come
/// to its error through one: the ways to close it before.
pub(super) fn overlong(scene: &Scene<'_>) -> Vec<Repair> {
    let text = scene.text;
    // Inside brackets all is indented deeper than the line on which the outermost opens.
    let outer = scene.brackets.first().map(|outer| margin(text, &Line::at(text, *outer), *outer));
    let mut here = scene.untold;
    let mut token_start = true;
    while here <= scene.at && here < text.len() {
        let b = byte(text, here);
        match b {
            b'"' | b'\'' if token_start => {
                let end = quoted_end(text, here, text.len()).unwrap_or(text.len());
                // Most quoted texts stand on one line: those cost no look at it.
                if text.get(here..end).is_some_and(|t| t.contains('\n'))
                    && let line = Line::at(text, here)
                    && let Some(margin) = outer.unwrap_or_else(|| margin(text, &line, here))
                    && let Some(next) = outside(text, here, end, margin)
                {
                    return closings(text, here, &line, &next, outer.is_some());
                }
                here = end;
                token_start = false;
                continue;
            }
            b'#' if token_start => here = line_end(text, here),
            _ => {}
        }
        token_start = matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':');
        here += 1;
    }
    Vec::new()
}

/// Closes the quote at `open` before the line `next`, or on its own line.
fn closings(text: &str, open: usize, line: &Line<'_>, next: &Line<'_>, in_brackets: bool) -> Vec<Repair> {
    let own = unclosed(text, open, in_brackets, next.start);
    let last = next.previous().unwrap_or(*line);
    if last.start <= line.start {
        return vec![own];
    }
    let mut end = text.get(..last.end).unwrap_or("").trim_end().len();
    if in_brackets {
        end = before_closers(text, end);
    }
    let whole = close(text, open, end, Some(*next));
    if in_brackets { vec![whole, own] } else { vec![whole] }
}

/// Where the text that opens at `open` ends if the next quote is that of another entry's value: at the
/// comma before its key.
fn entry_end(text: &str, open: usize) -> Option<usize> {
    let end = quoted_end(text, open, text.len())?;
    let inner = text.get(open + 1..end - 1)?.trim_end().strip_suffix(':')?;
    let comma = inner.rfind(',')?;
    let key = inner.get(comma + 1..)?.trim();
    (!key.is_empty() && !key.contains(['\n', ' ', '"', '\''])).then_some(open + 1 + comma)
}

/// `end` moved back over what closes brackets.
fn before_closers(text: &str, end: usize) -> usize {
    text.get(..end).unwrap_or("").trim_end_matches([']', '}', ',', ' ', '\t', '\r', '\n']).len()
}

fn unclosed(text: &str, open: usize, in_brackets: bool, limit: usize) -> Repair {
    let line = Line::at(text, open);
    let mut end = text.get(..line.end).unwrap_or("").trim_end().len();
    // Inside brackets what closes them is hardly part of the text.
    let in_brackets = in_brackets
        || text.get(line.first..open).is_some_and(|before| {
            before.contains(['[', '{'])
                || (before.trim_start().starts_with('"') && text.get(..end).is_some_and(|t| t.ends_with(',')))
        });
    if in_brackets {
        end = entry_end(text, open).filter(|end| *end < limit).unwrap_or_else(|| before_closers(text, end));
    }
    // A colon behind the first word means that the quote opened a key.
    if open == line.first
        && let Some(colon) =
            text.get(open..end).and_then(|t| t.find(": ").or_else(|| t.strip_suffix(':').map(str::len)))
    {
        end = open + colon;
    }
    close(text, open, end.max(open + 1), line.next())
}

/// Closes the quote at `open` at `end`, before the line `next`.
fn close(text: &str, open: usize, end: usize, next: Option<Line<'_>>) -> Repair {
    let quote = char::from(byte(text, open));
    let mut repair = Repair::new(span(open, open + 1), "this quote is never closed")
        .help(format!("add `{quote}` at the end of the text"))
        .lost(open, end);
    let backslashes = text.get(..end).unwrap_or("").bytes().rev().take_while(|b| *b == b'\\').count();
    let close = if quote == '"' && backslashes % 2 == 1 { "\\\"".to_owned() } else { quote.to_string() };
    repair = repair.patch(Patch::insert(end, close));
    match next {
        Some(next) => repair.related(span(next.body, next.stop), "the text must end before this"),
        None => repair,
    }
}

/// A quoted key that goes over several lines.
fn long_key(scene: &Scene<'_>, open: usize, first: &Line<'_>) -> Repair {
    let last = scene.line();
    let mut block = vec![*first];
    while let Some(next) = block.last().and_then(Line::next).filter(|n| n.start <= last.start) {
        block.push(next);
    }
    Repair::new(span(open, scene.at), "a key must stand on one line")
        .help("shorten the key, or write it between `? ` and `: `")
        .skip(&block)
}

/// Where a line starts with a quote, behind its dashes and opening brackets.
fn text_start(text: &str, line: &Line<'_>) -> Option<usize> {
    let words = text.get(line.first..line.end)?;
    let open = line.end - words.trim_start_matches(['{', '[', ' ']).len();
    matches!(byte(text, open), b'"' | b'\'').then_some(open)
}

/// Text right behind a closed quote.
fn behind(scene: &Scene<'_>, line: &Line<'_>) -> Repair {
    let (from, to) = (scene.at, line.stop.max(scene.at));
    if from <= line.first || byte(scene.text, from) == b':' {
        let repair = Repair::new(span(from, (from + 1).max(to.min(from + 1))), "a key must stand on one line");
        return skip_value(scene, repair.help("shorten the key, or write it between `? ` and `: `"));
    }
    // `"key: "value"`: it was the key that lacks its quote.
    let key = text_start(scene.text, line);
    if let Some(open) = key.filter(|_| line.key.is_none())
        && let Some(inner) = scene.text.get(open + 1..from).and_then(|t| t.trim_end().strip_suffix(['"', '\'']))
        && let Some(name) = inner.trim_end().strip_suffix(':')
    {
        return close(scene.text, open, open + 1 + name.len(), None);
    }
    let opened = line.value;
    let mut repair = Repair::new(span(from, to), "there is text behind the closing quote");
    repair = if matches!(byte(scene.text, opened), b'"' | b'\'') && opened < from {
        let raw = line.value_text();
        let help = format!("take it away, or quote the whole: `{}`", short(&quoted(raw)));
        let closed = scene.text.get(..from).unwrap_or("").trim_end().len();
        repair.help(help).related(span(opened, closed), "the quoted text")
    } else {
        repair.help("take it away, or put it between the quotes")
    };
    // Inside brackets the rest of the line may hold more entries.
    let in_brackets = !scene.brackets.is_empty() || line.value_text().starts_with(['[', '{']);
    let end = if in_brackets {
        let tail = scene.text.get(from..to).unwrap_or("");
        from + tail.find([',', ']', '}']).unwrap_or(tail.len())
    } else {
        to
    };
    repair.span = span(from, end.max(from + 1).min(to.max(from + 1)));
    repair.patch(Patch::delete(from, end)).lost(from, end)
}

/// A backslash that starts no known escape: it is read as it stands.
pub(super) fn escape(scene: &Scene<'_>) -> Repair {
    let text = scene.text;
    // The parser points at the quote that opens the text, or at the escape.
    let mut here = scene.at;
    if byte(text, here) == b'"' {
        here += 1;
    } else {
        here = text.get(..here).and_then(|t| t.rfind('\\')).unwrap_or(here);
    }
    let mut found: Option<Repair> = None;
    while here < text.len() {
        match byte(text, here) {
            b'"' => break,
            b'\\' => {
                let (len, good) = escape_length(text, here);
                if !good {
                    // The others of the same text are read as they stand as well.
                    let wrong = Patch::insert(here, "\\");
                    found = Some(match found {
                        None => wrong_escape(text, here, len).patch(wrong),
                        Some(repair) => repair.patch(wrong),
                    });
                }
                here += len;
            }
            _ => here += 1,
        }
    }
    found.unwrap_or_else(|| {
        let repair = Repair::new(span(scene.at, scene.at + 1), "an escape sequence in this text cannot be read");
        skip_value(scene, repair.help("write `\\\\` for a backslash, or use single quotes"))
    })
}

fn wrong_escape(text: &str, at: usize, len: usize) -> Repair {
    let wrong = text.get(at..at + len).unwrap_or("\\");
    if wrong.starts_with("\\u") && len == 6 {
        return Repair::new(span(at, at + len), format!("`{wrong}` is half of a character"))
            .help("write both halves, or the character itself");
    }
    let shown = if wrong.trim_end().len() < wrong.len() || wrong.len() < 2 { "\\" } else { wrong };
    Repair::new(span(at, at + shown.len()), format!("`{shown}` is no escape sequence"))
        .help("write `\\\\` for a backslash, or use single quotes")
}

/// Length of the escape at `at`, and whether it is one.
fn escape_length(text: &str, at: usize) -> (usize, bool) {
    let hex = |digits: usize| -> Option<u32> {
        text.get(at + 2..at + 2 + digits).and_then(|d| u32::from_str_radix(d, 16).ok())
    };
    let word = |digits: usize| {
        let tail = text.get(at + 2..).unwrap_or("");
        2 + tail.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count()
    };
    match byte(text, at + 1) {
        b'x' => (word(2), hex(2).is_some()),
        b'u' => match hex(4) {
            Some(0xD800..=0xDBFF) => {
                let low = text
                    .get(at + 6..at + 12)
                    .and_then(|t| t.strip_prefix("\\u"))
                    .and_then(|d| u32::from_str_radix(d, 16).ok());
                let paired = low.is_some_and(|l| (0xDC00..=0xDFFF).contains(&l));
                (if paired { 12 } else { 6 }, paired)
            }
            Some(0xDC00..=0xDFFF) => (6, false),
            found => (word(4), found.is_some()),
        },
        b'U' => (word(8), hex(8).and_then(char::from_u32).is_some()),
        b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/' | b'\\' | b'N'
        | b'_' | b'L' | b'P' | b'\n' | b'\r' => (2, true),
        _ => (1 + text.get(at + 1..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8), false),
    }
}
