//! The objects of a file: their names, their arguments, what runs when they run.

use ir_model::{
    Body, Component, ComponentId, DefId, Export, Key, Members, Ns, Origin, Parent, PortKind, Ports, ScopeId, ScopeKind,
    Unit, Val, Why,
};
use ir_syntax::{Node, Span};
use rustc_hash::FxHashMap;

use super::Argo;
use super::text::{Place, Within};
use crate::{DocumentKind, Part};

/// An object of the file.
#[derive(Clone)]
pub(super) struct Object<'t> {
    pub(super) kind: DocumentKind,
    pub(super) root: Node<'t>,
    /// The WorkflowSpec.
    pub(super) spec: Option<Node<'t>>,
    /// Its arguments, the global outputs, and the names of its templates.
    pub(super) scope: ScopeId,
    /// What a text sees that is in no template.
    pub(super) outside: ScopeId,
    pub(super) def: DefId,
    pub(super) component: ComponentId,
    /// Whether the compiler of Kubeflow Pipelines wrote it.
    pub(super) compiled: bool,
    /// What is merged into each template.
    pub(super) defaults: Option<Node<'t>>,
    /// The templates by name, the last of equal ones.
    pub(super) templates: FxHashMap<&'t str, ComponentId>,
}

/// The keys under which objects of a kind are found from other files.
pub(super) const fn group_kind(cluster: bool) -> &'static str {
    if cluster { "argoproj.io/ClusterWorkflowTemplate" } else { "argoproj.io/WorkflowTemplate" }
}

impl<'t> Argo<'t> {
    /// Gives the object of a part its name and its scope.
    pub(super) fn define(&mut self, part: Part<'t>) {
        let root = part.root;
        let cluster = match part.kind {
            DocumentKind::ArgoWorkflowTemplate => Some(false),
            DocumentKind::ArgoClusterWorkflowTemplate => Some(true),
            DocumentKind::ArgoWorkflow | DocumentKind::ArgoCronWorkflow => None,
            _ => return self.define_binding(part),
        };
        let l = &mut self.l;
        let spec = l.field(root, "spec");
        let spec = if part.kind == DocumentKind::ArgoCronWorkflow {
            spec.and_then(|s| l.field(s, "workflowSpec"))
        } else {
            spec
        };
        let written = |n: &Node<'t>| n.is_scalar() && !n.is_missing();
        let name = l.path(root, &["metadata", "name"]).filter(written);
        let generated = l.path(root, &["metadata", "generateName"]).filter(written);
        let outer = match cluster {
            Some(cluster) => self.shared.of(cluster),
            None => l.scope(ScopeKind::File, Parent::None),
        };
        let scope = l.scope(ScopeKind::File, Parent::None);
        let outside = l.scope(ScopeKind::Component, Parent::None);
        // What is filled in there, and when, differs from key to key.
        for ns in [Ns::Input, Ns::Output, Ns::Task, Ns::Item] {
            l.open_if(outside, ns, true);
        }
        let def = l.def(Ns::Component, outer, name.or(generated).unwrap_or(root), root);
        l.edit_def(def, |d| {
            d.members = Members::Scope(scope);
            d.flags.exported = true;
            d.body = root.span();
            if name.or(generated).is_none() {
                d.at = Origin { span: Span::at(root.span().start), node: root.id() };
            }
        });
        l.set_owner(scope, def);
        l.set_owner(outside, def);
        let component = l.package.components.push(Component {
            def,
            inputs: Ports::none(),
            outputs: Ports::none(),
            body: Body::Unknown(Why::Broken),
            scope,
            retry: None,
            doc: None,
        });
        if let (Some(cluster), Some(name)) = (cluster, name) {
            let id = l.name(name.text());
            self.by_name.insert((cluster, id), self.objects.len());
            let key = Key::Object { kind: group_kind(cluster), name: name.text().into(), part: None };
            l.package.exports.push(Export { component, key });
        }
        let called = l.text_value(name.or(generated));
        let unit = Unit { name: called, version: Val::Absent, entry: Some(component) };
        if self.objects.is_empty() {
            (l.package.name, l.package.entry) = (unit.name, unit.entry);
        } else {
            l.package.others.push(unit);
        }
        let defaults = spec.and_then(|s| l.field(s, "templateDefaults"));
        let templates = FxHashMap::default();
        let compiled = self.is_compiled(root, spec);
        self.objects.push(Object {
            kind: part.kind,
            root,
            spec,
            scope,
            outside,
            def,
            component,
            compiled,
            defaults,
            templates,
        });
    }

    /// Whether labels or annotations say that the compiler of Kubeflow Pipelines wrote the object.
    fn is_compiled(&self, root: Node<'t>, spec: Option<Node<'t>>) -> bool {
        let pod = spec.and_then(|s| self.l.field(s, "podMetadata"));
        let holders = [self.l.field(root, "metadata"), pod];
        let tables =
            holders.into_iter().flatten().flat_map(|h| [self.l.field(h, "annotations"), self.l.field(h, "labels")]);
        let mut keys = tables.flatten().flat_map(Node::own_entries);
        keys.any(|e| e.key.text().starts_with("pipelines.kubeflow.org/"))
    }

    /// A WorkflowEventBinding names a template and passes values; nothing of it is checked but its names.
    fn define_binding(&mut self, part: Part<'t>) {
        if part.kind != DocumentKind::ArgoEventBinding {
            return;
        }
        if let Some(reference) = self.l.path(part.root, &["spec", "submit", "workflowTemplateRef"]) {
            self.submits.push((reference, part.root));
        }
    }

