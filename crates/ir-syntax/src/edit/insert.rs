//! Putting a new entry or item in.

use super::quote;
use super::{Edit, layout};
use crate::gaps;
use crate::node::Node;
use crate::tree::{Kind, NodeId, Style, Tree};

/// Where among its siblings something new goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Before the item, or the entry of the key.
    Before(NodeId),
    /// Behind the item, or the entry of the key.
    After(NodeId),
}

/// Puts an entry into a mapping, into `{}`, or in place of a missing value. `value` is written as
/// given: YAML without indentation, with `\n` between its lines; empty for no value.
///
/// `None` where `map` is something else, an alias, or in brackets that cannot hold the value.
#[must_use]
pub fn insert_entry(map: Node<'_>, key: &str, value: &str, place: Place) -> Option<Vec<Edit>> {
    let text = map.tree().text();
    if map.is_alias() || !(map.is_mapping() || map.is_missing()) {
        return None;
    }
    let json = layout::is_json(map);
    let flow = map.style() == Style::Flow;
    let key_style = match map.children().next() {
        Some(first) if first.style() == Style::DoubleQuoted => Style::DoubleQuoted,
        _ if json => Style::DoubleQuoted,
        _ => Style::Plain,
    };
    let written = quote::scalar(key, key_style, flow);
    put(map, text, &New { key: Some(&written), value }, place)
}

/// Puts an item into a list, into `[]`, or in place of a missing value; as [`insert_entry`] does.
#[must_use]
pub fn insert_item(list: Node<'_>, value: &str, place: Place) -> Option<Vec<Edit>> {
    if list.is_alias() || !(list.is_sequence() || list.is_missing()) {
        return None;
    }
    put(list, list.tree().text(), &New { key: None, value }, place)
}

/// What goes in: an entry, or an item without a key.
struct New<'a> {
    key: Option<&'a str>,
    value: &'a str,
}

impl New<'_> {
    /// As it stands inside brackets.
    fn in_brackets(&self) -> Option<String> {
        let value = self.value.trim_end();
        if value.contains(['\n', '\r']) || self.is_block() {
            return None;
        }
        Some(match self.key {
            Some(key) if value.is_empty() => format!("{key}:"),
            Some(key) => format!("{key}: {value}"),
            None => value.to_owned(),
        })
    }

    /// Whether its value is a collection by indentation.
    fn is_block(&self) -> bool {
        let tree = Tree::parse(self.value);
        tree.roots().next().is_some_and(|r| r.style() == Style::Block && !r.is_scalar())
    }

    /// As lines whose first starts at `column`, without the last line break.
    fn in_block(&self, column: usize, unit: usize, end: &str) -> String {
        let value = self.value.trim_end_matches(['\n', '\r']);
        let mut out = String::new();
        let mut lines = value.lines();
        let margin = match self.key {
            Some(key) => {
                out.push_str(key);
                out.push(':');
                if self.is_block() {
                    None
                } else {
                    if let Some(first) = lines.next().filter(|l| !l.is_empty()) {
                        out.push(' ');
                        out.push_str(first);
                    }
                    Some(column)
                }
            }
            None => {
                out.push('-');
                if let Some(first) = lines.next().filter(|l| !l.is_empty()) {
                    out.push(' ');
                    out.push_str(first);
                }
                Some(column + if self.is_block() { 2 } else { 0 })
            }
        };
        let margin = " ".repeat(margin.unwrap_or(column + unit));
        for line in lines {
            out.push_str(end);
            if !line.is_empty() {
                out.push_str(&margin);
                out.push_str(line);
            }
        }
        out
    }
}

fn put(into: Node<'_>, text: &str, new: &New<'_>, place: Place) -> Option<Vec<Edit>> {
    let width = if into.is_mapping() { 2 } else { 1 };
    let siblings: Vec<Node<'_>> = into.children().step_by(width).collect();
    let find = |id: NodeId| siblings.iter().position(|s| s.id() == id);
    let nth = match place {
        Place::First => 0,
        Place::Last => siblings.len(),
        Place::Before(id) => find(id)?,
        Place::After(id) => find(id)? + 1,
    };
    let before = nth.checked_sub(1).and_then(|at| siblings.get(at)).copied();
    let behind = siblings.get(nth).copied();
    match (before, behind) {
        (None, None) => into_nothing(into, text, new),
        (before, behind) if into.style() == Style::Flow => among_brackets(into, text, new, before, behind),
        (Some(before), _) => {
            let end = layout::line_break(text);
            let column = layout::column(text, layout::start(*siblings.first()?));
            let at = gaps::line_end(text, layout::end(before));
            let body = new.in_block(column, layout::unit(into), end);
            Some(vec![Edit::insert(at as u32, format!("{end}{}{body}", " ".repeat(column)))])
        }
        (None, Some(behind)) => {
            let end = layout::line_break(text);
            let at = layout::start(behind);
            let column = layout::column(text, at);
            let body = new.in_block(column, layout::unit(into), end);
            Some(vec![Edit::insert(at as u32, format!("{body}{end}{}", " ".repeat(column)))])
        }
    }
}

