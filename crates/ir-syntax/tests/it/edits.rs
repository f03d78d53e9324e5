//! Edits: what they change, and that they change nothing else.

use ir_syntax::edit::{self, Edit, Place};
use ir_syntax::{Kind, Node, Tree};
use proptest::prelude::*;

fn at<'t>(tree: &'t Tree, path: &str) -> Node<'t> {
    let mut node = tree.roots().next().unwrap();
    for step in path.split('.').filter(|s| !s.is_empty()) {
        node = match step.parse::<usize>() {
            Ok(nth) => node.items().nth(nth).unwrap(),
            Err(_) => node.get(step).unwrap(),
        };
    }
    node
}

/// Checks an edit of the node at `path`, with both kinds of line ends.
fn check(before: &str, path: &str, change: impl Fn(Node<'_>) -> Option<Vec<Edit>>, after: &str) {
    for end in ["\n", "\r\n"] {
        let tree = Tree::parse(before.replace('\n', end));
        let edits = change(at(&tree, path)).unwrap();
        let result = edit::apply(tree.text(), &edits).unwrap();
        assert_eq!(result.replace('\r', "␍"), after.replace('\n', end).replace('\r', "␍"), "{path} of {before}");
        assert!(Tree::parse(result).errors().is_empty());
    }
}

fn replace(text: &str) -> impl Fn(Node<'_>) -> Option<Vec<Edit>> {
    move |node| edit::replace_scalar(node, text)
}

fn entry(key: &str, value: &str, place: Place) -> impl Fn(Node<'_>) -> Option<Vec<Edit>> {
    move |node| edit::insert_entry(node, key, value, place)
}

fn item(value: &str, place: Place) -> impl Fn(Node<'_>) -> Option<Vec<Edit>> {
    move |node| edit::insert_item(node, value, place)
}

#[test]
fn a_scalar_keeps_its_quotes_where_they_can_hold_the_text() {
    check("a: x # c\n", "a", replace("z"), "a: z # c\n");
    check("a: x\n", "a", replace("yes"), "a: \"yes\"\n");
    check("a: x\n", "a", replace("1.5"), "a: \"1.5\"\n");
    check("a: x\n", "a", replace("say \"a: b\""), "a: 'say \"a: b\"'\n");
    check("a: 'x'\n", "a", replace("it's"), "a: 'it''s'\n");
    check("a: 'x'\n", "a", replace("a\nb"), "a: \"a\\nb\"\n");
    check("a: \"x\"\n", "a", replace("\\d\t"), "a: \"\\\\d\\t\"\n");
    check("a: [x, y]\n", "a.0", replace("p, q"), "a: [\"p, q\", y]\n");
    check("a:\nb: 1\n", "a", replace("x"), "a: x\nb: 1\n");
    check("a: |\n  x\n  y\nb: 1\n", "a", replace("p\n\nq\n"), "a: |\n  p\n\n  q\nb: 1\n");
    check("a: >- # c\n  x\nb: 1\n", "a", replace("p q"), "a: |- # c\n  p q\nb: 1\n");
    check("a: |\n  x\nb: 1\n", "a", replace(""), "a: \"\"\nb: 1\n");
}

#[test]
fn a_key_is_renamed() {
    let rename = |to: &'static str| move |n: Node<'_>| edit::rename_key(n.key()?, to);
    check("a: 1 # c\n", "a", rename("b c"), "b c: 1 # c\n");
    check("{\"a\": 1}\n", "a", rename("b"), "{\"b\": 1}\n");
    check("a: 1\n", "a", rename("no"), "\"no\": 1\n");
}

#[test]
fn an_entry_goes_into_a_mapping() {
    check("a: 1 # c\nb: 2\n", "", entry("x", "3", Place::First), "x: 3\na: 1 # c\nb: 2\n");
    check("a: 1\nb: 2 # c\n# end\n", "", entry("x", "3", Place::Last), "a: 1\nb: 2 # c\nx: 3\n# end\n");
    check("a: 1\nb: 2", "", entry("x", "3", Place::Last), "a: 1\nb: 2\nx: 3");
    check(
        "m:\n    a: 1\nn: 2\n",
        "m",
        entry("x", "y: 1\nz: 2", Place::Last),
        "m:\n    a: 1\n    x:\n        y: 1\n        z: 2\nn: 2\n",
    );
    check("- a: 1\n  b: 2\n", "0", entry("x", "3", Place::First), "- x: 3\n  a: 1\n  b: 2\n");
    check("- a:\n  - p\n", "0", entry("x", "|\n  t\n  u", Place::Last), "- a:\n  - p\n  x: |\n    t\n    u\n");
    check(
        "a: |+\n  t\n\nb: 1\n",
        "",
        |n| entry("x", "3", Place::After(n.get("a")?.key()?.id()))(n),
        "a: |+\n  t\n\nx: 3\nb: 1\n",
    );
}

#[test]
fn an_entry_goes_into_braces() {
    check("m: {a: 1}\n", "m", entry("x", "3", Place::Last), "m: {a: 1, x: 3}\n");
    check("m: {a: 1, }\n", "m", entry("x", "3", Place::First), "m: {x: 3, a: 1, }\n");
    check("{\"a\": 1}\n", "", entry("x", "3", Place::Last), "{\"a\": 1, \"x\": 3}\n");
    check("{\n  \"a\": 1 # c\n}\n", "", entry("x", "3", Place::Last), "{\n  \"a\": 1, # c\n  \"x\": 3\n}\n");
    check(
        "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
        "",
        entry("x", "3", Place::First),
        "{\n  \"x\": 3,\n  \"a\": 1,\n  \"b\": 2\n}\n",
    );
    check(
        "{\n  \"a\": {},\n  \"b\": 2\n}\n",
        "a",
        entry("x", "3", Place::First),
        "{\n  \"a\": {\"x\": 3},\n  \"b\": 2\n}\n",
    );
}

#[test]
fn an_entry_goes_where_nothing_was() {
    check("m: {} # c\nn: 1\n", "m", entry("x", "3", Place::Last), "m: # c\n  x: 3\nn: 1\n");
    check("m:\n", "m", entry("x", "3", Place::Last), "m:\n  x: 3\n");
    check("m: # c\nn: 1\n", "m", entry("x", "[1]", Place::Last), "m: # c\n  x: [1]\nn: 1\n");
    check("-\n- a\n", "0", entry("x", "3", Place::Last), "- x: 3\n- a\n");
    check("- {}\n- a\n", "0", entry("x", "y: 1", Place::Last), "- x:\n    y: 1\n- a\n");
    check("---\n", "", entry("x", "3", Place::Last), "---\nx: 3\n");
    check("{}\n", "", entry("x", "3", Place::Last), "{\"x\": 3}\n");
}

#[test]
fn an_item_goes_into_a_list() {
    check("l:\n  - a # c\n  - b\n", "l", item("x", Place::Last), "l:\n  - a # c\n  - b\n  - x\n");
    check("l:\n- a\nm: 1\n", "l", item("k: 1\nl: 2", Place::First), "l:\n- k: 1\n  l: 2\n- a\nm: 1\n");
    check("- - a\n", "0", item("x", Place::Last), "- - a\n  - x\n");
    check("l: [a, b]\n", "l", item("x", Place::Last), "l: [a, b, x]\n");
    check("l: []\n", "l", item("x", Place::Last), "l:\n  - x\n");
    check("l:\nm: 1\n", "l", item("x", Place::Last), "l:\n  - x\nm: 1\n");
    check("l: [\n  a,\n  b, # c\n]\n", "l", item("x", Place::Last), "l: [\n  a,\n  b,\n  x, # c\n]\n");
}

#[test]
fn an_entry_or_item_goes_away() {
    check("a: 1\nb: 2 # c\nd: 3\n", "b", edit::remove, "a: 1\nd: 3\n");
    check("a: 1\nb: 2", "b", edit::remove, "a: 1");
    check("a: 1\n# about b\nb:\n  c: 2\n", "a", edit::remove, "# about b\nb:\n  c: 2\n");
    check("- a: 1\n  b: 2\n", "0.a", edit::remove, "- b: 2\n");
    check("- a\n- b\n", "0", edit::remove, "- b\n");
    check("l:\n  - a\n  - b:\n      c\n", "l.1", edit::remove, "l:\n  - a\n");
    check("m:\n  a: 1\nn: 2\n", "m.a", edit::remove, "m: {}\nn: 2\n");
    check("m: # c\n  - a\nn: 2\n", "m.0", edit::remove, "m: [] # c\nn: 2\n");
    check("- a: 1\n- b\n", "0.a", edit::remove, "- {}\n- b\n");
    check("m: {a: 1, b: 2, c: 3}\n", "m.b", edit::remove, "m: {a: 1, c: 3}\n");
    check("m: {a: 1, b: 2}\n", "m.b", edit::remove, "m: {a: 1}\n");
    check("m: {a: 1}\n", "m.a", edit::remove, "m: {}\n");
    check("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", edit::remove, "{\n  \"b\": 2\n}\n");
    check("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", edit::remove, "{\n  \"a\": 1\n}\n");
    check("a: 1\n? b\n: 2\nc: 3\n", "b", edit::remove, "a: 1\nc: 3\n");
    check("a: 1\n&x b: 2\nc: 3\n", "b", edit::remove, "a: 1\nc: 3\n");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let tree = Tree::parse("a: &a {k: 1}\nb: *a\nc: [x]\nd: {k: 1}\n");
    assert_eq!(edit::insert_entry(at(&tree, "b"), "x", "1", Place::Last), None);
    assert_eq!(edit::insert_entry(at(&tree, "c"), "x", "1", Place::Last), None);
    assert_eq!(edit::insert_item(at(&tree, "d"), "x", Place::Last), None);
    assert_eq!(edit::insert_entry(at(&tree, "d"), "x", "|\n  text", Place::Last), None);
    assert_eq!(edit::replace_scalar(at(&tree, "c"), "x"), None);
    assert_eq!(edit::remove(at(&tree, "")), None);
    let twice = [
        Edit { span: ir_syntax::Span::new(0, 4), text: String::new() },
        Edit { span: ir_syntax::Span::new(2, 6), text: String::new() },
    ];
    assert!(edit::apply(tree.text(), &twice).is_err());
    assert!(edit::apply("a", &twice[..1]).is_err());
}

/// What a text says, without how it is written.
#[derive(Clone, PartialEq, Debug)]
enum Model {
    Text(String),
    Missing,
    Alias(String),
    List(Vec<Model>),
    Map(Vec<(Model, Model)>),
}

fn model(node: Node<'_>) -> Model {
    if node.is_alias() {
        return Model::Alias(node.span().slice(node.tree().text()).to_owned());
    }
    match node.kind() {
        Kind::Mapping => Model::Map(node.own_entries().map(|e| (model(e.key), model(e.value))).collect()),
        Kind::Sequence => Model::List(node.items().map(model).collect()),
        _ if node.is_missing() => Model::Missing,
        _ => Model::Text(node.text().to_owned()),
    }
}

/// The model of a node with the node `changed` replaced, or taken away.
fn model_with(node: Node<'_>, changed: Node<'_>, new: &Option<Model>) -> Option<Model> {
    if node.id() == changed.id() {
        return new.clone();
    }
    if node.is_alias() {
        return Some(model(node));
    }
    Some(match node.kind() {
        Kind::Mapping => Model::Map(
            node.own_entries()
                .filter_map(|e| Some((model_with(e.key, changed, new)?, model_with(e.value, changed, new)?)))
                .collect(),
        ),
        Kind::Sequence => Model::List(node.items().filter_map(|i| model_with(i, changed, new)).collect()),
        _ => model(node),
    })
}

fn comments(tree: &Tree) -> Vec<String> {
    let mut found: Vec<String> = tree.comments().iter().map(|c| c.span.slice(tree.text()).to_owned()).collect();
    found.sort();
    found
}

const TEXTS: [&str; 3] = [
    "# top
components:
  comp-train: # c1
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER, defaultValue: 3.0}}, artifacts: {}}
    # c2
    empty: {} # c3
