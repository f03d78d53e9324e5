//! The items of a loop where they are written out: a list, or JSON in a string.

use std::ops::Range;

use ir_model::{Binding, Items, Literal, LiteralKind, Task};
use ir_syntax::{Node, Span, Tree};

use crate::flow::argument;
use crate::rule::Context;

/// What a loop runs over, as far as it is written out.
pub(super) enum Written<'t> {
    /// A list.
    List(Node<'t>),
    /// Text that should be a list in JSON.
    Text(Node<'t>),
}

/// What `task` runs over, where that is written out.
pub(super) fn written<'t>(context: &Context<'t>, task: &Task) -> Option<Written<'t>> {
    let tree = &context.source.tree;
    match &task.each.as_ref()?.items {
        Items::Text(origin) => Some(tree.node(origin.node)).filter(|n| n.is_scalar()).map(Written::Text),
        Items::Argument(reference) => {
            let argument = argument(context.package, task, *reference)?;
            match context.package.bindings.get(argument.binding)? {
                _ if argument.transform.is_some() => None,
                Binding::Literal(Literal { kind: LiteralKind::List, node }, _) => Some(Written::List(tree.node(*node))),
                Binding::Literal(Literal { kind: LiteralKind::String, node }, _) => {
                    Some(Written::Text(tree.node(*node)))
                }
                _ => None,
            }
        }
        Items::List(origin) => {
            Some(Written::List(tree.node(origin.node))).filter(|_| !tree.node(origin.node).is_scalar())
        }
        Items::Value(_) | Items::Range(_) | Items::Unknown(_) => None,
    }
    .filter(|w| {
        let (Written::List(node) | Written::Text(node)) = w;
        // An alias is read where its anchor is.
        !node.has_loss() && !node.is_alias()
    })
}

impl Written<'_> {
    /// Calls `visit` with each item and where it stands, until it says stop. Nothing where the text is no list.
    pub(super) fn visit(&self, mut visit: impl FnMut(Node<'_>, Span) -> bool) {
        match self {
            Written::List(list) => {
                for item in list.items() {
                    if visit(item, item.span()) {
                        return;
                    }
                }
            }
            Written::Text(node) if broken(node.text()).is_none() => {
                let tree = Tree::parse(node.text());
                let map = node.text_map();
                for item in tree.roots().next().into_iter().flat_map(Node::items) {
                    if visit(item, map.span(item.span().range())) {
                        return;
                    }
                }
            }
            Written::Text(_) => {}
        }
    }

    /// Whether it is certainly a list without items.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Written::List(list) => list.is_sequence() && list.items().next().is_none(),
            Written::Text(node) => {
                let text = node.text().trim();
                text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).is_some_and(|t| t.trim().is_empty())
            }
        }
    }
}

/// Why text is no list in JSON.
pub(super) struct Broken {
    /// The bytes of the text that are wrong.
    pub(super) at: Range<usize>,
    /// What is wrong with them; `None` where it is JSON, and no list.
    pub(super) why: Option<String>,
}

/// Whether a text is no list in JSON. Nesting that is too deep for the reader proves nothing.
pub(super) fn broken(text: &str) -> Option<Broken> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let message = error.to_string();
        if message.contains("recursion limit") {
            return None;
        }
        let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let start = (line + error.column().saturating_sub(1)).min(text.len());
        let start = (0..=start).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let rest = text.get(start..).unwrap_or("");
        let length = rest.char_indices().take_while(|(_, c)| c.is_alphanumeric()).map(|(i, c)| i + c.len_utf8()).last();
        let length = length.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(0);
        let why = message.split(" at line ").next().unwrap_or(&message).to_owned();
        return Some(Broken { at: start..start + length, why: Some(why) });
    }
    let list = text.trim_start().starts_with('[');
    (!list).then_some(Broken { at: 0..text.len(), why: None })
}

/// The source of a part of a scalar's decoded text.
pub(super) fn inside(node: Node<'_>, range: Range<usize>) -> Span {
    node.text_map().span(range)
}
