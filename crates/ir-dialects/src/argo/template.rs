//! Templates: components with inputs, outputs and one of ten bodies.

use ir_model::{
    Body, Callee, Component, ComponentId, DefId, Export, Key, Members, Ns, Origin, Parent, Retry, ScopeId, ScopeKind,
    Why,
};
use ir_syntax::{Node, Span};

use super::Argo;
use super::object::group_kind;
use super::text::{Place, Within};
use crate::DocumentKind;
use crate::lowering::text_origin;

/// The bodies, those first that the engine takes where there are several.
pub(super) const BODIES: &[&str] =
    &["container", "containerSet", "steps", "dag", "script", "resource", "data", "suspend", "http", "plugin"];

/// Templates inside of tasks nest; deeper is not read.
const DEPTH: u32 = 16;

impl<'t> Argo<'t> {
    /// A template of the object `index`.
    pub(super) fn template(&mut self, index: usize, node: Node<'t>, place: Place) {
        let Some(object) = self.objects.get(index) else { return };
        let (outer, kind, root) = (object.scope, object.kind, object.root);
        if !node.is_mapping() {
            return self.l.open_if(outer, Ns::Component, true);
        }
        let name = self.l.field(node, "name").filter(|n| n.is_scalar() && !n.is_missing());
        let def = self.l.def(Ns::Component, outer, name.unwrap_or(node), node);
        if name.is_none_or(|n| n.text().contains("{{")) {
            // It may be the one that others mean.
            self.l.open_if(outer, Ns::Component, true);
        }
        if name.is_none() {
            let at = Origin { span: Span::at(node.span().start), node: node.id() };
            self.l.edit_def(def, |d| {
                d.at = at;
                d.flags.implied = true;
                d.flags.exported = true;
            });
        }
        let id = self.component(node, def, ScopeKind::Component, Place { here: outer, ..place });
        let Some(name) = name else { return };
        let cluster = match kind {
            DocumentKind::ArgoWorkflowTemplate => false,
            DocumentKind::ArgoClusterWorkflowTemplate => true,
            _ => return self.remember(index, name, id),
        };
        self.l.edit_def(def, |d| d.flags.exported = true);
        if let Some(object) = self.l.path(root, &["metadata", "name"]).filter(|n| n.is_scalar() && !n.is_missing()) {
            let part = Some(name.text().into());
            let key = Key::Object { kind: group_kind(cluster), name: object.text().into(), part };
            self.l.package.exports.push(Export { component: id, key });
        }
        self.remember(index, name, id);
    }

    fn remember(&mut self, index: usize, name: Node<'t>, id: ComponentId) {
        if let Some(object) = self.objects.get_mut(index) {
            object.templates.insert(name.text(), id);
        }
    }

    /// A template that is written inside of a task: it sees what the task sees.
    pub(super) fn inline(&mut self, key: Node<'t>, node: Node<'t>, place: Place) -> Callee {
        if self.depth >= DEPTH {
            return Callee::Unknown(Why::Unmodelled);
        }
        self.depth += 1;
        let nowhere = self.l.scope(ScopeKind::File, Parent::None);
        let def = self.l.def(Ns::Component, nowhere, key, node);
        self.l.edit_def(def, |d| d.flags.exported = true);
        let id = self.component(node, def, ScopeKind::Inline, place);
        self.depth -= 1;
        Callee::Inline(id)
    }

    /// The component: `place` is what is seen around it.
    fn component(&mut self, node: Node<'t>, def: DefId, kind: ScopeKind, place: Place) -> ComponentId {
        let inside = self.l.scope(kind, Parent::One(place.here));
        self.l.set_owner(inside, def);
        self.l.edit_def(def, |d| d.members = Members::Scope(inside));
        let tasks = if kind == ScopeKind::Inline { place.tasks } else { None };
        // In a task, it is the task that reads.
        let user = if kind == ScopeKind::Inline { place.user } else { Some(def) };
        let place = Place { here: inside, user, tasks, template: self.within(node), ..place };
        self.regions.insert(node.id(), place);
        if let Some(metrics) = self.l.field(node, "metrics") {
            self.regions.insert(metrics.id(), Place { after: true, ..place });
        }
        self.check_template(node, kind == ScopeKind::Inline);
        let inputs = self.port_lists(node, "inputs", Ns::Input, inside);
        let outputs = self.port_lists(node, "outputs", Ns::Output, inside);
        let retry = self.retry(node);
        let id = self.l.package.components.push(Component {
            def,
            inputs,
            outputs,
            body: Body::Unknown(Why::Broken),
            scope: inside,
            retry,
            doc: None,
        });
        let body = self.body(node, (id, def, inside), place);
        self.attributes(node, inside);
        let doc = self.l.path(node, &["annotations", "workflows.argoproj.io/description"]).map(Node::id);
        if let Some(component) = self.l.package.components.get_mut(id) {
            component.body = body;
            component.doc = doc;
        }
        id
    }

