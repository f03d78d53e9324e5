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
