//! Templates: what may stand beside which type.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::names::Named;
use super::{Argo, fault};
use crate::argo::template::BODIES;
use crate::lowering::text_origin;

/// The types of template, as far as they differ in what may stand beside them.
#[derive(Clone, Copy)]
pub(in crate::argo) struct Kind<'t> {
    /// The key of the type.
    pub(in crate::argo) key: Node<'t>,
    pub(in crate::argo) body: Node<'t>,
}

impl Kind<'_> {
    fn is(self, keys: &[&str]) -> bool {
        keys.contains(&self.key.text())
    }

    /// Whether it runs a pod of its own.
    pub(in crate::argo) fn has_pod(self) -> bool {
        self.is(&["container", "containerSet", "script", "resource", "data"])
    }

    /// Whether it does the work itself; waiting is no work.
    pub(in crate::argo) fn is_leaf(self) -> bool {
        self.has_pod() || self.is(&["http", "plugin"])
    }

    /// Whether it runs other templates.
    pub(in crate::argo) fn is_graph(self) -> bool {
        self.is(&["steps", "dag"])
    }
}

impl<'t> Argo<'t> {
    /// The type of a template, if it has one by itself.
    pub(in crate::argo) fn kind_of(&self, template: Node<'t>) -> Option<Kind<'t>> {
        self.first(template, BODIES).map(|(key, body)| Kind { key, body })
    }

    pub(in crate::argo) fn check_template(&mut self, node: Node<'t>, inline: bool) {
        if !inline && let Some(name) = self.written(node, "name") {
            self.check_name(name, Named::Template);
        }
        let Some(kind) = self.kind_of(node) else {
            let by_default = self.defaults().is_some_and(|d| self.first(d, BODIES).is_some());
            // A slip in the type's key is told as such.
            let slip = node.own_entries().any(|e| BODIES.iter().any(|b| crate::lowering::one_slip(b, e.key.text())));
            if !by_default && !slip && !node.has_loss() && node.is_mapping() {
                let title = format!("the template{} has no type", self.called(node));
                let draft =
                    fault(FaultKind::MissingKey, title).label("such as `container`, `script`, `steps` or `dag`");
                self.report(self.bearer(node), draft);
            }
            return;
        };
        self.limits(node, kind);
        self.check_retry(node);
        self.check_inputs(node, kind);
        self.check_outputs(node, kind);
        self.check_body(node, kind);
        self.pod_resources(node);
        if let Some(place) = self.l.field(node, "archiveLocation") {
            self.check_location(place);
        }
        for metric in self.l.path(node, &["metrics", "prometheus"]).into_iter().flat_map(Node::items) {
            self.check_metric(metric);
        }
    }

    /// Keys that only some types have.
    fn limits(&mut self, node: Node<'t>, kind: Kind<'t>) {
        let place = format!("a template of type `{}`", kind.key.text());
        if !kind.is_leaf() {
            for key in ["timeout", "pendingTimeout"] {
                self.misplaced(node, key, (&place, "only what does the work itself has it"));
            }
        }
        if kind.is_graph() {
            self.misplaced(node, "activeDeadlineSeconds", (&place, "only what does the work itself has it"));
        } else {
            self.misplaced(node, "parallelism", (&place, "only `steps` and `dag` have it"));
        }
        if !kind.has_pod() {
            self.misplaced(node, "resourceClaims", (&place, "it runs no pod"));
        }
        if kind.is(&["http", "plugin"]) {
            self.misplaced(node, "podResources", (&place, "it runs no pod of its own"));
        }
        if let Some(timeout) = self.written(node, "timeout").filter(|_| kind.is_leaf())
            && !timeout.text().is_empty()
            && timeout.text().bytes().all(|b| b.is_ascii_digit())
        {
            let title = format!("the timeout `{}` has no unit", timeout.text());
            let draft = fault(FaultKind::MalformedValue, title).label(format!("such as `{}s`", timeout.text()));
            self.report(text_origin(timeout).span, draft);
        }
        if let Some(deadline) = self.written(node, "activeDeadlineSeconds").filter(|_| !kind.is_graph()) {
            let text = deadline.text();
            let tag = text.starts_with("{{") && text.ends_with("}}");
            if !tag && text.parse::<i64>().ok().is_none_or(|seconds| seconds < 0) {
                let title = format!("`{text}` is no number of seconds");
                let draft = fault(FaultKind::MalformedValue, title).label("a whole number from 0, or one tag");
                self.report(text_origin(deadline).span, draft);
            }
        }
    }

    fn check_body(&mut self, node: Node<'t>, kind: Kind<'t>) {
        match kind.key.text() {
            "container" | "script" => self.check_container(node, kind),
            "containerSet" => self.check_container_set(node, kind),
            "resource" => self.check_resource(node, kind.body),
            "plugin" => {
                let keys: Vec<Node<'t>> = kind.body.own_entries().map(|e| e.key).collect();
                if let [_, second, ..] = keys.as_slice() {
                    let draft = fault(FaultKind::MalformedValue, "a plugin template names one plugin");
                    self.report(second.span(), draft.label("one too many"));
                }
            }
            _ => {}
        }
        if kind.has_pod() {
            for sidecar in self.l.field(node, "sidecars").into_iter().flat_map(Node::items) {
                self.check_reserved(sidecar);
            }
        }
    }

    /// What is done to an object of the cluster, and which.
    fn check_resource(&mut self, template: Node<'t>, body: Node<'t>) {
        let action = self.written(body, "action").map_or("", Node::text);
        if matches!(action, "get" | "delete" | "") || action.contains("{{") || !body.is_mapping() || body.has_loss() {
            return;
        }
        self.only_one(body, &["manifest", "manifestFrom"], "a resource");
        let Some((key, value)) = self.first(body, &["manifest", "manifestFrom"]) else {
            let at = body.key().unwrap_or(body).span();
            let draft = fault(FaultKind::MissingKey, format!("nothing says what to `{action}`"));
            return self.report(at, draft.label("`manifest` or `manifestFrom` is missing"));
        };
        if key.text() == "manifestFrom" {
            let Some(name) = self.l.path(value, &["artifact", "name"]).filter(|n| n.is_scalar()) else { return };
            let artifacts = self.l.path(template, &["inputs", "artifacts"]);
            let known = artifacts.into_iter().flat_map(Node::items);
            if !known.into_iter().any(|a| self.l.field(a, "name").is_some_and(|n| n.text() == name.text())) {
                let title = format!("no input artifact is called `{}`", name.text());
                self.report(text_origin(name).span, fault(FaultKind::MalformedValue, title));
            }
            return;
        }
        // With tags in it, only the run knows the text. What begins an expression may hold anything.
        let text = value.text();
        if value.is_scalar() && !text.contains("{{") && !text.is_empty() {
            let tree = ir_syntax::Tree::parse(text);
            if let Some(error) = tree.errors().first() {
                let title = format!("the manifest is no YAML: {}", error.message);
                let at = crate::language::publish::place(&mut self.l, value, 0, error.span);
                self.report(at, fault(FaultKind::MalformedValue, title));
            }
        }
    }

    /// The names of metrics, and what they measure.
    fn check_metric(&mut self, metric: Node<'t>) {
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