    /// Lowers the object `index`.
    pub(super) fn object(&mut self, index: usize) {
        let Some(object) = self.objects.get(index).cloned() else { return };
        let place = Place {
            object: object.scope,
            here: object.outside,
            user: Some(object.def),
            tasks: None,
            after: false,
            template: Within::Unknown,
        };
        let Some(spec) = object.spec else {
            self.l.open_if(object.scope, Ns::Component, true);
            return self.walk(object.root, place, 0);
        };
        self.check_object(&object, spec);
        self.check_embedded(&object, spec);
        let base = self.base_of(&object, spec);
        self.metadata(&object, spec, base == Some(None));
        let inputs = self.arguments_of(&object, spec, base == Some(None));
        if let Some(defaults) = object.defaults {
            // They become part of each template: what they see is not known here.
            let open = self.l.scope(ScopeKind::Component, Parent::None);
            for ns in [Ns::Input, Ns::Output, Ns::Task, Ns::Item, Ns::Attribute] {
                self.l.open_if(open, ns, true);
            }
            self.regions.insert(defaults.id(), Place { here: open, ..place });
        }
        let list = self.l.field(spec, "templates");
        let unread = spec.has_loss()
            || list.is_some_and(|n| n.has_loss() || !(n.is_sequence() || n.is_missing()))
            || base.is_some_and(|found| found.is_none());
        self.l.open_if(object.scope, Ns::Component, unread);
        let items: Vec<Node<'t>> = list.into_iter().flat_map(Node::items).collect();
        for item in items {
            self.template(index, item, place);
        }
        let outputs = self.global_outputs(&object);
        let graph = self.run_graph(index, spec, place, base);
        if let Some(component) = self.l.package.components.get_mut(object.component) {
            (component.inputs, component.outputs) = (inputs, outputs);
            component.body = Body::Graph(graph);
        }
        if object.kind == DocumentKind::ArgoWorkflow || object.kind == DocumentKind::ArgoCronWorkflow {
            self.run(&object, spec);
        }
        self.walk(object.root, place, 0);
    }

    /// The template of a workflow that the object is a use of: `Some(None)` where it is not in this file.
    fn base_of(&mut self, object: &Object<'t>, spec: Node<'t>) -> Option<Option<usize>> {
        let reference = self.l.field(spec, "workflowTemplateRef")?;
        let cluster = self.is_cluster(reference);
        let name = self.l.field(reference, "name")?;
        let id = self.l.package.names.find(name.text());
        let found = id.zip(cluster).and_then(|(id, cluster)| self.by_name.get(&(cluster, id)).copied());
        let scope = found.and_then(|f| self.objects.get(f)).map(|o| o.scope).filter(|s| *s != object.scope);
        if let (Some(outer), Some(own)) = (scope, self.l.package.symbols.scopes.get_mut(object.scope)) {
            own.parent = Parent::One(outer);
        }
        Some(found.filter(|_| scope.is_some()))
    }

    /// Labels and annotations that `workflow.labels.x` may name. What a template of another file adds is not known.
    fn metadata(&mut self, object: &Object<'t>, spec: Node<'t>, based: bool) {
        let cron = if object.kind == DocumentKind::ArgoCronWorkflow {
            self.l.path(object.root, &["spec", "workflowMetadata"])
        } else {
            None
        };
        let own = self.l.field(object.root, "metadata");
        let workflow = self.l.field(spec, "workflowMetadata");
        for (ns, keys) in [(Ns::Label, &["labels", "labelsFrom"][..]), (Ns::Annotation, &["annotations"])] {
            let mut open = based || object.root.has_loss();
            for holder in [own, workflow, cron].into_iter().flatten() {
                for key in keys {
                    let Some(table) = self.l.field(holder, key) else { continue };
                    open |= table.has_loss() || !table.is_mapping();
                    for entry in table.entries() {
                        let def = self.l.def(ns, object.scope, entry.key, entry.value);
                        self.l.edit_def(def, |d| d.flags.exported = true);
                    }
                }
            }
            self.l.open_if(object.scope, ns, open);
        }
    }

    /// `spec.arguments`: what the workflow takes, with the values it takes where nobody passes others.
    fn arguments_of(&mut self, object: &Object<'t>, spec: Node<'t>, based: bool) -> Ports {
        for (key, kind) in [("parameters", PortKind::Parameter), ("artifacts", PortKind::Artifact)] {
            let list = self.l.path(spec, &["arguments", key]);
            for item in list.into_iter().flat_map(Node::items) {
                self.check_argument(item, kind, true);
            }
        }
        let mut ports = self.port_lists(spec, "arguments", Ns::Input, object.scope);
        let list = self.l.path(spec, &["arguments", "parameters"]);
        let names = list.into_iter().flat_map(Node::items).filter_map(|item| self.l.field(item, "name"));
        self.parameters = names.map(Node::text).collect();
        self.parameters_open = based || ports.open.is_some();
        if based && ports.open.is_none() {
            self.l.open_if(object.scope, Ns::Input, true);
            ports.open = Some(Why::Unresolved);
        }
        ports
    }

    /// Outputs that templates hand to the whole workflow by `globalName`.
    fn global_outputs(&mut self, object: &Object<'t>) -> Ports {
        // Templates of other files may have such outputs, too.
        let mut open = self.foreign_callees;
        for (name, item, kind) in std::mem::take(&mut self.globals) {
            if name.text().contains("{{") || !name.is_scalar() {
                open = true;
                continue;
            }
            let def = self.l.def(Ns::Output, object.scope, name, item);
            self.l.edit_def(def, |d| {
                d.kind = Some(kind);
                d.flags.exported = true;
            });
        }
        self.foreign_callees = false;
        self.l.open_if(object.scope, Ns::Output, open);
        Ports { open: open.then_some(Why::Hole), ..Ports::none() }
    }
}
