//! Values that are passed: to a workflow, to a step or task, to a hook.

use ir_model::{FaultKind, PortKind};
use ir_syntax::Node;

use super::names::Named;
use super::{Argo, fault};
use crate::argo::ports::LOCATIONS;

/// Where the value of an argument may come from.
const TAKEN: &[&str] = &["configMapKeyRef", "event", "supplied", "default"];

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
            let wrong = ["path", "jsonPath", "jqFilter", "parameter", "expression"];
            if let Some((key, _)) = self.first(from, &wrong) {
                let title = format!("`{}` cannot give an argument its value", key.text());
                let draft = fault(FaultKind::MisplacedKey, title).label("only outputs have values from there");
                return self.report(key.span(), draft);
            }
            if self.first(from, TAKEN).is_none() && !from.has_loss() {
                let title = format!("the argument{} has no value", self.called(item));
                return self
                    .report(self.bearer(item), fault(FaultKind::MissingKey, title).label("`valueFrom` is empty"));
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

    fn artifact_argument(&mut self, item: Node<'t>) {
        self.only_one(item, &["from", "fromExpression"], "an artifact");
        let source = self.first(item, &["from", "fromExpression"]).or_else(|| self.first(item, LOCATIONS));
        if source.is_none() && !item.has_loss() && self.written(item, "name").is_some() {
            let title = format!("nothing says where the artifact{} comes from", self.called(item));
            self.report(
                self.bearer(item),
                fault(FaultKind::MissingKey, title).label("`from` or a place such as `s3` is missing"),
            );
        }
    }
}
