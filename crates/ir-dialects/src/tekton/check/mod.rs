//! What upstream's webhook and controller refuse and no schema or general rule can tell: numbered as in the list of
//! rules that the coverage table quotes.

mod hazard;
mod matrix;
mod pipeline;
mod refs;
mod run;
mod step;
mod task;
mod timeouts;
mod uses;

use ir_model::{Fault, FaultKind};
use ir_syntax::{Node, Scalar, Span};
use rustc_hash::FxHashMap;

use super::file::File;
use super::ports::name_of;
use super::report::quote;
use crate::lowering::text_origin;

pub(crate) use timeouts::duration;

impl<'t> File<'t> {
    /// Names that stand twice in a list and that no definition is made of.
    pub(crate) fn unique<N: Iterator<Item = Node<'t>>>(&mut self, names: N, what: &str, fold: bool) {
        let mut seen: FxHashMap<String, Node<'t>> = FxHashMap::default();
        for name in names {
            let text = if fold { name.text().to_ascii_lowercase() } else { name.text().to_owned() };
            if text.is_empty() {
                continue;
            }
            let Some(first) = seen.get(&text).copied() else {
                seen.insert(text, name);
                continue;
            };
            let note = "the webhook refuses the object: \"expected exactly one, got both\"";
            let label = if first.text() == name.text() { "" } else { "capitals make no difference here" };
            self.report(
                text_origin(name).span,
                Fault {
                    kind: FaultKind::DuplicateName,
                    severity: None,
                    title: format!("{what} {} stands twice", quote(name.text())),
                    label: label.to_owned(),
                    related: Some((text_origin(first).span, "the first one")),
                    engines: &[],
                    note: Some(note),
                    fix: None,
                },
            );
        }
    }

    /// The names of a list of things with names.
    pub(crate) fn names(&self, node: Node<'t>, key: &str) -> Vec<Node<'t>> {
        self.items(node, key).into_iter().filter_map(name_of).collect()
    }

    /// A whole number below zero.
    pub(crate) fn not_negative(&mut self, node: Node<'t>, key: &str, note: &'static str) {
        let Some(value) = self.l.field(node, key) else { return };
        if matches!(value.scalar(), Some(Scalar::Int(i)) if i < 0) {
            let title = format!("{} is below 0", quote(value.text()));
            self.fault(FaultKind::MalformedValue, text_origin(value).span, title, "", note);
        }
    }
}

/// The token to point at for a mapping in a list: its name, or its first key.
pub(crate) fn token(node: Node<'_>) -> Span {
    match name_of(node) {
        Some(name) => text_origin(name).span,
        None => node.own_entries().next().map_or(node.span(), |e| e.key.span()),
    }
}
