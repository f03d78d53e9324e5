//! How far a new line is indented.

use ir_syntax::{Node, Span, Style};

use crate::source::Source;

/// How far the empty line of `offset` (bytes), which was just begun, should be indented: what to replace, its white
/// space, and how many blanks to put there. `None` where it is right already, where it holds something, and where
/// indentation means nothing or is the author's own: in texts of several lines, between brackets, in comments.
///
/// `step` is how many columns one level has where the text does not show it yet. Only lines that say how it must go on are answered: one that ends with
/// `key:`, and an item that began with a key.
#[must_use]
pub fn indentation(source: &Source, offset: u32, step: usize) -> Option<(Span, usize)> {
    if !source.is_ours() {
        return None;
    }
    let text = source.text();
    let start = text.get(..offset as usize)?.rfind('\n')? + 1;
    let rest = text.get(start..)?;
    let line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?.trim_end_matches('\r');
    if !line.bytes().all(|b| b == b' ') {
        return None;
    }
    let before = text.get(..start)?.trim_end_matches(['\n', '\r']);
    let previous = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    // An empty line between was meant.
    if text.get(before.len()..start)?.matches('\n').count() != 1 {
        return None;
    }
    let said = source.tree.node_at(before.trim_end().len() as u32);
    if said.is_some_and(is_free) || between_brackets(source, before.trim_end().len() as u32) {
        return None;
    }
    let wanted = wanted(previous, own_step(text).unwrap_or(step))?;
    let span = Span::new(start as u32, (start + line.len()) as u32);
    (wanted != line.len()).then_some((span, wanted))
}

/// How many columns the first level of the text has.
fn own_step(text: &str) -> Option<usize> {
    let mut opened = false;
    for line in text.lines().map(str::trim_end).filter(|l| !l.is_empty() && !l.trim_start().starts_with('#')) {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        if opened && blanks > 0 && !line.trim_start().starts_with("- ") {
            return Some(blanks);
        }
        opened = blanks == 0 && line.ends_with(':');
    }
    None
}

/// Whether the text may go on as its author likes.
fn is_free(node: Node<'_>) -> bool {
    let quoted = matches!(node.style(), Style::SingleQuoted | Style::DoubleQuoted);
    let text = node.span().slice(node.tree().text());
    node.is_scalar() && (matches!(node.style(), Style::Literal | Style::Folded) || (quoted && text.contains('\n')))
}

fn between_brackets(source: &Source, offset: u32) -> bool {
    let open =
        |n: Node<'_>| !n.is_scalar() && n.style() == Style::Flow && n.span().start < offset && offset < n.span().end;
    source.tree.node_at(offset).is_some_and(|n| open(n) || n.ancestors().any(open))
}

/// The indentation behind a line.
fn wanted(line: &str, step: usize) -> Option<usize> {
    let content = line.trim_start_matches(' ');
    let mut column = line.len() - content.len();
    let mut body = content;
    let mut item = false;
    while let Some(rest) = body.strip_prefix("- ") {
        let inner = rest.trim_start_matches(' ');
        column += body.len() - inner.len();
        body = inner;
        item = true;
    }
    let body = body.split(" #").next().unwrap_or("").trim_end();
    if body.is_empty() || body.starts_with(['#', '-', '\t', '?', '%']) {
        return None;
    }
    let key = body.strip_suffix(':').filter(|key| !key.contains(": ") && !key.ends_with(':'));
    match key {
        Some(key) if plain_or_quoted(key) => Some(column + step),
        // The next key of an item stands below its first.
        None if item && has_key(body) => Some(column),
        _ => None,
    }
}

fn plain_or_quoted(key: &str) -> bool {
    let quoted = |quote: char| key.len() > 1 && key.starts_with(quote) && key.ends_with(quote);
    quoted('"') || quoted('\'') || !key.starts_with(['"', '\'', '[', '{', '&', '*', '|', '>'])
}

/// Whether a line holds a key with a value that is all on that line.
fn has_key(body: &str) -> bool {
    let Some((key, value)) = body.split_once(": ") else { return false };
    let value = value.trim();
    let open = value.starts_with(['|', '>', '[', '{', '"', '\'', '&']) && !value.ends_with([']', '}', '"', '\'']);
    plain_or_quoted(key) && !value.is_empty() && !open
}
