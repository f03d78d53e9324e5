//! Templates: what may stand beside which type.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::names::Named;
use super::{Argo, fault};
use crate::argo::template::BODIES;
use crate::lowering::text_origin;

/// The most tasks of a DAG and parameters of a template, by their definitions in the cluster.
const MOST_TASKS: usize = 200;
const MOST_PARAMETERS: usize = 500;

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
        if kind.key.text() == "dag" {
            self.at_most(kind.body, "tasks", MOST_TASKS);
        }
        if let Some(inputs) = self.l.field(node, "inputs") {
            self.at_most(inputs, "parameters", MOST_PARAMETERS);
        }
        self.check_ends(node, kind);
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
                if keys.is_empty() && kind.body.is_mapping() && !kind.body.has_loss() {
                    let draft = fault(FaultKind::MissingKey, "a plugin template names one plugin");
                    self.report(kind.key.span(), draft.label("there is none"));
                }
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
                self.check_image(sidecar);
            }
            for container in self.l.field(node, "initContainers").into_iter().flat_map(Node::items) {
                self.check_image(container);
            }
        }
    }
}
