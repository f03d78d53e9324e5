//! The object as a whole.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::{Argo, fault};
use crate::DocumentKind;
use crate::argo::object::Object;
use crate::kubernetes::{cron, zone};
use crate::language::publish::place;
use crate::lowering::text_origin;

/// The longest names, in characters: a scheduled workflow puts the time behind its own.
const LONGEST: usize = 63;
const LONGEST_CRON: usize = 52;
/// The most templates of an object, by its definition in the cluster.
const MOST_TEMPLATES: usize = 200;

impl<'t> Argo<'t> {
    /// The object and its WorkflowSpec.
    pub(in crate::argo) fn check_object(&mut self, object: &Object<'t>, spec: Node<'t>) {
        let cron = object.kind == DocumentKind::ArgoCronWorkflow;
        let name = self.l.path(object.root, &["metadata", "name"]).filter(|n| n.is_scalar() && !n.is_missing());
        if let Some(name) = name {
            self.check_length(name, if cron { LONGEST_CRON } else { LONGEST });
        }
        let base = self.l.entry(spec, "workflowTemplateRef");
        let templates = self.l.entry(spec, "templates").filter(|(_, list)| list.items().next().is_some());
        if let (Some((reference, _)), Some((key, _))) = (base, templates) {
            let draft = fault(FaultKind::ConflictingKeys, "`templates` cannot stand beside `workflowTemplateRef`");
            let draft = draft.label("the templates are those of the other object");
            self.report(key.span(), draft.related(reference.span(), "the other one"));
        }
        let runs = cron || object.kind == DocumentKind::ArgoWorkflow;
        if runs && base.is_none() && self.l.field(spec, "entrypoint").is_none() && spec.is_mapping() && !spec.has_loss()
        {
            let at = spec.key().unwrap_or(spec).span();
            let draft = fault(FaultKind::MissingKey, "`entrypoint` is missing in a workflow's spec");
            self.report(at, draft.label("nothing says which template runs"));
        }
        if runs {
            self.check_lacks(spec);
        }
        self.at_most(spec, "templates", MOST_TEMPLATES);
        if let Some(selector) = self.l.path(spec, &["podGC", "labelSelector"]).filter(|s| s.is_mapping()) {
            self.check_selector(selector);
        }
        self.hooks_have_conditions(spec, false);
        self.pod_resources(spec);
        for plugin in self.l.field(spec, "executorPlugins").into_iter().flat_map(Node::items) {
            self.executor_plugin(plugin);
        }
        if cron && let Some(outer) = self.l.field(object.root, "spec") {
            self.schedule(outer);
            self.check_looseness(outer);
        }
    }

    /// Every hook but `exit` says when it runs.
    pub(in crate::argo) fn hooks_have_conditions(&mut self, holder: Node<'t>, late: bool) {
        for entry in self.l.field(holder, "hooks").map(Node::entries).unwrap_or_default() {
            let silent = self.l.field(entry.value, "expression").is_none_or(Node::is_missing);
            if entry.key.text() == "exit" || !silent || !entry.value.is_mapping() || entry.value.has_loss() {
                continue;
            }
            let title = format!("the hook `{}` does not say when it runs", entry.key.text());
            let draft = fault(FaultKind::MissingKey, title).label("`expression` is missing");
            self.report(entry.key.span(), if late { draft.late() } else { draft });
        }
    }

    /// `podResources` is for the pod as a whole: processors and memory alone.
    pub(in crate::argo) fn pod_resources(&mut self, holder: Node<'t>) {
        let Some(resources) = self.l.field(holder, "podResources") else { return };
        self.misplaced(resources, "claims", ("the resources of a whole pod", "claims belong to containers"));
        for table in ["limits", "requests"] {
            for entry in self.l.field(resources, table).map(Node::entries).unwrap_or_default() {
                let name = entry.key.text();
                if name != "cpu" && name != "memory" && !name.starts_with("hugepages-") && !name.contains("{{") {
                    let title = format!("a pod as a whole has no resource `{name}`");
                    let draft = fault(FaultKind::UnknownKey, title);
                    self.report(entry.key.span(), draft.label("known here: `cpu`, `memory`, `hugepages-…`"));
                }
            }
        }
    }

    fn executor_plugin(&mut self, plugin: Node<'t>) {
        let Some(container) = self.l.path(plugin, &["spec", "sidecar", "container"]) else { return };
        // Without the name, which the schema misses, the rest is not looked at.
        if self.l.path(plugin, &["metadata", "name"]).is_none() {
            return;
        }
        for key in ["ports", "resources", "securityContext"] {
            let there = self.l.field(container, key);
            let none = there.is_none_or(|n| n.is_missing() || (n.is_sequence() && n.items().next().is_none()));
            if none && container.is_mapping() && !container.has_loss() {
                let title = format!("`{key}` is missing in the container of an executor plugin");
                return self.report(self.bearer(container), fault(FaultKind::MissingKey, title));
            }
        }
        for key in ["requests", "limits"] {
            let resources = self.l.entry(container, "resources");
            if let Some((at, resources)) = resources.filter(|(_, r)| r.is_mapping() && !r.has_loss())
                && self.l.field(resources, key).is_none()
            {
                let title = format!("`{key}` is missing in the resources of an executor plugin");
                return self.report(at.span(), fault(FaultKind::MissingKey, title));
            }
        }
    }

    /// When a scheduled workflow runs.
    fn schedule(&mut self, spec: Node<'t>) {
        let single = self.written(spec, "schedule");
        let schedules = self.l.entry(spec, "schedules");
        if let Some((key, _)) =
            schedules.filter(|(_, n)| n.is_sequence() && !n.has_loss() && n.items().next().is_none())
        {
            let draft = fault(FaultKind::MissingKey, "no schedule says when the workflow runs");
            self.report(key.span(), draft.label("the list is empty"));
        }
        let list = schedules.map(|(_, list)| list).into_iter().flat_map(Node::items);
        let schedules: Vec<Node<'t>> = list.chain(single).filter(|s| s.is_scalar() && !s.is_missing()).collect();
        for schedule in schedules.into_iter().filter(|s| !s.text().contains("{{")) {
            if let Err(problem) = cron::read(schedule.text()) {
                let at = place(&mut self.l, schedule, 0, problem.span);
                self.report(at, fault(FaultKind::MalformedValue, problem.title).label(problem.label));
            }
        }
        if let Some(zone) = self.written(spec, "timezone").filter(|z| !z.text().contains("{{"))
            && let Some(meant) = zone::wrong(zone.text())
        {
            let title = format!("`{}` is no time zone", zone.text());
            let draft = fault(FaultKind::MalformedValue, title).label(meant);
            self.report(text_origin(zone).span, draft);
        }
    }
}
