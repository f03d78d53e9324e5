//! Texts made to hurt. None may take long, though no time is measured here: what is quadratic would
//! not end.

use crate::invariants;
use ir_syntax::{Kind, Node, Tree};
use std::fmt::Write as _;

fn parse(text: impl Into<String>) -> Tree {
    let tree = Tree::parse(text.into());
    invariants::check(&tree);
    tree
}

/// Nodes with aliases followed.
fn expanded(node: Node<'_>) -> u64 {
    1 + node.resolved().children().map(expanded).sum::<u64>()
}

fn messages(tree: &Tree) -> Vec<&str> {
    tree.errors().iter().map(|e| &*e.message).collect()
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let _ = writeln!(text, "a{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 9].join(", "));
    }
    let tree = parse(text);
    assert_eq!(tree.errors().len(), 1, "{:?}", tree.errors());
    assert!(messages(&tree)[0].contains("too large"));
    assert!(expanded(tree.roots().next().unwrap()) < 200_000);
}

#[test]
fn a_chain_of_aliases_does_not_grow_deep() {
    let mut text = "a0: &a0 {}\n".to_owned();
    for level in 1..2000 {
        let _ = writeln!(text, "a{level}: &a{level} {{k: *a{}}}", level - 1);
    }
    let tree = parse(text);
    fn depth(node: Node<'_>) -> usize {
        1 + node.resolved().children().map(depth).max().unwrap_or(0)
    }
    assert!(depth(tree.roots().next().unwrap()) < 500);
    assert_eq!(tree.errors().len(), 1);
}

#[test]
fn aliases_that_lead_nowhere_are_told() {
    let tree = parse("a: &self\n  b: *self\nc: &base 1\nd: *bse\ne: *other\n");
    assert_eq!(
        messages(&tree),
        ["`*self` lies inside the value it stands for", "no anchor named `bse`", "no anchor named `other`"]
    );
    assert_eq!(tree.errors()[1].help.as_deref(), Some("did you mean `*base`?"));
    let root = tree.roots().next().unwrap();
    assert_eq!(root.get("a").unwrap().get("b").unwrap().kind(), Kind::Alias);
    assert_eq!(root.get("d").unwrap().kind(), Kind::Alias);
}

#[test]
fn aliases_that_can_be_followed_cost_nothing() {
    let mut text = "a: &a {k: v}\nlist:\n".to_owned();
    for _ in 0..50_000 {
        text.push_str("  - *a\n");
    }
    let tree = parse(text);
    assert!(tree.errors().is_empty());
    assert!(tree.roots().next().unwrap().get("list").unwrap().items().all(|i| i.get("k").is_some()));
}

#[test]
fn deep_nesting_is_cut_and_the_rest_is_read() {
    for deep in [
        format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)),
        "[".repeat(10_000),
        "- ".repeat(10_000),
        format!("{}x", "{a: ".repeat(10_000)),
    ] {
        let tree = parse(format!("a: 1\nb:\n  {deep}\nc: 3\n"));
        assert!(messages(&tree)[0].contains("nested more than"), "{:?}", messages(&tree));
        let root = tree.roots().next().unwrap();
        assert_eq!(root.get("a").and_then(|n| n.scalar()), Some(ir_syntax::Scalar::Int(1)));
        assert_eq!(root.get("c").and_then(|n| n.scalar()), Some(ir_syntax::Scalar::Int(3)), "{}", &deep[..20]);
    }
    let mut blocks = String::new();
    for level in 0..2000 {
        let _ = writeln!(blocks, "{}k:", " ".repeat(level));
    }
    let tree = parse(blocks);
    assert_eq!(tree.errors().len(), 1);
}

#[test]
fn a_hundred_levels_are_read() {
    let tree = parse(format!("{}1{}", "[".repeat(100), "]".repeat(100)));
    assert!(tree.errors().is_empty());
}

#[test]
fn many_comments_are_kept() {
    let mut text = String::from("a:\n");
    for at in 0..100_000 {
        let _ = writeln!(text, "  # {at}");
    }
    text.push_str("  b: 1\n");
    let tree = parse(text);
    assert!(tree.errors().is_empty());
    assert_eq!(tree.comments().len(), 100_000);
}

#[test]
fn many_keys_and_their_repetitions_are_found() {
    let mut text = String::new();
    for at in 0..200_000 {
        let _ = writeln!(text, "key{}: {at}", at % 100_000);
    }
    let tree = parse(text);
    assert_eq!(tree.duplicate_keys().len(), 100_000);
    let first = tree.duplicate_keys()[0];
    assert_eq!(tree.node(first.first).text(), tree.node(first.again).text());
}

#[test]
fn repeated_keys_are_told_by_what_they_mean() {
    let tree = parse("a: 1\n\"a\": 2\n<<: {}\n<<: {}\n[x]: 1\n[x]: 2\nb: {c: 1, 'c': 2}\n");
    let again: Vec<&str> = tree.duplicate_keys().iter().map(|d| tree.node(d.again).text()).collect();
    assert_eq!(again, ["a", "<<", "c"]);
}

#[test]
fn one_long_line_is_read() {
    let mut text = String::from("{\"a\": [");
    for at in 0..100_000 {
        let _ = write!(text, "{{\"k{at}\":{at}}},");
    }
    text.pop();
    text.push_str("]}");
    let tree = parse(text);
    assert!(tree.errors().is_empty());
    assert_eq!(tree.roots().next().unwrap().get("a").unwrap().items().count(), 100_000);
}

#[test]
fn many_documents_are_read_and_found() {
    let tree = parse("---\na: 1\n".repeat(50_000));
    assert_eq!(tree.documents().len(), 50_000);
    let last = tree.text().len() as u32 - 2;
    assert_eq!(tree.node_at(last).map(|n| n.text()), Some("1"));
}

#[test]
fn many_broken_lines_and_documents_end() {
    parse("a: [\n".repeat(20_000));
    parse("a: \"\n".repeat(20_000));
    parse("\ta: b: c\n".repeat(20_000));
    parse("---\na: [1\n".repeat(20_000));
    parse("a: b: c\n".repeat(20_000));
    parse("- a\n b\n  c: d\n".repeat(10_000));
    parse("}".repeat(50_000));
    parse("a: *x\n".repeat(50_000));
}

#[test]
fn characters_that_yaml_forbids_are_told() {
    for text in ["a: x\0y\nb: 1\n", "a: \u{7}\nb: 1\n", "a: 1\n\u{0}\nb: 1\n"] {
        let tree = parse(text);
        assert!(messages(&tree)[0].contains("is not allowed in YAML"), "{:?}", messages(&tree));
        assert!(tree.roots().next().unwrap().get("b").is_some(), "{text:?}");
    }
}

#[test]
fn every_kind_of_line_end_is_read() {
    for end in ["\n", "\r\n", "\r"] {
        let tree = parse(format!("a: 1{end}b:{end}  - x # y{end}  - |{end}    z{end}"));
        assert!(tree.errors().is_empty(), "{end:?} {:?}", tree.errors());
        let items: Vec<&str> = tree.roots().next().unwrap().get("b").unwrap().items().map(|i| i.text()).collect();
        assert_eq!(items, ["x", "z\n"]);
        assert_eq!(tree.comments().len(), 1);
    }
}

#[test]
fn a_text_without_content_is_no_error() {
    for text in ["", "\n\n", "# only\n", "\u{feff}", "  \n# a\n   "] {
        let tree = parse(text);
        assert!(tree.errors().is_empty() && tree.documents().is_empty(), "{text:?}");
    }
    assert_eq!(parse("---\n---\n").documents().len(), 2);
}
