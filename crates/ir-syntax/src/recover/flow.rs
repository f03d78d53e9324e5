//! Brackets and braces.

use super::indent;
use super::line::{Line, line_start, quoted_end};
use super::patch::Patch;
use super::repair::{Repair, span};
use super::trouble::{Scene, skip_value};
use crate::gaps::line_end;

fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b'\n')
}

fn closer(open: u8) -> u8 {
    if open == b'[' { b']' } else { b'}' }
}

/// How the brackets between two places stand to each other.
struct Balance {
    /// Never closed, outermost first.
    open: Vec<usize>,
    /// The first closing bracket that does not fit the one it should close.
    misfit: Option<usize>,
    /// Where the first bracket was closed.
    closed: Option<usize>,
    /// The first bracket whose closing one stands further left than the line it opens on: that one
    /// was meant for another.
    askew: Option<usize>,
}

/// Whether `close`, the first on its line, stands further left than the line on which `open` stands.
fn is_askew(text: &str, open: usize, close: usize) -> bool {
    let blanks = |from: usize| text.get(from..).map_or(0, |t| t.len() - t.trim_start_matches([' ', '\t']).len());
    let before = text.get(..close).unwrap_or("").trim_end_matches([' ', '\t']).len();
    if !matches!(byte(text, before.wrapping_sub(1)), b'\n' | b'\r') {
        return false;
    }
    let above = line_start(text, open);
    above < before && close - before < blanks(above)
}

/// Follows the brackets from the one at `from`.
fn balance(text: &str, from: usize, to: usize) -> Balance {
    let mut open: Vec<usize> = Vec::new();
    let mut here = from;
    let mut token_start = true;
    let mut askew = None;
    while here < to {
        let b = byte(text, here);
        match b {
            b'"' | b'\'' if token_start => {
                // A quote that never closes takes its line, not the rest of the text.
                here = quoted_end(text, here, to).unwrap_or_else(|| line_end(text, here));
                token_start = false;
                continue;
            }
            b'#' if token_start => here = line_end(text, here),
            b'[' | b'{' => open.push(here),
            b']' | b'}' => match open.last() {
                Some(last) if closer(byte(text, *last)) == b => {
                    if askew.is_none() && is_askew(text, *last, here) {
                        askew = Some(*last);
                    }
                    open.pop();
                    if open.is_empty() {
                        return Balance { open, misfit: None, closed: Some(here), askew };
                    }
                }
                _ => return Balance { open, misfit: Some(here), closed: None, askew },
            },
            _ => {}
        }
        token_start = matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':');
        here += 1;
    }
    Balance { open, misfit: None, closed: None, askew }
}

/// Where a collection that opens at `open` must have ended, by indentation: at the end of the last
/// line that is indented deeper than the one it opens on.
fn region_end(text: &str, open: usize) -> usize {
    let line = Line::at(text, open);
    let margin = if line.body == open { None } else { Some(line.indent()) };
    let mut last = line;
    while let Some(next) = last.next() {
        let closes = matches!(byte(text, next.body), b']' | b'}');
        let outside = margin.is_some_and(|m| next.indent() < m || next.indent() == m && !closes);
        if outside {
            break;
        }
        last = next;
        if closes && margin.is_some_and(|m| next.indent() == m) {
            break;
        }
    }
    last.stop
}

/// Something is wrong inside brackets.
pub(super) fn broken(scene: &Scene<'_>) -> Repair {
    let text = scene.text;
    let line = scene.line();
    if line.value_text().starts_with("{{") && line.value <= scene.at {
        return indent::template(scene, &line);
    }
    let innermost_is_here = matches!(byte(text, scene.at), b'[' | b'{').then_some(scene.at);
    let Some(outer) = scene.brackets.first().copied().or(innermost_is_here) else {
        let (from, to) = scene.word();
        let repair = Repair::new(span(from, to), "this cannot stand here");
        return skip_value(scene, repair.help("quote the text if it is meant as it stands"));
    };
    let opener = Line::at(text, outer);
    if opener.value == outer && text.get(outer..).is_some_and(|t| t.starts_with("{{")) {
        return indent::template(scene, &opener);
    }
    let end = region_end(text, outer);
    let found = balance(text, outer, end);
    if found.closed.is_some_and(|at| at >= scene.at) || (found.open.is_empty() && found.misfit.is_none()) {
        return inside(scene);
    }
    if found.closed.is_some() {
        // Closed before the error: what is wrong stands behind it.
        return indent::misplaced(scene);
    }
    if let Some(open) = found.askew {
        return unclosed(text, open, nested_end(text, &Line::at(text, open), end), &[open]);
    }
    match found.open.last() {
        Some(open) if found.misfit.is_none() => unclosed(text, *open, end, &found.open),
        Some(open) => unclosed(text, *open, nested_end(text, &Line::at(text, *open), end), &[*open]),
        None => inside(scene),
    }
}

/// A bracket that is never closed: closes it at `end`, with the others that are open there.
fn unclosed(text: &str, open: usize, end: usize, all: &[usize]) -> Repair {
    let bracket = char::from(byte(text, open));
    let close = char::from(closer(byte(text, open)));
    let mut closers: String = all.iter().rev().map(|o| char::from(closer(byte(text, *o)))).collect();
    // A bracket around these stays open: the next entry needs a comma.
    if all.len() == 1 && Line::at(text, open).body != open && follows_entry(text, end) && !ends_region(text, open, end)
    {
        closers.push(',');
    }
    let what = if bracket == '[' { "list" } else { "mapping" };
    let mut repair = Repair::new(span(open, open + 1), format!("this `{bracket}` is never closed"))
        .help(format!("add `{close}` where the {what} ends"))
        .patch(Patch::insert(end, closers))
        .lost(open, end);
    if let Some(next) = Line::at(text, end).next() {
        repair = repair.related(span(next.body, next.stop), format!("the {what} must end before this"));
    }
    repair
}

