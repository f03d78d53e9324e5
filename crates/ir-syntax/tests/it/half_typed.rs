//! Texts as they are while someone types. Each case of `half_typed.txt` gives its tree, `?` behind
//! what may be incomplete, and its errors.

use crate::{invariants, outline};
use ir_syntax::Tree;

#[test]
fn half_typed_texts_keep_their_tree() {
    let cases = include_str!("half_typed.txt");
    let mut out = String::new();
    for case in cases.split("%%%%% ").filter(|c| !c.is_empty()) {
        let (title, text) = case.split_once('\n').unwrap();
        let tree = Tree::parse(text);
        invariants::check(&tree);
        out.push_str(&format!("%%%%% {title}\n{text}~~~~~\n{}{}\n", outline::nodes(&tree), outline::errors(&tree)));
    }
    insta::assert_snapshot!(out);
}

/// The keys that the lines of `text` start with.
fn keys(text: &str) -> Vec<&str> {
    let words = text.lines().map(|l| l.trim_start_matches([' ', '\t', '-', '{', '"', '?']));
    words.filter_map(|l| l.split_once([':', '"'])).map(|(key, _)| key).filter(|k| !k.is_empty()).collect()
}

#[test]
fn the_keys_of_broken_texts_are_kept() {
    let cases = include_str!("half_typed.txt");
    let mut lost = Vec::new();
    let mut count = 0;
    for case in cases.split("%%%%% ").filter(|c| !c.is_empty()) {
        let (title, text) = case.split_once('\n').unwrap();
        let tree = Tree::parse(text);
        for key in keys(text).into_iter().filter(|k| k.bytes().all(|b| b.is_ascii_alphanumeric())) {
            count += 1;
            let at = (key.as_ptr() as usize - text.as_ptr() as usize) as u32;
            if !tree.node_at(at).is_some_and(|n| n.text() == key && (n.is_key() || n.has_loss())) {
                lost.push(format!("{title}: {key}"));
            }
        }
    }
    assert!(count > 150, "{count}");
    assert_eq!(lost, ["a quoted key over two lines: b"], "of {count}");
}
