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
    let mut keys: Vec<(&str, NodeId)> = Vec::new();
    let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
    for (id, data) in tree.nodes.iter().enumerate() {
        if data.kind != Kind::Mapping || data.alias {
            continue;
        }
        keys.clear();
        let entries = Node::new(tree, NodeId(id as u32)).own_entries();
        keys.extend(entries.filter(|e| e.key.is_scalar()).map(|e| (e.key.text(), e.key.id())));
        if keys.len() <= FEW {
            for (at, (text, again)) in keys.iter().enumerate() {
                if let Some((_, first)) = keys.iter().take(at).find(|(other, _)| other == text) {
                    found.push(DuplicateKey { first: *first, again: *again });
                }
            }
        } else {
            seen.clear();
            for (text, again) in &keys {
                let first = *seen.entry(text).or_insert(*again);
                if first != *again {
                    found.push(DuplicateKey { first, again: *again });
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
