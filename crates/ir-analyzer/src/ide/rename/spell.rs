//! Writing a new name at the places of the old one, each in the quotes it stands in.

use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, NodeId, Span, Style, Tree};

/// A place that writes a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    /// The name, quotes excluded.
    pub(super) span: Span,
    /// The scalar around it; `None` in a comment.
    pub(super) node: Option<NodeId>,
}

/// Whether a place says exactly `name`.
pub(super) fn says(tree: &Tree, place: Place, name: &str) -> bool {
    let Some(node) = place.node.map(|id| tree.node(id)) else { return place.span.slice(tree.text()) == name };
    if node.is_alias() || !node.is_scalar() {
        return false;
    }
    match decoded(node, place.span) {
        Some((start, end)) => node.text().get(start..end) == Some(name),
        None => false,
    }
}

/// The part of a scalar's decoded text that stands at `span`.
fn decoded(node: Node<'_>, span: Span) -> Option<(usize, usize)> {
    if is_whole(node, span) {
        return Some((0, node.text().len()));
    }
    let map = node.text_map();
    let (start, end) = (map.to_decoded(span.start)? as usize, map.to_decoded(span.end)? as usize);
    (map.span(start..end) == span).then_some((start, end))
}

fn is_whole(node: Node<'_>, span: Span) -> bool {
    let whole = node.span();
    let inside = span.start == whole.start + 1 && span.end + 1 == whole.end;
    span == whole || inside && matches!(node.style(), Style::SingleQuoted | Style::DoubleQuoted)
}

/// The edits that write `new` at all `places`, in the order of the text.
///
/// # Errors
///
/// The place that cannot hold it.
pub(super) fn edits(tree: &Tree, places: &[Place], new: &str) -> Result<Vec<Edit>, Span> {
    let mut edits = Vec::new();
    for group in places.chunk_by(|a, b| a.node == b.node) {
        let Some(first) = group.first() else { continue };
        match first.node.map(|id| tree.node(id)) {
            None if new.contains(|c: char| c.is_whitespace() || c.is_control() || c == ':') => return Err(first.span),
            None => edits.extend(group.iter().map(|place| Edit { span: place.span, text: new.to_owned() })),
            Some(node) => edits.extend(scalar(node, group, new).ok_or(first.span)?),
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    Ok(edits)
}

/// The edits of one scalar.
fn scalar(node: Node<'_>, places: &[Place], new: &str) -> Option<Vec<Edit>> {
    if places.iter().any(|place| is_whole(node, place.span)) {
        let edits = edit::replace_scalar(node, new)?;
        return Some(edits.into_iter().map(|edit| without_quotes(node, edit)).collect());
    }
    let inside = match node.style() {
        Style::SingleQuoted if new.contains(char::is_control) => return None,
        Style::SingleQuoted => new.replace('\'', "''"),
        Style::DoubleQuoted => edit::quoted(new).trim_matches('"').to_owned(),
        Style::Literal | Style::Folded if new.contains(char::is_control) => return None,
        Style::Literal | Style::Folded => new.to_owned(),
        _ => return plain(node, places, new),
    };
    // A name that begins or ends with a quote would lose it to `trim_matches`.
    if node.style() == Style::DoubleQuoted && new.contains('"') {
        return None;
    }
    Some(places.iter().map(|place| Edit { span: place.span, text: inside.clone() }).collect())
}

/// Inside of a scalar without quotes: it may need some from now on.
fn plain(node: Node<'_>, places: &[Place], new: &str) -> Option<Vec<Edit>> {
    let harmless = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    let raw = || places.iter().map(|place| Edit { span: place.span, text: new.to_owned() }).collect();
    if !new.is_empty() && new.chars().all(harmless) {
        return Some(raw());
    }
    if !node.text_map().is_verbatim() {
        return None;
    }
    let mut text = String::new();
    let mut done = 0;
    for place in places {
        let (start, end) = decoded(node, place.span)?;
        text.push_str(node.text().get(done..start)?);
        text.push_str(new);
        done = end;
    }
    text.push_str(node.text().get(done..)?);
    let flow = node.ancestors().any(|n| n.style() == Style::Flow);
    if edit::needs_quotes(&text, flow) { edit::replace_scalar(node, &text) } else { Some(raw()) }
}

/// The same edit without the quotes that stay.
fn without_quotes(node: Node<'_>, edit: Edit) -> Edit {
    let old = edit.span.slice(node.tree().text());
    for quote in ['"', '\''] {
        let inner = |text: &str| {
            let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
            Some(inner.to_owned())
        };
        if let (Some(_), Some(text)) = (inner(old), inner(&edit.text)) {
            return Edit { span: Span::new(edit.span.start + 1, edit.span.end - 1), text };
        }
    }
    edit
}