fn among_brackets(
    into: Node<'_>,
    text: &str,
    new: &New<'_>,
    before: Option<Node<'_>>,
    behind: Option<Node<'_>>,
) -> Option<Vec<Edit>> {
    let body = new.in_brackets()?;
    let end = layout::line_break(text);
    if !into.span().slice(text).starts_with(['[', '{']) {
        return None; // the pair in `[a: b]` has no room for another
    }
    // One entry a line, if its neighbour has a line of its own.
    let own_line = |node: Node<'_>| {
        let start = layout::start(node);
        let margin = text.get(layout::line_start(text, start)..start)?;
        margin.trim().is_empty().then(|| margin.to_owned())
    };
    let Some(before) = before else {
        let behind = behind?;
        let separator = own_line(behind).map_or(", ".to_owned(), |margin| format!(",{end}{margin}"));
        return Some(vec![Edit::insert(layout::start(behind) as u32, format!("{body}{separator}"))]);
    };
    let at = layout::end(before);
    let Some(margin) = own_line(before) else {
        return Some(vec![Edit::insert(at as u32, format!(", {body}"))]);
    };
    // The comma belongs before a comment, the entry behind it.
    let limit = behind.map_or(into.span().end as usize - 1, layout::start);
    let line_end = gaps::line_end(text, at);
    let code = text.get(at..limit.min(line_end)).unwrap_or("");
    let has_comma = code.trim_start().starts_with(',');
    if line_end > limit || has_comma != behind.is_some() {
        return Some(vec![Edit::insert(at as u32, format!(",{end}{margin}{body}"))]);
    }
    let tail = if has_comma { "," } else { "" };
    let mut edits = vec![Edit::insert(line_end as u32, format!("{end}{margin}{body}{tail}"))];
    if !has_comma {
        edits.insert(0, Edit::insert(at as u32, ","));
    }
    Some(edits)
}

/// Into `{}`, `[]` or a missing value.
fn into_nothing(into: Node<'_>, text: &str, new: &New<'_>) -> Option<Vec<Edit>> {
    let end = layout::line_break(text);
    let span = into.span();
    let (open, close) = if new.key.is_some() { ('{', '}') } else { ('[', ']') };
    let in_block = match into.parent() {
        Some(parent) => parent.style() == Style::Block,
        None => into.is_missing(),
    };
    if !in_block {
        let body = new.in_brackets()?;
        let lead = if into.is_missing() { layout::lead(into) } else { "" };
        return Some(vec![Edit::new(span, format!("{lead}{open}{body}{close}"))]);
    }
    let unit = layout::unit(into);
    // A value that is a block needs a place of its own: below its key, or behind its dash.
    if let Some(key) = into.key() {
        let outer = layout::column(text, layout::start(key));
        let column = outer + unit;
        let body = new.in_block(column, unit, end);
        let line_end = gaps::line_end(text, span.end as usize);
        // Something else on the line, an explicit key: brackets are safe.
        let rest = gaps::last_token_end(text, span.end as usize, line_end);
        if rest != span.end as usize || !gaps_only(text, key, span.start as usize) {
            let body = new.in_brackets()?;
            return Some(vec![Edit::new(span, format!(" {open}{body}{close}"))]);
        }
        let mut edits = Vec::new();
        if !span.is_empty() {
            let blank = text.get(..span.start as usize)?.trim_end_matches([' ', '\t']).len() as u32;
            edits.push(Edit::new(crate::span::Span::new(blank, span.end), ""));
        }
        edits.push(Edit::insert(line_end as u32, format!("{end}{}{body}", " ".repeat(column))));
        return Some(edits);
    }
    let column = layout::column(text, span.start as usize);
    if into.parent().is_some() {
        let lead = if into.is_missing() { " " } else { "" };
        let body = new.in_block(column + lead.len(), unit, end);
        return Some(vec![Edit::new(span, format!("{lead}{body}"))]);
    }
    let body = new.in_block(0, unit, end);
    let lead = if column > 0 { end } else { "" };
    Some(vec![Edit::new(span, format!("{lead}{body}"))])
}

/// Whether the value at `at` stands on the line of its key.
fn gaps_only(text: &str, key: Node<'_>, at: usize) -> bool {
    key.kind() == Kind::Scalar && gaps::line_end(text, key.span().end as usize) >= at
}
