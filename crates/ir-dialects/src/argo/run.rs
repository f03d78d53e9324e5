//! What runs when an object runs: the entrypoint, the exit handler, the hooks; and the run of a whole workflow.

use ir_model::{
    Argument, Base, Binding, Callee, ComponentId, Def, DefFlags, Graph, GraphId, Members, Ns, Origin, Parent, Ref,
    RefName, Role, ScopeId, ScopeKind, Task, TaskId, TaskRole, Trigger, Val, Why,
};
use ir_syntax::{Node, Span};
use rustc_hash::FxHashMap;

use super::Argo;
use super::object::Object;
use super::text::Place;
use crate::DocumentKind;
use crate::lowering::{Use, text_origin};

impl<'t> Argo<'t> {
    /// What runs: the entrypoint, then the exit handler and the hooks.
    pub(super) fn run_graph(
        &mut self,
        index: usize,
        spec: Node<'t>,
        place: Place,
        base: Option<Option<usize>>,
    ) -> GraphId {
        let Some(object) = self.objects.get(index).cloned() else { return GraphId(u32::MAX) };
        let scope = self.l.scope(ScopeKind::Graph, Parent::None);
        self.l.set_owner(scope, object.def);
        let graph = self.l.package.graphs.push(Graph {
            owner: Some(object.component),
            scope,
            tasks: Vec::new(),
            edges: Vec::new(),
            outputs: Vec::new(),
            open: None,
            at: None,
        });
        let mut tasks = Vec::new();
        if let Some(reference) = self.l.field(spec, "workflowTemplateRef") {
            let callee = self.whole_template(reference, object.def);
            let shown = self.l.field(reference, "name").unwrap_or(reference);
            // It takes the arguments of the workflow beside its own: nothing is missing, nothing too much.
            tasks.push(self.implied((shown, shown), (graph, scope), callee, Some(Why::Unresolved), TaskRole::Work));
        }
        for (key, role) in [("entrypoint", TaskRole::Work), ("onExit", TaskRole::Exit(None))] {
            let Some((key, name)) = self.l.entry(spec, key).filter(|(_, n)| n.is_scalar()) else { continue };
            let usage = Use { want: None, role: Role::Call, must: true, user: Some(object.def) };
            let callee = Callee::Ref(self.l.reference(Ns::Component, Base::Scope(object.scope), name, usage));
            let task = self.implied((name, key), (graph, scope), callee, None, role);
            let known = base.flatten().and_then(|b| self.objects.get(b));
            let component = object.templates.get(name.text()).or_else(|| known?.templates.get(name.text())).copied();
            self.pass_arguments(&object, task, component);
            tasks.push(task);
        }
        if let Some(hooks) = self.l.field(spec, "hooks") {
            for entry in hooks.entries() {
                tasks.push(self.hook((entry.key, entry.value), (graph, None), place));
            }
        }
        if let Some(graph) = self.l.package.graphs.get_mut(graph) {
            graph.tasks = tasks;
        }
        graph
    }

    /// A task that nobody wrote as one: what a key of the object runs.
    pub(super) fn implied(
        &mut self,
        (name, shown): (Node<'t>, Node<'t>),
        (graph, outer): (GraphId, ScopeId),
        callee: Callee,
        open: Option<Why>,
        role: TaskRole,
    ) -> TaskId {
        let l = &mut self.l;
        let scope = l.scope(ScopeKind::Task, Parent::One(outer));
        let id = l.name(name.text());
        let members = match callee {
            Callee::Ref(reference) => Members::Callee(reference),
            _ => Members::Unknown,
        };
        let def = l.package.symbols.defs.push(Def {
            ns: Ns::Task,
            scope: outer,
            name: id,
            at: text_origin(name),
            body: name.span().cover(shown.span()),
            node: name.id(),
            kind: None,
            members,
            flags: DefFlags { implied: true, ..DefFlags::default() },
        });
        l.set_owner(scope, def);
        l.package.tasks.push(Task {
            def,
            graph,
            title: Val::Absent,
            callee,
            args: Vec::new(),
            args_open: open,
            when: None,
            trigger: Trigger::AllSucceeded,
            stage: None,
            role,
            each: None,
            retry: None,
            cache: Val::Absent,
            scope,
            node: name.id(),
        })
    }

    /// The entrypoint and the exit handler take of the arguments of the workflow what they have inputs for.
    fn pass_arguments(&mut self, object: &Object<'t>, task: TaskId, component: Option<ComponentId>) {
        let Some(component) = component.and_then(|id| self.l.package.components.get(id)) else {
            if let Some(task) = self.l.package.tasks.get_mut(task) {
                task.args_open = Some(Why::Unresolved);
            }
            return;
        };
        let package = &self.l.package;
        let wanted: Vec<_> = component.inputs.ids().filter_map(|id| package.ports.get(id)).collect();
        let wanted: Vec<_> = wanted.iter().filter_map(|p| Some((package.def(p.def)?.name, p.kind))).collect();
        let (inside, open) = (component.scope, package.symbols.scopes.get(object.scope));
        // Whoever uses a template of workflows passes what it leaves out.
        let template =
            matches!(object.kind, DocumentKind::ArgoWorkflowTemplate | DocumentKind::ArgoClusterWorkflowTemplate);
        let open = template || open.is_some_and(|s| s.open.contains(&Ns::Input));
        let given: FxHashMap<_, _> = package
            .symbols
            .defs
            .iter()
            .filter(|(_, d)| d.scope == object.scope && d.ns == Ns::Input)
            .map(|(_, d)| ((d.name, d.kind), d.at))
            .collect();
        let mut args = Vec::new();
        for (name, kind) in wanted {
            let Some(at) = given.get(&(name, Some(kind))).copied() else { continue };
            let reference = |base, role| Ref {
                ns: Ns::Input,
                base,
                name: RefName::Name(name),
                at: Origin { span: Span::at(at.span.start), node: at.node },
                want: Some(kind),
                role,
                must: false,
                user: None,
                engines: &[],
                shown: None,
            };
            let port = self.l.package.symbols.refs.push(reference(Base::Scope(inside), Role::Bind));
            let value = self.l.package.symbols.refs.push(reference(Base::Scope(object.scope), Role::Read));
            let binding = self.l.binding(Binding::Input(value));
            args.push(Argument { port, def: None, binding, transform: None, claims: None });
        }
        if let Some(task) = self.l.package.tasks.get_mut(task) {
            task.args = args;
            task.args_open = open.then_some(Why::Unresolved);
        }
    }

    /// A workflow is a run of itself: what it takes and has no value for must be passed when it is submitted.
    pub(super) fn run(&mut self, object: &Object<'t>, spec: Node<'t>) {
        let shown = self.l.entry(spec, "arguments").map_or(object.root, |(key, _)| key);
        let scope = self.l.scope(ScopeKind::Graph, Parent::None);
        let graph = self.l.package.graphs.next_id();
        let task = self.implied((shown, shown), (graph, scope), Callee::Inline(object.component), None, TaskRole::Work);
        if let Some(def) = self.l.package.tasks.get(task).map(|t| t.def) {
            self.l.edit_def(def, |d| d.members = Members::Scope(object.scope));
        }
        self.l.package.graphs.push(Graph {
            owner: None,
            scope,
            tasks: vec![task],
            edges: Vec::new(),
            outputs: Vec::new(),
            open: None,
            at: None,
        });
        self.l.package.runs.push(graph);
    }
}