deploymentSpec:
  executors:
    exec-train:
      container:
        args: [\"--executor_input\", '{{$}}', \"\\u00e9\\n\",
          last] # c4
        command:
        - sh
        -
        - - nested
          - b: 1 # c5
            c:
        - |
            set -e
            # no comment
            echo \"ключ\"

        - >+
          keep

        image: \"python:3.9\" # c6
  copy: &anchor
    k: 'it''s'
    l: *anchor2
root: # c7
  &a dag: !t x
  ? complex
  : v
",
    "{
  \"a\": {\"b\": [1, 2, {\"c\": null}], \"d\": {}},
  \"e\": [
    \"x\",
    [],
    {\"f\": \"g\"}
  ]
}
",
    "- a
-   b: 1
    c: {x: , y}
- [a: b, c]
- |-
 last",
];

fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<Node<'_>> = tree.roots().collect();
    while let Some(node) = open.pop() {
        open.extend(node.children());
        found.push(node);
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_replaced_scalar_reads_as_the_new_text(which in 0..3_usize, nth in any::<prop::sample::Index>(), new in "[a-z0-9:#,{}\\[\\]'\"\\\\ \n\t\u{7}é*&!|>@-]{0,12}", crlf: bool) {
        let text = if crlf { TEXTS[which].replace('\n', "\r\n") } else { TEXTS[which].to_owned() };
        let tree = Tree::parse(text.replace("*anchor2", "*anchor").replace("&anchor\n", "\n").replace("*anchor", "w"));
        let all = nodes(&tree);
        let node = all[nth.index(all.len())];
        let Some(edits) = edit::replace_scalar(node, &new) else { return Ok(()) };
        let result = edit::apply(tree.text(), &edits).unwrap();
        let after = Tree::parse(result.as_str());
        prop_assert!(after.errors().is_empty(), "{:?} {:?}\n{}", node, after.errors(), result);
        let expected = model_with(tree.roots().next().unwrap(), node, &Some(Model::Text(new)));
        prop_assert_eq!(after.roots().next().map(model), expected, "{}", result);
        prop_assert_eq!(comments(&tree), comments(&after));
    }

    #[test]
    fn a_removed_entry_is_all_that_goes(which in 0..3_usize, nth in any::<prop::sample::Index>(), crlf: bool) {
        let text = if crlf { TEXTS[which].replace('\n', "\r\n") } else { TEXTS[which].to_owned() };
        let tree = Tree::parse(text.replace("*anchor2", "w"));
        prop_assert!(tree.errors().is_empty());
        let all = nodes(&tree);
        let node = all[nth.index(all.len())];
        let Some(edits) = edit::remove(node) else { return Ok(()) };
        let result = edit::apply(tree.text(), &edits).unwrap();
        let after = Tree::parse(result.as_str());
        prop_assert!(after.errors().is_empty(), "{:?} {:?}\n{}", node, after.errors(), result);
        let expected = model_with(tree.roots().next().unwrap(), node, &None);
        prop_assert_eq!(after.roots().next().map(model), expected, "{:?}\n{}", node, result);
    }

    #[test]
    fn an_inserted_entry_is_all_that_comes(which in 0..3_usize, nth in any::<prop::sample::Index>(), value in 0..4_usize, place in any::<prop::sample::Index>(), crlf: bool) {
        let text = if crlf { TEXTS[which].replace('\n', "\r\n") } else { TEXTS[which].to_owned() };
        let tree = Tree::parse(text.replace("*anchor2", "w"));
        let all = nodes(&tree);
        let node = all[nth.index(all.len())];
        let value = ["v", "{p: q}", "p: q\nr:\n  - s", "|\n  t\n  u"][value];
        let new = model(Tree::parse(value).roots().next().unwrap());
        let siblings: Vec<Node<'_>> = node.children().step_by(if node.is_mapping() { 2 } else { 1 }).collect();
        let at = place.index(siblings.len() + 1);
        let place = if at == 0 { Place::First } else { Place::After(siblings[at - 1].id()) };
        let mut expected = model(node);
        let edits = match &mut expected {
            Model::Map(entries) => {
                entries.insert(at, (Model::Text("new key".to_owned()), new));
                edit::insert_entry(node, "new key", value, place)
            }
            Model::List(items) => {
                items.insert(at, new);
                edit::insert_item(node, value, place)
            }
            Model::Missing => {
                expected = Model::Map(vec![(Model::Text("new key".to_owned()), new)]);
                edit::insert_entry(node, "new key", value, place)
            }
            _ => return Ok(()),
        };
        let Some(edits) = edits else { return Ok(()) };
        let result = edit::apply(tree.text(), &edits).unwrap();
        let after = Tree::parse(result.as_str());
        prop_assert!(after.errors().is_empty(), "{:?} {:?}\n{}", node, after.errors(), result);
        let expected = model_with(tree.roots().next().unwrap(), node, &Some(expected));
        prop_assert_eq!(after.roots().next().map(model), expected, "{:?}\n{}", node, result);
        prop_assert_eq!(comments(&tree), comments(&after));
    }
}
