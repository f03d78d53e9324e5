//! A tree and its errors in a form that a person can compare with the text.

use ir_syntax::{Kind, Node, Span, Tree};
use std::fmt::Write as _;

/// The tree, one node a line, keys before their values; `{}` for mappings, `[]` for sequences, `~`
/// for what is missing, quotes as written, aliases as written.
pub fn nodes(tree: &Tree) -> String {
    let mut out = String::new();
    for root in tree.roots() {
        node(root, 0, "", &mut out);
    }
    out
}

fn node(node_: Node<'_>, depth: usize, lead: &str, out: &mut String) {
    let pad = "  ".repeat(depth);
    let doubt = if node_.has_loss() { "   ?" } else { "" };
    let _ = if node_.is_alias() {
        writeln!(out, "{pad}{lead}{}{doubt}", node_.span().slice(node_.tree().text()))
    } else if node_.is_missing() {
        writeln!(out, "{pad}{lead}~{doubt}")
    } else {
        match node_.kind() {
            Kind::Scalar => writeln!(out, "{pad}{lead}{:?}{doubt}", node_.text()),
            Kind::Mapping => writeln!(out, "{pad}{lead}{{}}{doubt}"),
            Kind::Sequence => writeln!(out, "{pad}{lead}[]{doubt}"),
            Kind::Alias => writeln!(out, "{pad}{lead}*"),
        }
    };
    if node_.is_alias() {
        return;
    }
    for item in node_.items() {
        node(item, depth + 1, "- ", out);
    }
    for entry in node_.own_entries() {
        let key = if entry.key.is_scalar() { entry.key.text().to_owned() } else { "?".to_owned() };
        node(entry.value, depth + 1, &format!("{key}: "), out);
    }
}

/// `line:column` of a place, both from 1, for messages.
pub fn place(text: &str, offset: u32) -> String {
    let before = &text[..offset as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{line}:{column}")
}

pub fn errors(tree: &Tree) -> String {
    let mut out = String::new();
    let text = tree.text();
    let at = |s: Span| format!("{} {:?}", place(text, s.start), s.slice(text));
    for error in tree.errors() {
        let _ = writeln!(out, "error {}: {}", at(error.span), error.message);
        if let Some(help) = &error.help {
            let _ = writeln!(out, "  help: {help}");
        }
        if let Some((span, label)) = &error.related {
            let _ = writeln!(out, "  {}: {label}", at(*span));
        }
    }
    for lost in tree.lost() {
        let _ = writeln!(out, "lost {}", at(*lost));
    }
    out
}
