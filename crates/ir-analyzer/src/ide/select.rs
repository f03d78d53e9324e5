//! What to select around a cursor, step by step.

use ir_syntax::{Node, Span, Style};

use super::schema;
use crate::source::Source;

/// What stands around `offset` (bytes), the smallest first, each strictly larger than the one before: the word, the
/// name, the placeholder, the line of a long text, the text, the text with its quotes, the entry, the collection,
/// and so on up to the whole file. Never empty.
#[must_use]
pub fn selections(source: &Source, offset: u32) -> Vec<Span> {
    let text = source.text();
    let offset = text.floor_char_boundary(offset as usize) as u32;
    let mut steps = Vec::new();
    if let Some(comment) = source.tree.comments().iter().find(|c| c.span.start < offset && c.span.touches(offset)) {
        steps.push(word(text, offset, comment.span));
        steps.push(comment.span);
    } else if let Some(node) = source.tree.node_at(offset) {
        if node.is_scalar() && !node.is_alias() {
            scalar(source, node, offset, &mut steps);
        }
        steps.push(node.span());
        around(text, node, &mut steps);
    }
    steps.extend(source.tree.document_at(offset).map(|d| d.span));
    steps.push(Span::new(0, text.len() as u32));
    nested(steps, offset)
}

/// The steps that grow.
fn nested(steps: Vec<Span>, offset: u32) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for step in steps {
        let grows = found.last().is_none_or(|last| step.contains(*last) && step != *last);
        if grows && step.touches(offset) {
            found.push(step);
        }
    }
    found
}

fn scalar(source: &Source, node: Node<'_>, offset: u32, steps: &mut Vec<Span>) {
    let text = source.text();
    let inner = schema::inner(node);
    if inner.touches(offset) {
        steps.push(word(text, offset, inner));
    }
    if let Some(package) = &source.package {
        let inside = |span: &Span| span.touches(offset) && !span.is_empty() && node.span().contains(*span);
        let refs = package.symbols.refs.values().filter(|r| r.at.node == node.id());
        let mut names: Vec<Span> = refs.flat_map(|r| [Some(r.at.span), r.shown]).flatten().filter(inside).collect();
        names.sort_by_key(|s| s.len());
        steps.extend(names);
    }
    if matches!(node.style(), Style::Literal | Style::Folded) {
        steps.push(line(text, offset));
        // Without the header.
        steps.push(node.text_map().source());
    }
    steps.push(inner);
}

/// The word at `offset`, inside `within`; empty where there is none.
fn word(text: &str, offset: u32, within: Span) -> Span {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let before = Span::new(within.start.min(offset), offset).slice(text);
    let behind = Span::new(offset, within.end.max(offset)).slice(text);
    let start = before.char_indices().rev().take_while(|(_, c)| part(*c)).last().map_or(before.len(), |(at, _)| at);
    let end = behind.find(|c| !part(c)).unwrap_or(behind.len());
    Span::new(offset - (before.len() - start) as u32, offset + end as u32)
}

/// The line of `offset` without the blank space around.
fn line(text: &str, offset: u32) -> Span {
    let start = text.get(..offset as usize).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let rest = text.get(offset as usize..).unwrap_or("");
    let end = offset as usize + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let content = text.get(start..end).unwrap_or("");
    let lead = content.len() - content.trim_start().len();
    Span::new((start + lead) as u32, (start + content.trim_end().len().max(lead)) as u32)
}

/// The entries, items and collections around a node.
fn around(text: &str, node: Node<'_>, steps: &mut Vec<Span>) {
    for here in std::iter::successors(Some(node), |n| n.parent()) {
        steps.push(here.span());
        let Some(parent) = here.parent() else { break };
        if parent.is_mapping() {
            let entry = parent.own_entries().find(|e| e.key.id() == here.id() || e.value.id() == here.id());
            steps.extend(entry.map(|e| e.key.span().cover(e.value.span())));
        } else if parent.style() == Style::Block {
            let before = text.get(..here.span().start as usize).unwrap_or("").trim_end();
            if before.ends_with('-') {
                steps.push(Span::new(before.len() as u32 - 1, here.span().end));
            }
        }
    }
}
