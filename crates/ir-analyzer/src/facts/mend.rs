//! Fixes made of edits of the tree.

use std::ops::Range;

use ir_model::{DefId, Diagnostic, Fix, Package, Role, Safety, TextEdit};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, Span, Style, Tree};

/// Adds the fix that makes `edits`, where there are any.
pub(crate) fn with(finding: Diagnostic, edits: Option<Vec<Edit>>, title: String, safety: Safety) -> Diagnostic {
    let Some(mut edits) = edits.filter(|e| !e.is_empty()) else { return finding };
    edits.sort_by_key(|e| e.span);
    let edits = edits.into_iter().map(|e| TextEdit { span: e.span, text: e.text }).collect();
    finding.fix(Fix { title, safety, edits })
}

/// Adds the fix that takes an entry or an item away.
pub(crate) fn removing(finding: Diagnostic, node: Node<'_>, title: String, safety: Safety) -> Diagnostic {
    with(finding, edit::remove(node), title, safety)
}

/// Adds the suggestion to write another scalar in place of `node`, exactly as given: a number, a word, or text that
/// needs no quotes.
pub(crate) fn writing(finding: Diagnostic, node: Node<'_>, text: &str, title: String) -> Diagnostic {
    if node.is_alias() || !node.is_scalar() || matches!(node.style(), Style::Literal | Style::Folded) {
        return finding;
    }
    finding.fix(Fix::replace(node.text_map().source(), text, title, Safety::Suggested))
}

/// The edits that take several entries or items away together, each once. `None` where one of them cannot go, or
/// where they would meet.
pub(crate) fn removals<'t>(nodes: impl IntoIterator<Item = Node<'t>>) -> Option<Vec<Edit>> {
    let mut nodes: Vec<Node<'t>> = nodes.into_iter().collect();
    nodes.sort_by_key(|n| n.span());
    nodes.dedup_by_key(|n| n.id());
    let mut edits = Vec::new();
    for node in nodes {
        edits.extend(edit::remove(node)?);
    }
    edits.sort_by_key(|e| e.span);
    let apart = edits.iter().zip(edits.iter().skip(1)).all(|(a, b)| a.span.end <= b.span.start);
    apart.then_some(edits)
}

/// The edits that take an input or output away where it is declared and wherever this file passes or hands it out.
/// `None` where something else names it, too.
pub(crate) fn without_port(tree: &Tree, package: &Package, port: DefId) -> Option<Vec<Edit>> {
    let mut nodes = vec![tree.node(package.def(port)?.node)];
    for reference in package.resolutions.uses(port).iter().map(|r| package.reference(*r)) {
        let reference = reference?;
        let node = tree.node(reference.at.node);
        if reference.role != Role::Bind || !node.is_key() {
            return None;
        }
        nodes.push(node);
    }
    removals(nodes)
}

/// The edits that give a name another spelling wherever it stands in this file. `None` where it cannot be written at
/// one of the places, or where another of its kind is called so already.
pub(crate) fn renamed(tree: &Tree, package: &Package, def: DefId, name: &str) -> Option<Vec<Edit>> {
    let old = package.def(def)?;
    let taken = package
        .symbols
        .defs
        .values()
        .any(|d| d.scope == old.scope && d.ns == old.ns && package.names.text(d.name) == name);
    if taken {
        return None;
    }
    let uses = package.resolutions.uses(def).iter().map(|r| package.reference(*r).map(|r| r.at));
    let mut edits = Vec::new();
    for origin in std::iter::once(Some(old.at)).chain(uses) {
        let origin = origin?;
        let node = tree.node(origin.node);
        let map = node.text_map();
        let (start, end) = (map.to_decoded(origin.span.start)?, map.to_decoded(origin.span.end)?);
        edits.extend(spliced(node, start as usize..end as usize, name)?);
    }
    edits.sort_by_key(|e| e.span);
    edits.dedup();
    Some(edits)
}

/// Puts other text in place of what stands at `span` inside of a scalar.
pub(crate) fn rewritten(tree: &Tree, span: Span, new: &str) -> Option<Vec<Edit>> {
    let node = tree.node_at(span.start).filter(|n| n.is_scalar())?;
    let map = node.text_map();
    spliced(node, map.to_decoded(span.start)? as usize..map.to_decoded(span.end)? as usize, new)
}

/// Puts other text in place of a part of a scalar, in bytes of its text.
pub(crate) fn spliced(node: Node<'_>, range: Range<usize>, new: &str) -> Option<Vec<Edit>> {
    let text = node.text();
    if node.is_alias() || !node.is_scalar() || text.get(range.clone()).is_none() {
        return None;
    }
    let written = match node.style() {
        Style::SingleQuoted => new.replace('\'', "''"),
        Style::DoubleQuoted => new.replace('\\', "\\\\").replace('"', "\\\""),
        Style::Literal | Style::Folded => new.to_owned(),
        _ => {
            let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
            return edit::replace_scalar(node, &format!("{before}{new}{after}"));
        }
    };
    if new.contains(['\n', '\r']) {
        return None;
    }
    Some(vec![Edit { span: node.text_map().span(range), text: written }])
}
