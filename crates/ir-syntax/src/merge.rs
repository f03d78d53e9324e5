//! Merge keys (`<<`), resolved when asked and never copied.

use rustc_hash::FxHashSet;

use crate::node::{Entry, Node};
use crate::span::Span;
use crate::tree::Kind;

/// The mappings that a `<<` value names: one, or a list of them.
fn sources(value: Node<'_>) -> Vec<Node<'_>> {
    match value.kind() {
        Kind::Mapping => vec![value],
        Kind::Sequence => value.items().filter(|i| i.is_mapping()).collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn entry<'t>(map: Node<'t>, key: &str) -> Option<Entry<'t>> {
    find(map, key, 0)
}

/// Merges may nest; the tree's check of aliases rules out circles, the bound is for the stack.
const MERGE_DEPTH: u32 = 16;

fn find<'t>(map: Node<'t>, key: &str, depth: u32) -> Option<Entry<'t>> {
    let mut found = None;
    let mut merge = None;
    for entry in map.own_entries() {
        if entry.key.says(key) {
            found = Some(entry);
        } else if entry.key.is_merge() {
            merge = Some(entry);
        }
    }
    if found.is_some() || depth >= MERGE_DEPTH {
        return found;
    }
    let merge = merge?;
    let via = merge.value.span();
    sources(merge.value).into_iter().find_map(|s| find(s, key, depth + 1)).map(|e| Entry { merged: Some(via), ..e })
}

pub(crate) fn entries<'t>(map: Node<'t>) -> Vec<Entry<'t>> {
    let mut out = Vec::new();
    let mut merges_of: Vec<Entry<'t>> = Vec::new();
    for entry in map.own_entries() {
        if entry.key.is_merge() { merges_of.push(entry) } else { out.push(entry) }
    }
    if !merges_of.is_empty() {
        let mut seen: FxHashSet<&str> = out.iter().map(|e| e.key.text()).collect();
        for merge in merges_of {
            add_merged(merge.value, merge.value.span(), &mut seen, &mut out, 0);
        }
    }
    out
}

fn add_merged<'t>(value: Node<'t>, via: Span, seen: &mut FxHashSet<&'t str>, out: &mut Vec<Entry<'t>>, depth: u32) {
    if depth >= MERGE_DEPTH {
        return;
    }
    for source in sources(value) {
        let mut later = Vec::new();
        for entry in source.own_entries() {
            if entry.key.is_merge() {
                later.push(entry.value);
            } else if seen.insert(entry.key.text()) {
                out.push(Entry { merged: Some(via), ..entry });
            }
        }
        for value in later {
            add_merged(value, via, seen, out, depth + 1);
        }
    }
}
