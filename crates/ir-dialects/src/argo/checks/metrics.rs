//! What templates measure.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::{Argo, fault};
use crate::lowering::text_origin;

impl<'t> Argo<'t> {
    /// The names of metrics, and what they measure.
    pub(in crate::argo) fn check_metric(&mut self, metric: Node<'t>) {
        let good = |text: &str| {
            let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            begins && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let labels = self.l.field(metric, "labels").into_iter().flat_map(Node::items);
        let keys: Vec<Node<'t>> = labels.filter_map(|label| self.written(label, "key")).collect();
        for name in self.written(metric, "name").into_iter().chain(keys) {
            if !good(name.text()) {
                let title = format!("`{}` is no name for a metric or its labels", name.text());
                let draft =
                    fault(FaultKind::InvalidName, title).label("letters, digits and `_`, not starting with a digit");
                self.report(text_origin(name).span, draft);
            }
        }
        for kind in ["gauge", "counter", "histogram"] {
            let Some((key, body)) = self.l.entry(metric, kind).filter(|(_, body)| body.is_mapping()) else { continue };
            let Some(value) = self.l.field(body, "value") else { continue };
            if value.is_scalar() && value.text().is_empty() {
                let draft = fault(FaultKind::MissingKey, format!("the {kind} has no value"));
                self.report(key.span(), draft);
            } else if kind == "gauge"
                && self.l.field(body, "realtime").is_some_and(|r| r.text() == "true")
                && value.text().contains("resourcesDuration.")
            {
                let draft = fault(FaultKind::MalformedValue, "a gauge in real time cannot measure `resourcesDuration`");
                self.report(text_origin(value).span, draft.label("known when the task has ended"));
            }
        }
        if self.l.field(metric, "help").is_some_and(|h| h.is_scalar() && h.text().is_empty()) {
            let at = self.bearer(metric);
            self.report(at, fault(FaultKind::MissingKey, format!("the metric{} has no help", self.called(metric))));
        }
    }
}
