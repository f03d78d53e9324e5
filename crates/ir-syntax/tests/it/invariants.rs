//! What holds for every tree, of whatever text.

use ir_syntax::{Kind, Node, Span, Tree};

/// Checks a tree against its promises.
pub fn check(tree: &Tree) {
    let text = tree.text();
    let inside = |span: Span, what: &str| {
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{what} {span:?} outside the text");
        for at in [span.start, span.end] {
            assert!(text.is_char_boundary(at as usize), "{what} {span:?} splits a character");
        }
    };
    for document in tree.documents() {
        inside(document.span, "document");
        let root = tree.node(document.root);
        assert!(document.span.contains(root.span()), "root {:?} outside {:?}", root.span(), document.span);
        assert!(root.parent().is_none());
        node(root, 0, &inside);
    }
    for pair in tree.documents().windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "documents overlap: {pair:?}");
    }
    for pair in tree.comments().windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "comments overlap: {pair:?}");
    }
    for comment in tree.comments() {
        inside(comment.span, "comment");
        assert!(comment.span.slice(text).starts_with('#'), "comment {:?}", comment.span.slice(text));
    }
    for anchor in tree.anchors() {
        inside(anchor.span, "anchor");
        assert!(anchor.span.slice(text).starts_with('&'));
    }
    assert!(tree.anchors().is_sorted_by_key(|a| a.span.start));
    for tag in tree.tags() {
        inside(tag.span, "tag");
        assert!(tag.span.slice(text).starts_with('!'), "tag {:?}", tag.span.slice(text));
        assert!(std::ptr::eq(tree.node(tag.node).tag().unwrap(), tag));
    }
    for lost in tree.lost() {
        inside(*lost, "lost");
    }
    assert!(tree.lost().windows(2).all(|p| p[0].end < p[1].start));
    for error in tree.errors() {
        inside(error.span, "error");
        if let Some((span, _)) = &error.related {
            inside(*span, "related");
        }
        assert!(!error.message.ends_with('.') && !error.message.contains('\n'), "{}", error.message);
    }
    assert!(tree.errors().is_sorted_by_key(|e| e.span.start));
    assert!(tree.lost().is_empty() || !tree.errors().is_empty(), "something lost without a word");
    let repeated = tree.duplicate_keys();
    assert!(repeated.is_sorted_by_key(|d| tree.node(d.again).span().start));
}

fn node(here: Node<'_>, depth: usize, inside: &impl Fn(Span, &str)) {
    assert!(depth < 300, "too deep");
    let span = here.span();
    inside(span, "node");
    let source = span.slice(here.tree().text());
    if here.is_alias() {
        assert!(source.starts_with('*'), "alias {source:?}");
        assert_eq!(here.children().count(), 0);
        return;
    }
    match here.kind() {
        Kind::Scalar => scalar(here, source),
        Kind::Alias => unreachable!("only aliases are written as such"),
        Kind::Sequence | Kind::Mapping => {
            let mut before = span.start;
            for child in here.children() {
                assert!(span.contains(child.span()), "child {:?} outside {span:?}", child.span());
                assert!(before <= child.span().start, "children out of order in {span:?}");
                before = child.span().end;
                assert_eq!(child.parent().map(Node::id), Some(here.id()));
                node(child, depth + 1, inside);
            }
        }
    }
}

fn scalar(here: Node<'_>, source: &str) {
    let text = here.text();
    if here.is_missing() {
        assert_eq!(text, "");
        return;
    }
    let map = here.text_map();
    assert_eq!(map.len() as usize, text.len());
    let mut last = here.span().start;
    for (at, _) in text.char_indices().take(2000) {
        let place = map.to_source(at as u32);
        assert!(last <= place && here.span().touches(place), "{source:?} at {at}");
        last = place;
    }
    if map.is_verbatim() {
        assert_eq!(map.source().slice(here.tree().text()), text);
    }
}
