//! How far a suppression reaches.

use ir_syntax::{Node, Span, Style, Tree};

/// The line around `offset`, without its line break.
pub(super) fn line(text: &str, offset: u32) -> Span {
    let at = (offset as usize).min(text.len());
    let bytes = text.as_bytes();
    let start = bytes.get(..at).and_then(|b| memchr::memrchr2(b'\n', b'\r', b)).map_or(0, |i| i + 1);
    let end = bytes.get(at..).and_then(|b| memchr::memchr2(b'\n', b'\r', b)).map_or(text.len(), |i| at + i);
    Span::new(start as u32, end as u32)
}

/// The first byte of `span` that is no blank, and the first behind the last one.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let raw = span.slice(text);
    let start = raw.len() - raw.trim_start().len();
    Span::new(span.start + start as u32, span.start + raw.trim_end().len().max(start) as u32)
}

/// What a comment covers that stands behind something on its line: the line, and the block of text that begins on it.
pub(super) fn behind(tree: &Tree, comment: Span) -> Span {
    let line = line(tree.text(), comment.start);
    let before = trimmed(tree.text(), Span::new(line.start, comment.start));
    let block = tree.node_at(before.end).filter(|n| matches!(n.style(), Style::Literal | Style::Folded));
    Span::new(line.start, block.map_or(line.end, |n| n.span().end.max(line.end)))
}

/// What a comment covers that has its line for itself: the entry, item or document that begins on the next line that
/// is neither blank nor a comment. `None` where nothing follows.
pub(super) fn below(tree: &Tree, comment: Span) -> Option<Span> {
    let text = tree.text();
    let mut next = line(text, comment.start).end;
    loop {
        let rest = text.get(next as usize..)?;
        let skipped = rest.len() - rest.trim_start().len();
        let at = next + skipped as u32;
        let first = text.get(at as usize..)?.chars().next()?;
        if first != '#' {
            return Some(from(tree, at));
        }
        next = line(text, at).end;
    }
}

/// The entry, item or document that begins at `at`; where none does, the line.
fn from(tree: &Tree, at: u32) -> Span {
    let line = line(tree.text(), at);
    let rest = tree.text().get(at as usize..).unwrap_or("");
    if rest.starts_with("---") {
        return tree.document_at(at).map_or(line, |d| Span::new(at, d.span.end));
    }
    let end = match tree.node_at(at) {
        Some(node) if rest.starts_with(['-', '?']) && !node.is_scalar() => {
            node.children().find(|c| c.span().start > at).map(|c| c.span().end)
        }
        Some(node) => entry(node, at),
        None => None,
    };
    Span::new(at, end.unwrap_or(line.end).max(at))
}

/// Where the entry ends of which `node` is the key, or that is the first in it.
fn entry(node: Node<'_>, at: u32) -> Option<u32> {
    if let Some(map) = node.parent().filter(|_| node.is_key()) {
        let of = map.own_entries().find(|e| e.key.id() == node.id())?;
        return Some(of.value.span().end.max(of.key.span().end));
    }
    match node.own_entries().find(|e| e.key.span().start >= at) {
        Some(first) => Some(first.value.span().end),
        None => Some(node.span().end),
    }
}
