//! Keys that stand twice in one mapping.

use rustc_hash::FxHashMap;

use crate::node::Node;
use crate::tree::{DuplicateKey, Kind, NodeId, Tree};

/// Up to so many keys are compared with each other; more go through a hash map.
const FEW: usize = 8;

/// Fills in [`Tree::duplicates`], in source order of the repeated keys. What was read by a guess is
/// left out: it may be no key at all.
pub(crate) fn find(tree: &mut Tree) {
    let mut found = Vec::new();
    let mut keys: Vec<Node<'_>> = Vec::new();
    let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
    for (id, data) in tree.nodes.iter().enumerate() {
        if data.kind != Kind::Mapping || data.alias {
            continue;
        }
        keys.clear();
        keys.extend(tree.node(NodeId(id as u32)).own_entries().map(|e| e.key).filter(|k| k.is_scalar()));
        if keys.len() <= FEW {
            for (at, key) in keys.iter().enumerate() {
                let text = key.text();
                if let Some(first) = keys.iter().take(at).find(|k| k.text() == text) {
                    found.push(DuplicateKey { first: first.id(), again: key.id() });
                }
            }
        } else {
            seen.clear();
            for key in &keys {
                let first = *seen.entry(key.text()).or_insert(key.id());
                if first != key.id() {
                    found.push(DuplicateKey { first, again: key.id() });
                }
            }
        }
    }
    if !tree.lost.is_empty() {
        let mut lost = tree.lost.clone();
        lost.sort_by_key(|l| l.start);
        found.retain(|d| {
            let span = tree.node(d.again).span();
            !lost.iter().take_while(|l| l.start <= span.end).any(|l| span.start <= l.end)
        });
    }
    found.sort_by_key(|d| tree.node(d.again).span().start);
    tree.duplicates = found;
}
