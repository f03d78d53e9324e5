//! PipelineSpec: components, their interfaces, the root.

use ir_model::{
    Base, Body, Callee, Component, ComponentId, Def, DefFlags, DefId, GraphId, Members, NameId, Ns, Parent, Port,
    PortKind, Ports, RefName, Role, ScopeId, ScopeKind, Task, Unit, Why,
};
use ir_syntax::Node;
use rustc_hash::{FxHashMap, FxHashSet};

use super::executor::{self, Executor};
use super::{claims, graph, types};
use crate::lowering::{Lowering, Use, literal, text_origin};

/// What the parts of one PipelineSpec share while it is lowered.
pub(crate) struct Spec<'t> {
    pub(crate) lowering: Lowering<'t>,
    /// The file: components and executors.
    pub(crate) file: ScopeId,
    /// Executors by label, the last of equal ones.
    pub(crate) executors: FxHashMap<&'t str, Executor>,
    /// Components that run an executor, by its label.
    pub(crate) users: FxHashMap<&'t str, Vec<ComponentId>>,
    /// Graphs still to lower: their component, its scope, the `dag` node.
    graphs: Vec<(ComponentId, ScopeId, Node<'t>)>,
    /// Where the components, graphs and tasks of this PipelineSpec start, after those of others in the file.
    pub(crate) start: (usize, usize, usize),
}

impl<'t> Spec<'t> {
    /// Before any PipelineSpec.
    pub(crate) fn new(mut lowering: Lowering<'t>) -> Self {
        let file = lowering.scope(ScopeKind::File, Parent::None);
        Self {
            lowering,
            file,
            executors: FxHashMap::default(),
            users: FxHashMap::default(),
            graphs: Vec::new(),
            start: (0, 0, 0),
        }
    }

    /// Forgets the names of the PipelineSpec before.
    pub(crate) fn restart(&mut self) {
        self.file = self.lowering.scope(ScopeKind::File, Parent::None);
        self.executors.clear();
        self.users.clear();
        let package = &self.lowering.package;
        self.start = (package.components.len(), package.graphs.len(), package.tasks.len());
    }

    /// Lowers a PipelineSpec: its names, and its root with all that hangs on it.
    pub(crate) fn pipeline(&mut self, root: Node<'t>) -> Unit {
        let l = &mut self.lowering;
        let name = l.path(root, &["pipelineInfo", "name"]);
        let name = l.text_value(name);
        let version = l.field(root, "schemaVersion");
        let version = l.text_value(version);
        if l.package.tool.is_absent() {
            let tool = l.field(root, "sdkVersion");
            l.package.tool = l.text_value(tool);
        }
        let newest = l.package.dialect.traits.versions.last();
        l.current = version.known().is_none_or(|v| newest.is_none_or(|n| *n == l.package.names.text(*v)));
        let mut unit = Unit { name, version, entry: None };
        // What is lowered now goes by this version.
        (l.package.name, l.package.version, l.package.entry) = (name, version, None);
        let file = self.file;
        // Both tables are required: where one is absent the schema says so, and no name is missing in it.
        let components = self.lowering.field(root, "components");
        let unread = self.lowering.table_unread(root, "components") || components.is_none();
        self.lowering.open_if(file, Ns::Component, unread);
        let deployment = self.lowering.field(root, "deploymentSpec").filter(|d| d.is_mapping());
        let unread = root.has_loss() || deployment.is_none_or(|d| self.lowering.table_unread(d, "executors"));
        self.lowering.open_if(file, Ns::Executor, unread);

        let executors = deployment.and_then(|d| self.lowering.field(d, "executors"));
        if let Some(executors) = executors {
            executor::define(self, executors);
        }
        if let Some(components) = components {
            for entry in components.entries() {
                self.component(entry.key, entry.value, file);
            }
        }
        if let Some((key, value)) = self.lowering.entry(root, "root") {
            // The root is nobody's component: its name lives in a scope of its own.
            let own = self.lowering.scope(ScopeKind::File, Parent::One(file));
            let id = self.component(key, value, own);
            unit.entry = Some(id);
            self.lowering.package.entry = Some(id);
            let doc = self.lowering.path(root, &["pipelineInfo", "description"]).map(Node::id);
            if let Some(component) = self.lowering.package.components.get_mut(id) {
                component.doc = doc;
            }
        }
        for (component, scope, dag) in std::mem::take(&mut self.graphs) {
            let graph = graph::lower(self, component, scope, dag);
            self.set_body(component, graph);
        }
        executor::finish(self);
        self.imply_inputs();
        claims::lower(self, executors);
        unit
    }