/// Whether the lines that belong to the collection that opens at `open` end at `end`, or before.
fn ends_region(text: &str, open: usize, end: usize) -> bool {
    // Inside other brackets, the line of the bracket starts with a quoted key as a rule.
    let line = Line::at(text, open);
    region_end(text, open) <= end && !matches!(byte(text, line.body), b'"' | b'\'' | b'{' | b'[')
}

fn nested_end(text: &str, line: &Line<'_>, limit: usize) -> usize {
    let mut last = *line;
    while let Some(next) = last.next().filter(|n| n.indent() > line.indent() && n.stop <= limit) {
        last = next;
    }
    let used = text.get(..last.stop).unwrap_or("").trim_end_matches(',').len();
    used.max(line.start)
}

/// Whether another entry comes behind `at`, without a comma before it.
fn follows_entry(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("").trim_start();
    !rest.is_empty() && !rest.starts_with([',', ']', '}'])
}

/// The brackets are right, what is between them is not: mostly a comma.
fn inside(scene: &Scene<'_>) -> Repair {
    let text = scene.text;
    let before = text.get(..scene.at).unwrap_or("");
    if byte(text, scene.at) == b',' {
        return Repair::new(span(scene.at, scene.at + 1), "nothing stands before this `,`")
            .help("write the missing entry, or take the comma away")
            .patch(Patch { at: scene.at, delete: 1, insert: " ".into() })
            .lost(scene.at, scene.at + 1);
    }
    let word = if byte(text, scene.at) == b':' {
        before.rfind([' ', '\t', '\n', '\r', '[', '{', ',']).map_or(0, |at| at + 1)
    } else {
        scene.at
    };
    let previous = text.get(..word).unwrap_or("").trim_end();
    if previous.ends_with([',', '[', '{', ':']) || previous.is_empty() {
        let (from, to) = scene.word();
        let repair = Repair::new(span(from, to), "this cannot stand inside brackets as it is");
        return skip_value(scene, repair.help("quote the text if it is meant as it stands"));
    }
    let (from, to) = Scene { text, at: word, brackets: Vec::new(), untold: 0 }.word();
    Repair::new(span(from, to), "a `,` is missing before this entry")
        .help("separate the entries by commas")
        .patch(Patch::insert(word, ","))
        .lost(previous.len(), to)
}

/// A bracket closed by one of the other kind.
pub(super) fn mismatched(scene: &Scene<'_>, open: char, close: char) -> Repair {
    let text = scene.text;
    let outer = scene.brackets.first().copied().unwrap_or(scene.at).min(scene.at);
    let found = balance(text, outer, text.len());
    let fits = if open == '[' { ']' } else { '}' };
    let Some(misfit) = found.misfit else { return broken(scene) };
    let opener = found.open.last().copied().unwrap_or(scene.at);
    // The one around it would fit: then this one is not closed at all.
    let around = found.open.iter().rev().nth(1).is_some_and(|o| closer(byte(text, *o)) == byte(text, misfit));
    if around {
        let line = Line::at(text, opener);
        if line.end > misfit {
            let end = text.get(..misfit).unwrap_or("").trim_end().len();
            return Repair::new(span(opener, opener + 1), format!("this `{open}` is never closed"))
                .help(format!("add `{fits}` before the `{close}`"))
                .related(span(misfit, misfit + 1), "the bracket around it closes here")
                .patch(Patch::insert(end, fits.to_string()))
                .lost(opener, misfit);
        }
        return unclosed(text, opener, nested_end(text, &line, region_end(text, outer)), &[opener]);
    }
    Repair::new(span(misfit, misfit + 1), format!("this `{close}` stands where `{fits}` should close a `{open}`"))
        .help(format!("replace it by `{fits}`"))
        .related(span(opener, opener + 1), "opened here")
        .patch(Patch { at: misfit, delete: 1, insert: fits.to_string().into() })
        .lost(opener, misfit + 1)
}

/// A closing bracket too many.
pub(super) fn nothing_open(scene: &Scene<'_>) -> Repair {
    let Some(bracket) = scene.char().filter(|c| matches!(c, ']' | '}')) else {
        let line = scene.line();
        return skip_value(scene, Repair::new(span(line.body, line.stop), "a bracket on this line closes nothing"));
    };
    Repair::new(span(scene.at, scene.at + bracket.len_utf8()), format!("this `{bracket}` closes nothing"))
        .help("take it away, or quote the value if it belongs to the text")
        .patch(Patch { at: scene.at, delete: bracket.len_utf8(), insert: " ".into() })
        .lost(scene.at, scene.at + bracket.len_utf8())
}

/// Nested beyond what is read.
pub(super) fn too_deep(scene: &Scene<'_>) -> Repair {
    let text = scene.text;
    let repair = Repair::new(
        span(scene.at, scene.at + scene.char().map_or(0, char::len_utf8)),
        format!("this is nested more than {} levels deep", crate::build::NESTING),
    )
    .help("no pipeline needs that: is a bracket or an indentation wrong further up?");
    if matches!(byte(text, scene.at), b'[' | b'{') {
        let found = balance(text, scene.at, text.len());
        let end = found.closed.map_or(text.len(), |at| at + 1);
        let end = if end < text.len() { end } else { line_end(text, scene.at) };
        return repair.patch(Patch::delete(scene.at, end)).lost(scene.at, end);
    }
    let line = scene.line();
    let mut repair = repair.skip(&line.block());
    // Items nested on one line: keep those that are not too deep.
    if let Some(first) = repair.patches.first_mut() {
        *first = Patch::delete(scene.at.max(line.body), line.end);
    }
    repair
}
