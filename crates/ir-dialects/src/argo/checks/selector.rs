//! Label selectors.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::{Argo, fault};
use crate::kubernetes::name::{self, NameKind};
use crate::language::publish::place;
use crate::lowering::text_origin;

impl<'t> Argo<'t> {
    /// A selector of objects by their labels, as it is written in keys.
    pub(in crate::argo) fn check_selector(&mut self, selector: Node<'t>) {
        for entry in self.l.field(selector, "matchLabels").map(Node::entries).unwrap_or_default() {
            self.label_part(entry.key, NameKind::Qualified);
            self.label_part(entry.value, NameKind::Value);
        }
        for demand in self.l.field(selector, "matchExpressions").into_iter().flat_map(Node::items).collect::<Vec<_>>() {
            if let Some(key) = self.written(demand, "key") {
                self.label_part(key, NameKind::Qualified);
            }
            let Some(operator) = self.written(demand, "operator").filter(|_| !demand.has_loss()) else { continue };
            let values: Vec<Node<'t>> = self.l.field(demand, "values").into_iter().flat_map(Node::items).collect();
            match operator.text() {
                word @ ("In" | "NotIn") if values.is_empty() => {
                    let draft = fault(FaultKind::MissingKey, format!("`{word}` compares with no value"));
                    self.report(text_origin(operator).span, draft.label("`values` is missing"));
                }
                word @ ("Exists" | "DoesNotExist") if !values.is_empty() => {
                    if let Some((key, _)) = self.l.entry(demand, "values") {
                        let title = format!("`values` has no place beside `{word}`");
                        let draft = fault(FaultKind::MisplacedKey, title);
                        self.report(key.span(), draft.label("it asks only whether the label is there"));
                    }
                }
                _ => values.into_iter().for_each(|value| self.label_part(value, NameKind::Value)),
            }
        }
    }

    /// The key or the value of a label.
    fn label_part(&mut self, node: Node<'t>, kind: NameKind) {
        if !node.is_scalar() || node.is_missing() || node.text().contains("{{") {
            return;
        }
        if let Some(problem) = name::check(kind, node.text()) {
            let at = place(&mut self.l, node, 0, problem.span);
            self.report(at, fault(FaultKind::MalformedValue, problem.title).label(problem.label));
        }
    }
}