    /// The compiler passes values that the component does not declare and its executor reads all the same
    /// (`pipelinechannel--…`, machine settings). What a task passes so is an input of what it runs.
    fn imply_inputs(&mut self) {
        let package = &self.lowering.package;
        let symbols = &package.symbols;
        let mut declared: FxHashSet<(ScopeId, NameId)> =
            symbols.defs.values().filter(|d| d.ns == Ns::Input).map(|d| (d.scope, d.name)).collect();
        let runs_pod = |id: &ComponentId| {
            let component = package.components.get(*id)?;
            let def = package.def(component.def)?;
            Some((def.name, component.scope))
        };
        let pods: FxHashMap<NameId, ScopeId> = self.users.values().flatten().filter_map(runs_pod).collect();
        let callee = |task: &Task| match task.callee {
            Callee::Ref(callee) => match package.reference(callee).map(|r| r.name) {
                Some(RefName::Name(name)) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let known: FxHashSet<NameId> =
            package.components.values().skip(self.start.0).filter_map(|c| package.def(c.def)).map(|d| d.name).collect();
        let called: FxHashSet<NameId> = package.tasks.values().skip(self.start.2).filter_map(callee).collect();
        // A task whose component cannot be told may have been the one that passes what an executor reads
        // which nobody else calls.
        let orphans: Vec<ScopeId> = pods.iter().filter(|(name, _)| !called.contains(name)).map(|(_, s)| *s).collect();
        let mut implied = Vec::new();
        for task in package.tasks.values().skip(self.start.2) {
            let scopes = match callee(task) {
                Some(name) if known.contains(&name) => pods.get(&name).copied().into_iter().collect(),
                _ => orphans.clone(),
            };
            for scope in scopes {
                for def in task.args.iter().filter_map(|a| package.def(a.def?)) {
                    if declared.insert((scope, def.name)) {
                        let flags = DefFlags { implied: true, ..def.flags };
                        implied.push(Def { ns: Ns::Input, scope, flags, ..def.clone() });
                    }
                }
            }
        }
        // Where no task could be read, nothing tells what is passed to what.
        let taskless = package.tasks.len() == self.start.2;
        for def in implied {
            self.lowering.package.symbols.defs.push(def);
        }
        for scope in if taskless { orphans } else { Vec::new() } {
            self.lowering.open_if(scope, Ns::Input, true);
        }
    }

    fn set_body(&mut self, component: ComponentId, graph: GraphId) {
        if let Some(component) = self.lowering.package.components.get_mut(component) {
            component.body = Body::Graph(graph);
        }
    }

    fn component(&mut self, key: Node<'t>, value: Node<'t>, scope: ScopeId) -> ComponentId {
        let l = &mut self.lowering;
        let inside = l.scope(ScopeKind::Component, Parent::One(self.file));
        let def = l.def(Ns::Component, scope, key, value);
        l.edit_def(def, |d| d.members = Members::Scope(inside));
        l.set_owner(inside, def);
        let inputs = self.ports((value, "inputDefinitions"), Ns::Input, inside);
        let outputs = self.ports((value, "outputDefinitions"), Ns::Output, inside);
        let body = self.body(value, def);
        let id = self.lowering.package.components.push(Component {
            def,
            inputs,
            outputs,
            body: body.unwrap_or(Body::Unknown(Why::Broken)),
            scope: inside,
            retry: None,
            doc: None,
        });
        if self.two_bodies(value) {
            return id;
        }
        if let Some(dag) = self.lowering.field(value, "dag") {
            self.graphs.push((id, inside, dag));
        }
        if let Some(label) = self.lowering.field(value, "executorLabel") {
            self.users.entry(label.text()).or_default().push(id);
        }
        id
    }

    fn two_bodies(&self, component: Node<'t>) -> bool {
        let field = |key| self.lowering.field(component, key).is_some_and(|n| !n.is_missing());
        field("dag") && field("executorLabel")
    }

    fn body(&mut self, value: Node<'t>, def: DefId) -> Option<Body> {
        let label = self.lowering.field(value, "executorLabel")?;
        // Of two bodies nobody knows which is meant: neither is looked into.
        if self.two_bodies(value) {
            return None;
        }
        let usage = Use { want: None, role: Role::Call, must: true, user: Some(def) };
        self.lowering.reference(Ns::Executor, Base::Scope(self.file), label, usage);
        Some(self.executors.get(label.text()).map_or(Body::Unknown(Why::Unresolved), Executor::body))
    }

    fn ports(&mut self, (component, field): (Node<'t>, &str), ns: Ns, scope: ScopeId) -> Ports {
        let start = self.lowering.package.ports.len() as u32;
        let node = self.lowering.field(component, field);
        let mut open = self.lowering.table_unread(component, field);
        for (table, kind) in [("parameters", PortKind::Parameter), ("artifacts", PortKind::Artifact)] {
            let Some(node) = node else { continue };
            open |= self.lowering.table_unread(node, table);
            for entry in self.lowering.field(node, table).map(Node::entries).unwrap_or_default() {
                self.port(entry.key, entry.value, ns, kind, scope);
            }
        }
        self.lowering.open_if(scope, ns, open);
        let end = self.lowering.package.ports.len() as u32;
        Ports { list: start..end, open: open.then_some(Why::Broken), at: node.map(Node::id) }
    }

    fn port(&mut self, key: Node<'t>, value: Node<'t>, ns: Ns, kind: PortKind, scope: ScopeId) {
        let l = &mut self.lowering;
        let def = l.def(ns, scope, key, value);
        l.edit_def(def, |d| {
            d.kind = Some(kind);
            // What the compiler of version 1 named so for itself, as it does with `pipelinechannel--` today.
            d.flags.generated = key.text().starts_with("pipelineparam--");
        });
        let ty = match kind {
            PortKind::Artifact => types::artifact(l, value),
            _ => types::parameter(l, value),
        };
        let optional = l.field(value, "isOptional");
        let optional = l.bool_value(optional);
        let default = l.field(value, "defaultValue").map(|d| (literal(d), text_origin(d)));
        let choices = l.field(value, "literals").into_iter().flat_map(Node::items);
        let choices = choices.map(|c| (literal(c), text_origin(c))).collect();
        let doc = l.field(value, "description").map(Node::id);
        l.package.ports.push(Port { def, kind, ty, optional, default, choices, place: None, doc });
    }
}
