//! Values that are passed: to a workflow, to a step or task, to a hook.

use ir_model::{FaultKind, NoteKind, PortKind, Severity};
use ir_syntax::Node;

use super::names::Named;
use super::{Argo, fault};
use crate::lowering::text_origin;

/// Where the value of an argument may come from.
const TAKEN: &[&str] = &["configMapKeyRef", "event", "supplied"];

impl<'t> Argo<'t> {
    /// An argument; `whole` where it is one of a workflow, whose values may come with the submission.
    pub(in crate::argo) fn check_argument(&mut self, item: Node<'t>, kind: PortKind, whole: bool) {
        if let Some(name) = self.written(item, "name") {
            self.check_name(name, if kind == PortKind::Artifact { Named::Artifact } else { Named::Parameter });
        }
        if kind == PortKind::Artifact { self.artifact_argument(item) } else { self.parameter_argument(item, whole) }
    }

    fn parameter_argument(&mut self, item: Node<'t>, whole: bool) {
        if let Some(from) = self.l.field(item, "valueFrom").filter(|n| n.is_mapping()) {
            let wrong = ["path", "jsonPath", "parameter", "expression"];
            if let Some((key, _)) = self.first(from, &wrong) {
                let title = format!("`{}` cannot give an argument its value", key.text());
                let draft = fault(FaultKind::MisplacedKey, title).label("only outputs have values from there");
                return self.report(key.span(), draft);
            }
            if self.first(from, TAKEN).is_none() && !from.has_loss() {
                let title = format!("the argument{} has no value", self.called(item));
                let label = match from.own_entries().next() {
                    Some(entry) => format!("`{}` alone gives none", entry.key.text()),
                    None => "`valueFrom` is empty".to_owned(),
                };
                return self.report(self.bearer(item), fault(FaultKind::MissingKey, title).label(label));
            }
        }
        let choices = self.l.field(item, "enum").filter(|n| n.is_sequence() && !n.has_loss());
        if let Some(empty) = choices.filter(|n| n.items().next().is_none()) {
            let title = format!("the parameter{} allows no value at all", self.called(item));
            self.report(
                empty.span(),
                fault(FaultKind::MalformedValue, title).label("list the values that may be passed"),
            );
        }
        if !whole && let Some(list) = choices {
            self.chosen(item, list);
        }
        let value = self.first(item, &["value", "valueFrom"]).is_some();
        // Whoever submits a workflow may pass the rest.
        if !whole && !value && !item.has_loss() && self.written(item, "name").is_some() {
            let title = format!("the argument{} has no value", self.called(item));
            self.report(
                self.bearer(item),
                fault(FaultKind::MissingKey, title).label("`value` or `valueFrom` is missing"),
            );
        }
    }

    /// A value that is passed, and the only ones that the same argument allows.
    fn chosen(&mut self, item: Node<'t>, list: Node<'t>) {
        let Some(value) = self.l.field(item, "value").filter(|v| !v.is_missing()) else {
            if self.l.field(item, "valueFrom").is_some() && list.items().next().is_some() {
                let title = format!("the argument{} has no value", self.called(item));
                let draft = fault(FaultKind::MissingKey, title).label("beside `enum` only `value` gives one");
                self.report(self.bearer(item), draft);
            }
            return;
        };
        self.allowed(value, list, "the argument", item);
    }

    /// The default of an input of a template, and the only values that the input allows: nobody compares them.
    pub(in crate::argo) fn check_choice(&mut self, input: Node<'t>) {
        let choices = self.l.field(input, "enum").filter(|n| n.is_sequence() && !n.has_loss());
        let value = ["value", "default"].iter().find_map(|key| self.l.field(input, key)).filter(|v| !v.is_missing());
        let (Some(list), Some(value)) = (choices, value) else { return };
        let before = self.l.package.notes.len();
        self.allowed(value, list, "the input", input);
        for note in self.l.package.notes.iter_mut().skip(before) {
            if let NoteKind::Fault(fault) = &mut note.kind {
                fault.severity = Some(Severity::Warning);
                fault.note = Some("nobody refuses this: the list is only shown where people submit the workflow");
            }
        }
    }

    fn allowed(&mut self, value: Node<'t>, list: Node<'t>, thing: &str, item: Node<'t>) {
        let known = |n: Node<'t>| n.is_scalar() && !n.text().contains("{{");
        let mut choices = list.items();
        if !known(value) || choices.next().is_none() || !list.items().all(known) {
            return;
        }
        if list.items().all(|choice| choice.text() != value.text()) {
            let title = format!("the value of {thing}{} is none of those it allows", self.called(item));
            let draft = fault(FaultKind::NotAChoice, title).related(list.span(), "the values that are allowed");
            self.report(text_origin(value).span, draft);
        }
    }

    fn artifact_argument(&mut self, item: Node<'t>) {
        self.only_one(item, &["from", "fromExpression"], "an artifact");
        let source = self.l.field(item, "from").filter(|n| !n.is_missing());
        if source.is_some() || self.place_of(item).is_some() {
            return;
        }
        if item.has_loss() || self.written(item, "name").is_none() {
            return;
        }
        let title = format!("nothing says where the artifact{} comes from", self.called(item));
        let (at, label) = match self.first(item, &["fromExpression", "s3"]) {
            Some((key, _)) if key.text() == "s3" => (key.span(), "`key` is missing"),
            Some((key, _)) => (key.span(), "an argument takes only `from` or a place such as `s3`"),
            None => (self.bearer(item), "`from` or a place such as `s3` is missing"),
        };
        self.report(at, fault(FaultKind::MissingKey, title).label(label));
    }
}
