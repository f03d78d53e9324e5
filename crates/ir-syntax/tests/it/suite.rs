//! The YAML test suite: what it calls an error is one here, and all else gives its very events.

use crate::{corpus, invariants};
use ir_syntax::{Kind, Node, Tree};

/// Texts that the suite rejects and that every loader in use accepts.
const ACCEPTED: [&str; 3] = ["9C9N", "DK95", "QB6E"];

struct Case {
    name: String,
    text: String,
    events: Option<String>,
    fails: bool,
}

/// The suite marks what cannot be seen.
fn visible(text: &str) -> String {
    let marks = [("␣", " "), ("»", "\t"), ("—", ""), ("←", "\r"), ("⇔", "\u{feff}"), ("↵", ""), ("∎\n", "")];
    marks.iter().fold(text.to_owned(), |text, (mark, meant)| text.replace(mark, meant))
}

fn cases() -> Vec<Case> {
    let Some(folder) = corpus::folder("yaml-test-suite") else { return Vec::new() };
    let mut cases = Vec::new();
    for (path, text) in corpus::texts(&folder) {
        let tree = Tree::parse(text);
        assert!(tree.errors().is_empty(), "{}: {:?}", path.display(), tree.errors());
        let (mut text, mut events, mut skip) = (String::new(), None, false);
        for (nth, case) in tree.roots().next().unwrap().items().enumerate() {
            if let Some(yaml) = case.get("yaml") {
                text = visible(yaml.text());
            }
            if let Some(tree) = case.get("tree") {
                events = Some(visible(tree.text()));
            }
            let name = format!("{}/{nth}", path.file_stem().unwrap().to_string_lossy());
            // The suite itself is not sure of a few.
            skip |= case.get("skip").is_some();
            if skip {
                continue;
            }
            let fails = case.get("fail").is_some();
            cases.push(Case { name, text: text.clone(), events: events.clone(), fails });
        }
    }
    cases
}

/// The tree as the suite writes it, without the markers of documents.
fn events(tree: &Tree) -> Vec<String> {
    let mut out = vec!["+STR".to_owned()];
    for root in tree.roots() {
        out.push("+DOC".to_owned());
        event(root, &mut out);
        out.push("-DOC".to_owned());
    }
    out.push("-STR".to_owned());
    out
}

fn event(node: Node<'_>, out: &mut Vec<String>) {
    let source = node.tree().text();
    if node.is_alias() {
        out.push(format!("=ALI {}", node.span().slice(source)));
        return;
    }
    let anchor = node.tree().anchors().iter().find(|a| a.node == node.id());
    let anchor = anchor.map_or(String::new(), |a| format!(" {}", a.span.slice(source)));
    let tag = node.tag().map_or(String::new(), |t| format!(" <{}>", t.name));
    let flow = node.style() == ir_syntax::Style::Flow;
    match node.kind() {
        Kind::Mapping => {
            out.push(format!("+MAP{}{anchor}{tag}", if flow { " {}" } else { "" }));
            node.children().for_each(|c| event(c, out));
            out.push("-MAP".to_owned());
        }
        Kind::Sequence => {
            out.push(format!("+SEQ{}{anchor}{tag}", if flow { " []" } else { "" }));
            node.children().for_each(|c| event(c, out));
            out.push("-SEQ".to_owned());
        }
        _ => {
            let sign = match node.style() {
                ir_syntax::Style::SingleQuoted => '\'',
                ir_syntax::Style::DoubleQuoted => '"',
                ir_syntax::Style::Literal => '|',
                ir_syntax::Style::Folded => '>',
                _ => ':',
            };
            let text = node.text().replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
            let text = text.replace('\u{8}', "\\b").replace('\r', "\\r");
            out.push(format!("=VAL{anchor}{tag} {sign}{text}"));
        }
    }
}

#[test]
fn valid_texts_give_the_events_of_the_suite() {
    for case in cases().iter().filter(|c| !c.fails) {
        let tree = Tree::parse(case.text.as_str());
        invariants::check(&tree);
        assert!(tree.errors().is_empty(), "{}: {:?}\n{}", case.name, tree.errors(), case.text);
        assert!(tree.lost().is_empty());
        let Some(expected) = &case.events else { continue };
        let expected: Vec<String> = expected
            .lines()
            .map(|l| l.trim_start())
            .filter(|l| !l.is_empty())
            .map(|l| if l.starts_with("+DOC") || l.starts_with("-DOC") { l[..4].to_owned() } else { l.to_owned() })
            .collect();
        assert_eq!(events(&tree), expected, "{}\n{}", case.name, case.text);
    }
}

#[test]
fn invalid_texts_are_errors_and_still_give_a_tree() {
    for case in cases().iter().filter(|c| c.fails) {
        let tree = Tree::parse(case.text.as_str());
        invariants::check(&tree);
        if case.name.starts_with("9C9N") || case.name == "DK95/1" || case.name.starts_with("QB6E") {
            assert!(ACCEPTED.iter().any(|a| case.name.starts_with(a)));
            continue;
        }
        assert!(!tree.errors().is_empty(), "{} has no error:\n{}", case.name, case.text);
    }
}