    /// What the template is for its tags.
    fn within(&self, node: Node<'t>) -> Within {
        // What is merged into each template may be its body.
        let merged = self.defaults().is_some_and(|d| self.kind_of(d).is_some());
        match self.kind_of(node).filter(|_| !merged && !node.has_loss()) {
            Some(kind) if kind.has_pod() => Within::Pod,
            Some(kind) if kind.is_leaf() => Within::Leaf,
            Some(_) => Within::Other,
            None => Within::Unknown,
        }
    }

    fn body(&mut self, node: Node<'t>, (id, def, inside): (ComponentId, DefId, ScopeId), place: Place) -> Body {
        let Some((key, body)) = BODIES.iter().find_map(|key| self.l.entry(node, key)) else {
            return Body::Unknown(if node.has_loss() { Why::Broken } else { Why::Unmodelled });
        };
        let graph = match key.text() {
            "container" | "script" | "containerSet" => {
                return Body::Pod(self.pod(node, (key, body), place));
            }
            "steps" => self.steps(body, place),
            "dag" => self.dag(body, place),
            "suspend" => return Body::Wait(text_origin(key)),
            _ => return Body::External(text_origin(key)),
        };
        self.hand_out(node, graph, (inside, def));
        if let Some(graph) = self.l.package.graphs.get_mut(graph.0) {
            graph.owner = Some(id);
        }
        Body::Graph(graph.0)
    }

    /// What of a task that ran others may read besides its outputs: only what it has.
    fn attributes(&mut self, node: Node<'t>, inside: ScopeId) {
        let defaults = self.defaults();
        let has = |key: &str| {
            self.l.field(node, key).is_some() || defaults.is_some_and(|d: Node<'t>| self.l.field(d, key).is_some())
        };
        let known = BODIES.iter().any(|key| has(key));
        let main = self
            .l
            .path(node, &["containerSet", "containers"])
            .is_some_and(|list| list.items().any(|c| self.l.field(c, "name").is_some_and(|n| n.text() == "main")));
        let ends = main || ["container", "script", "data", "http", "plugin"].iter().any(|key| has(key));
        let daemon = has("daemon");
        let mut names = Vec::new();
        if ends {
            names.extend(["result", "exitCode"]);
        }
        if daemon {
            names.push("ip");
        }
        let at = Origin { span: Span::at(node.span().start), node: node.id() };
        for name in names {
            let name = self.l.name(name);
            self.l.package.symbols.defs.push(ir_model::Def {
                ns: Ns::Attribute,
                scope: inside,
                name,
                at,
                body: Span::at(node.span().start),
                node: node.id(),
                kind: None,
                members: Members::None,
                flags: ir_model::DefFlags { exported: true, generated: true, ..ir_model::DefFlags::default() },
            });
        }
        self.l.open_if(inside, Ns::Attribute, !known || node.has_loss());
    }

    /// `templateDefaults` of the object at hand.
    pub(super) fn defaults(&self) -> Option<Node<'t>> {
        self.objects.get(self.current).and_then(|o| o.defaults)
    }

    /// `retryStrategy`, which belongs to the template and not to the task.
    fn retry(&mut self, node: Node<'t>) -> Option<Retry> {
        let (key, strategy) = self.l.entry(node, "retryStrategy")?;
        let limit = self.l.field(strategy, "limit");
        let max = self.l.int_value(limit);
        let waits = self.l.field(strategy, "backoff").is_some();
        Some(Retry { max, waits, span: key.span().cover(strategy.span()) })
    }
}
