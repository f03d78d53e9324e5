//! Taking an entry or an item away.

use super::{Edit, layout};
use crate::gaps;
use crate::node::Node;
use crate::span::Span;
use crate::tree::Style;

/// Takes away the entry of a key or value, or an item, with the comment on its last line. The last
/// one leaves `{}` or `[]`. `None` for the root of a document.
#[must_use]
pub fn remove(node: Node<'_>) -> Option<Vec<Edit>> {
    let parent = node.parent()?;
    let first = node.key().unwrap_or(node);
    let width = if parent.is_mapping() { 2 } else { 1 };
    let children: Vec<Node<'_>> = parent.children().step_by(width).collect();
    let nth = children.iter().position(|c| c.id() == first.id())?;
    let text = parent.tree().text();
    if children.len() == 1 {
        return Some(empty(parent, text));
    }
    let (start, end) = (layout::start(first), layout::end(first));
    if parent.style() == Style::Flow {
        return Some(vec![Edit::new(flow_span(text, parent, &children, nth, start, end), "")]);
    }
    let line = layout::line_start(text, start);
    let stop = gaps::line_end(text, end);
    if text.get(line..start).is_some_and(|margin| margin.trim_start_matches('\u{feff}').trim().is_empty()) {
        let next = stop + break_len(text, stop);
        let keep = if line == 0 && text.starts_with('\u{feff}') { 3 } else { 0 };
        let from = if next == stop { before_break(text, line) } else { line + keep };
        return Some(vec![Edit::new(Span::new(from as u32, next as u32), "")]);
    }
    // Behind a dash: the next entry takes its place.
    let next = children.get(nth + 1).map_or(stop, |c| layout::start(*c));
    Some(vec![Edit::new(Span::new(start as u32, next as u32), "")])
}

/// An only entry goes: brackets stay.
fn empty(parent: Node<'_>, text: &str) -> Vec<Edit> {
    let brackets = if parent.is_mapping() { "{}" } else { "[]" };
    let span = parent.span();
    if parent.style() == Style::Flow {
        return vec![Edit::new(span, brackets)];
    }
    let start = span.start as usize;
    let end = parent.children().last().map_or(span.end as usize, layout::end);
    let stop = gaps::line_end(text, end);
    let margin = layout::line_start(text, start);
    let own_line = text.get(margin..start).is_some_and(|m| m.trim().is_empty());
    let Some(key) = parent.key().filter(|_| own_line) else {
        let last = if gaps::last_token_end(text, end, stop) == end { stop } else { end };
        return vec![Edit::new(Span::new(span.start, last as u32), brackets)];
    };
    // Behind the colon, or what follows it; a comment there stays.
    let behind = gaps::last_token_end(text, key.span().end as usize, start);
    let from = before_break(text, margin);
    vec![Edit::insert(behind as u32, format!(" {brackets}")), Edit::new(Span::new(from as u32, stop as u32), "")]
}

/// What goes with an entry inside brackets: it and one comma.
fn flow_span(text: &str, parent: Node<'_>, children: &[Node<'_>], nth: usize, start: usize, end: usize) -> Span {
    let comma = |from: usize, to: usize| {
        let gap = text.get(from..to)?;
        let code = gap.find('#').map_or(gap, |c| gap.get(..c).unwrap_or(gap));
        code.find(',').map(|at| from + at + 1)
    };
    match children.get(nth + 1).map(|c| layout::start(*c)) {
        Some(next) => {
            let after = comma(end, next).unwrap_or(next);
            // Comments behind the comma may belong to the next entry.
            let plain = text.get(after..next).is_some_and(|gap| gap.trim().is_empty());
            Span::new(start as u32, if plain { next } else { after } as u32)
        }
        None => {
            let before = nth.checked_sub(1).and_then(|at| children.get(at)).map_or(start, |c| layout::end(*c));
            let plain = text.get(before..start).is_some_and(|gap| !gap.contains('#'));
            if plain {
                return Span::new(before as u32, end as u32);
            }
            let after = comma(end, parent.span().end as usize).unwrap_or(end);
            Span::new(start as u32, after as u32)
        }
    }
}

fn break_len(text: &str, at: usize) -> usize {
    let tail = text.get(at..).unwrap_or("");
    if tail.starts_with("\r\n") { 2 } else { usize::from(!tail.is_empty()) }
}

/// The place before the line break that ends right before `line`.
fn before_break(text: &str, line: usize) -> usize {
    let head = text.get(..line).unwrap_or("");
    let cut = head.strip_suffix('\n').unwrap_or(head);
    cut.strip_suffix('\r').unwrap_or(cut).len()
}
