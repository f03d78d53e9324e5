//! Spans over all real files: what a span covers is what the node says.

use crate::{corpus, invariants};
use ir_syntax::{Kind, Node, Style, Tree};

#[test]
fn spans_of_real_files_cover_what_the_nodes_say() {
    let Some(folder) = corpus::folder("") else { return };
    for (path, text) in corpus::texts(&folder) {
        if text.len() > 400_000 {
            continue;
        }
        let tree = Tree::parse(text);
        invariants::check(&tree);
        for root in tree.roots() {
            walk(root, &mut |node| {
                let source = node.span().slice(tree.text());
                let good = match (node.kind(), node.style()) {
                    _ if node.is_alias() || node.is_missing() || node.has_loss() => true,
                    (Kind::Scalar, Style::Plain) => {
                        node.text_map().is_verbatim() && source == node.text() || source.contains(['\n', '\r'])
                    }
                    (Kind::Scalar, Style::Literal) => source.starts_with('|'),
                    (Kind::Scalar, Style::Folded) => source.starts_with('>'),
                    (Kind::Scalar, Style::SingleQuoted) => {
                        source.len() > 1 && source.starts_with('\'') && source.ends_with('\'')
                    }
                    (Kind::Scalar, Style::DoubleQuoted) => {
                        source.len() > 1 && source.starts_with('"') && source.ends_with('"')
                    }
                    (Kind::Mapping, Style::Flow) => {
                        source.starts_with('{') && source.ends_with('}')
                            || node.parent().is_some_and(|p| p.is_sequence())
                    }
                    (Kind::Sequence, Style::Flow) => source.starts_with('[') && source.ends_with(']'),
                    (Kind::Sequence, _) => source.starts_with('-'),
                    _ => !source.is_empty(),
                };
                assert!(good, "{}: {node:?} covers {source:?}", path.display());
            });
        }
    }
}

fn walk<'t>(node: Node<'t>, see: &mut impl FnMut(Node<'t>)) {
    see(node);
    node.children().for_each(|c| walk(c, see));
}

/// The span's text of the node at each `path`, a list of keys and numbers.
fn span<'t>(tree: &'t Tree, path: &[&str]) -> &'t str {
    let mut node = tree.roots().next().unwrap();
    for step in path {
        node = match step.parse::<usize>() {
            Ok(at) => node.items().nth(at).unwrap(),
            Err(_) => node.get(step).unwrap(),
        };
    }
    node.span().slice(tree.text())
}

#[test]
fn spans_are_those_an_editor_would_select() {
    for (start, end) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n")] {
        let text = "a: |2- # c\n    x\n   y\n\n# d\nb:\n  - &n {k: [1, 2] }\n  -   !t 'q'\n  - *n\n  -\nc: # e\n  d: >\n\n  e: f  \ng:\n".replace('\n', end);
        let tree = Tree::parse(format!("{start}{text}"));
        assert!(tree.errors().is_empty(), "{:?}", tree.errors());
        let lines = |s: &str| s.replace('\n', end);
        assert_eq!(span(&tree, &["a"]), lines("|2- # c\n    x\n   y"));
        assert_eq!(span(&tree, &["b"]), lines("- &n {k: [1, 2] }\n  -   !t 'q'\n  - *n\n  -"));
        assert_eq!(span(&tree, &["b", "0"]), "{k: [1, 2] }");
        assert_eq!(span(&tree, &["b", "0", "k"]), "[1, 2]");
        assert_eq!(span(&tree, &["b", "1"]), "'q'");
        assert_eq!(span(&tree, &["b", "2"]), "*n");
        assert_eq!(span(&tree, &["c"]), lines("d: >\n\n  e: f"));
        assert_eq!(span(&tree, &["c", "d"]), ">");
        let comments: Vec<&str> = tree.comments().iter().map(|c| c.span.slice(tree.text())).collect();
        assert_eq!(comments, ["# c", "# d", "# e"]);
        let missing = tree.roots().next().unwrap().get("g").unwrap();
        assert!(missing.is_missing());
        assert!(tree.text()[..missing.span().start as usize].ends_with("g:"));
    }
}

#[test]
fn a_node_is_found_at_its_offset() {
    let text = "a: 1\nb:\n  c: [x, 'yy']\nd:\n# e\n---\nf";
    let tree = Tree::parse(text);
    let at = |needle: &str, plus: usize| {
        let offset = (text.find(needle).unwrap() + plus) as u32;
        tree.node_at(offset).map(|n| n.span().slice(text).to_owned())
    };
    assert_eq!(at("a:", 0).as_deref(), Some("a"));
    assert_eq!(at("a:", 1).as_deref(), Some("a"));
    assert_eq!(at("1", 1).as_deref(), Some("1"));
    assert_eq!(at("x", 0).as_deref(), Some("x"));
    assert_eq!(at("'yy'", 4).as_deref(), Some("'yy'"));
    assert_eq!(at("[", 0).as_deref(), Some("[x, 'yy']"));
    assert_eq!(at("d:", 2).as_deref(), Some(""));
    assert_eq!(at("# e", 1), None);
    assert_eq!(at("f", 1).as_deref(), Some("f"));
}

#[test]
fn nodes_know_their_place() {
    let tree = Tree::parse("a:\n  - b: 1\n  - c\n");
    let one = tree.roots().next().unwrap().get("a").unwrap().items().next().unwrap().get("b").unwrap();
    assert_eq!(one.key().map(|k| k.text()), Some("b"));
    assert!(one.key().unwrap().is_key() && !one.is_key());
    let around: Vec<Kind> = one.ancestors().map(Node::kind).collect();
    assert_eq!(around, [Kind::Mapping, Kind::Sequence, Kind::Mapping]);
    let c = tree.node_at(tree.text().find('c').unwrap() as u32).unwrap();
    assert_eq!((c.index(), c.key().is_none()), (Some(1), true));
}
