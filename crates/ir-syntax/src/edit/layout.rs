//! How a text is laid out around a node: columns, lines, brackets.

use crate::gaps;
use crate::node::Node;
use crate::tree::{Kind, Style};

/// The line break that the text uses.
pub(super) fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text.get(at..).is_some_and(|t| t.starts_with("\r\n")) => "\r\n",
        Some(at) if text.get(at..).is_some_and(|t| t.starts_with('\r')) => "\r",
        _ => "\n",
    }
}

/// Start of the line that `at` stands on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |n| n + 1)
}

/// Columns, in characters, between the start of the line and `at`.
pub(super) fn column(text: &str, at: usize) -> usize {
    text.get(line_start(text, at)..at).map_or(0, |t| t.trim_start_matches('\u{feff}').chars().count())
}

/// What has to come before a value in place of a missing one: a space, or a colon as well.
pub(super) fn lead(missing: Node<'_>) -> &'static str {
    let before = missing.tree().text().get(..missing.span().start as usize).unwrap_or("");
    if missing.key().is_some() && in_brackets(missing) && !before.ends_with(':') {
        ": "
    } else if before.is_empty() || before.ends_with([' ', '\n', '\r']) {
        ""
    } else {
        " "
    }
}

/// Whether a node lies inside brackets, so that block style cannot be used.
pub(super) fn in_brackets(node: Node<'_>) -> bool {
    node.parent().is_some_and(|p| p.style() == Style::Flow)
}

/// Whether the document of `node` is written like JSON: brackets outside and quoted keys.
pub(super) fn is_json(node: Node<'_>) -> bool {
    let root = node.ancestors().last().unwrap_or(node);
    root.style() == Style::Flow
        && root.own_entries().next().is_none_or(|e| e.key.style() == Style::DoubleQuoted)
        && (root.is_mapping() || root.items().next().is_none_or(|i| i.style() != Style::Plain))
}

/// Columns by which the document indents the mappings inside mappings, 2 where there are none.
pub(super) fn unit(node: Node<'_>) -> usize {
    const LOOK_AT: usize = 500;
    let text = node.tree().text();
    let root = node.ancestors().last().unwrap_or(node);
    let mut open = vec![root];
    for _ in 0..LOOK_AT {
        let Some(here) = open.pop() else { break };
        if here.is_alias() || here.style() == Style::Flow {
            continue;
        }
        if here.kind() == Kind::Mapping
            && let Some(outer) = here.parent().filter(|p| p.is_mapping())
        {
            let columns = column(text, here.span().start as usize);
            let step = columns.saturating_sub(column(text, outer.span().start as usize));
            if step > 0 {
                return step;
            }
        }
        open.extend(here.children().filter(|c| !c.is_scalar()));
    }
    2
}

/// Where an entry or item starts: its key with anchor and tag, or its dash. `before` is the end of
/// what precedes it.
pub(super) fn start(node: Node<'_>) -> usize {
    let text = node.tree().text();
    let child = node.key().unwrap_or(node);
    let Some(parent) = child.parent() else { return child.span().start as usize };
    let mut before = parent.span().start as usize;
    if parent.style() == Style::Flow && text.get(before..).is_some_and(|t| t.starts_with(['[', '{'])) {
        before += 1;
    }
    let mut end = before;
    for sibling in parent.children().take_while(|c| c.id() != child.id()) {
        end = sibling.span().end as usize;
    }
    let first = end == before;
    let from = if first { before } else { end };
    let to = child.span().start as usize;
    token(text, from, to, parent.style() == Style::Flow && !first)
}

/// The first token between two places, comments aside; behind a comma if `comma`.
fn token(text: &str, from: usize, to: usize, comma: bool) -> usize {
    let mut skipped = Vec::new();
    gaps::comments(text, from, to, |c| skipped.push(c));
    let mut comma = comma;
    for (at, c) in text.get(from..to).unwrap_or("").char_indices() {
        let at = from + at;
        let in_comment = skipped.iter().any(|s| s.range().contains(&at));
        if in_comment || c.is_whitespace() {
            continue;
        }
        if comma && c == ',' {
            comma = false;
            continue;
        }
        return at;
    }
    to
}

/// Where an entry or item ends: its value, with the empty lines that a block scalar keeps.
pub(super) fn end(node: Node<'_>) -> usize {
    let text = node.tree().text();
    let mut last = value_of(node);
    while let Some(child) = last.children().last() {
        if last.style() == Style::Flow {
            break;
        }
        last = child;
    }
    let end = value_of(node).span().end as usize;
    let keeps = !last.is_alias()
        && matches!(last.style(), Style::Literal | Style::Folded)
        && last.span().slice(text).get(1..3).is_some_and(|h| h.contains('+'));
    if !keeps {
        return end;
    }
    let tail = text.get(end..).unwrap_or("");
    let blank = tail.len() - tail.trim_start_matches([' ', '\n', '\r']).len();
    match text.get(end..end + blank).and_then(|t| t.rfind(['\n', '\r'])) {
        Some(last) => {
            let broken = end + last;
            // The end of the last empty line, its break excluded.
            if text.get(..broken).is_some_and(|t| t.ends_with('\r')) { broken - 1 } else { broken }
        }
        None => end,
    }
}

/// The value of a key, or the node itself.
fn value_of(node: Node<'_>) -> Node<'_> {
    if !node.is_key() {
        return node;
    }
    let entry = node.parent().and_then(|p| p.own_entries().find(|e| e.key.id() == node.id()));
    entry.map_or(node, |e| e.value)
}
