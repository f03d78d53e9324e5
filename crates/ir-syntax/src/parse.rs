//! The way from a text to its tree: build, repair what cannot be read, then look the whole over.

use std::sync::Arc;

use crate::aliases;
use crate::build::{self, Draft};
use crate::duplicates;
use crate::recover::{self, Budget};
use crate::span::Span;
use crate::tree::{SyntaxError, Tree};

/// Texts must be shorter, for offsets to fit `u32` with a value to spare.
const TOO_LONG: usize = u32::MAX as usize;

pub(crate) fn parse(text: Arc<str>) -> Tree {
    parse_up_to(text, TOO_LONG)
}

/// [`parse`] with the limit on length as a parameter, for tests.
fn parse_up_to(text: Arc<str>, limit: usize) -> Tree {
    if text.len() >= limit {
        let mut tree = empty(Arc::from(""));
        tree.errors.push(SyntaxError {
            span: Span::at(0),
            message: format!("this file has {} bytes: {limit} or more cannot be read", text.len()).into(),
            help: Some("split it into smaller files".into()),
            related: None,
        });
        return tree;
    }
    let mut draft = Draft { tree: empty(Arc::clone(&text)), bad_aliases: Vec::new() };
    draft.tree.nodes.reserve(text.len() / 24);
    let mut budget = Budget::default();
    let mut from = 0;
    while from < text.len() {
        let Err(stop) = build::build(&mut draft, &text, from) else { break };
        from = recover::document(&mut draft, &text, from, *stop, &mut budget);
    }
    draft.tree.anchors.sort_by_key(|a| a.span.start);
    aliases::report(&mut draft);
    let mut tree = draft.tree;
    duplicates::find(&mut tree);
    settle(&mut tree);
    tree.nodes.shrink_to_fit();
    tree
}

fn empty(text: Arc<str>) -> Tree {
    let merges = memchr::memmem::find(text.as_bytes(), b"<<").is_some();
    Tree { merges, ..Tree::unread(text) }
}

/// Brings all lists into the order that the tree promises.
fn settle(tree: &mut Tree) {
    tree.comments.sort_by_key(|c| c.span.start);
    tree.tags.sort_by_key(|t| t.node);
    tree.errors.sort_by_key(|e| (e.span.start, e.span.end));
    tree.lost.sort_by_key(|l| l.start);
    tree.lost.dedup_by(|next, kept| {
        let overlap = next.start <= kept.end;
        if overlap {
            kept.end = kept.end.max(next.end);
        }
        overlap
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_too_long_for_its_offsets_is_refused() {
        let tree = parse_up_to(Arc::from("a: 1\n"), 5);
        assert_eq!(tree.errors().len(), 1);
        assert!(tree.is_empty() && tree.text().is_empty());
        assert!(parse_up_to(Arc::from("a: 1"), 5).errors().is_empty());
    }
}
