//! What no schema can say of a workflow, by the words of the format: what may stand together, and where.

mod arguments;
mod containers;
mod hazards;
mod metrics;
mod names;
mod outputs;
mod places;
mod resource;
mod selector;
mod spec;
mod tasks;
mod template;

use ir_model::{Engine, Fault, FaultKind, Note, NoteKind, Severity};
use ir_syntax::{Node, Span};

use super::Argo;
use crate::lowering::text_origin;

/// Only the run meets it.
const LATE: &[Engine] = &[Engine::Argo];

/// A fault that is being written.
pub(super) struct Draft(Fault);

pub(super) fn fault(kind: FaultKind, title: impl Into<String>) -> Draft {
    Draft(Fault {
        kind,
        severity: None,
        title: title.into(),
        label: String::new(),
        related: None,
        engines: &[],
        note: None,
        fix: None,
    })
}

impl Draft {
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.0.label = label.into();
        self
    }

    pub(super) fn related(mut self, at: Span, words: &'static str) -> Self {
        self.0.related = Some((at, words));
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.0.severity = Some(severity);
        self
    }

    /// What becomes of it.
    pub(super) fn noted(mut self, note: &'static str) -> Self {
        self.0.note = Some(note);
        self
    }

    /// The engine refuses what the rule only warns of elsewhere.
    fn refused(mut self) -> Self {
        self.0.severity = Some(Severity::Error);
        self
    }

    /// The engine takes it.
    pub(super) fn quiet(mut self) -> Self {
        self.0.note = Some("");
        self
    }

    /// Only some ways into the cluster refuse it.
    fn warned(self) -> Self {
        let note = "`argo lint` accepts this; `kubectl` refuses it where the full definitions are installed";
        self.severity(Severity::Warning).noted(note)
    }

    /// `argo lint` lets it pass.
    pub(super) fn late(mut self) -> Self {
        self.0.engines = LATE;
        self.0.note = Some("`argo lint` accepts this; the workflow then fails, or goes on without it");
        self
    }
}

impl<'t> Argo<'t> {
    pub(super) fn report(&mut self, at: Span, draft: Draft) {
        self.l.package.notes.push(Note { kind: NoteKind::Fault(Box::new(draft.0)), at });
    }

    /// The first of these keys that is written, with its value.
    fn first(&self, node: Node<'t>, keys: &[&str]) -> Option<(Node<'t>, Node<'t>)> {
        keys.iter().find_map(|key| self.l.entry(node, key))
    }

    /// A scalar that is written.
    pub(super) fn written(&self, node: Node<'t>, key: &str) -> Option<Node<'t>> {
        self.l.field(node, key).filter(|n| n.is_scalar() && !n.is_missing())
    }

    /// The name of something, for a sentence.
    fn called(&self, node: Node<'t>) -> String {
        self.written(node, "name").map_or_else(String::new, |name| format!(" `{}`", name.text()))
    }

    /// Where to point for something that lacks a key: at its name, else at the beginning of it.
    fn bearer(&self, node: Node<'t>) -> Span {
        let name = self.written(node, "name").map(|name| text_origin(name).span);
        let first = || node.own_entries().next().map(|e| e.key.span());
        name.or_else(first).unwrap_or_else(|| node.span())
    }

    /// Keys of which only one may stand, where several do.
    fn only_one(&mut self, node: Node<'t>, keys: &[&str], thing: &str) {
        let found: Vec<Node<'t>> = keys.iter().filter_map(|key| self.l.entry(node, key)).map(|(key, _)| key).collect();
        let mut found: Vec<Node<'t>> = found;
        found.sort_by_key(|key| key.span());
        if let [first, second, ..] = found.as_slice() {
            let title = format!("`{}` cannot stand beside `{}` in {thing}", second.text(), first.text());
            let draft = fault(FaultKind::ConflictingKeys, title).label("only one of them is taken");
            self.report(second.span(), draft.related(first.span(), "the other one"));
        }
    }

    /// A list that the cluster only takes up to a length.
    fn at_most(&mut self, holder: Node<'t>, key: &str, most: usize) {
        let Some((key, list)) = self.l.entry(holder, key) else { return };
        let count = list.items().count();
        if count > most {
            let title = format!("`{}` has {count} items, and at most {most} are taken", key.text());
            self.report(key.span(), fault(FaultKind::MalformedValue, title));
        }
    }

    /// A key that has no place here.
    fn misplaced(&mut self, node: Node<'t>, key: &str, (place, label): (&str, &str)) {
        if let Some((key, _)) = self.l.entry(node, key) {
            let title = format!("`{}` has no place in {place}", key.text());
            self.report(key.span(), fault(FaultKind::MisplacedKey, title).label(label));
        }
    }
}
