//! Pipelines: graphs of tasks, and those that run at the end.

use ir_model::{
    Argument, Base, Binding, BindingId, Body, Callee, ComponentId, DefId, ExprId, Graph, GraphId, Items, Language,
    Literal, Loop, Members, Ns, OrderEdge, Parent, PortKind, RefId, Retry, Role, ScopeId, ScopeKind, Task, TaskId,
    TaskRead, TaskRole, Trigger, Val, Why,
};
use ir_syntax::{Node, Span};

use super::dialect::{API_FIELDS, CEL, INLINE};
use super::file::File;
use super::ports::{name_of, value_kind};
use super::strings::{Field, Part, Place, Read};
use super::{Object, condition};
use crate::lowering::{Use, text_origin};

/// Pipelines inside of pipelines; deeper is not read.
const DEPTH: u32 = 8;

impl<'t> File<'t> {
    /// A pipeline, by itself or inside of a run or of another.
    pub(crate) fn pipeline(&mut self, spec: Node<'t>, def: DefId, inside: ScopeId) -> ComponentId {
        self.pipeline_at(spec, def, inside, 0)
    }

    fn pipeline_at(&mut self, spec: Node<'t>, def: DefId, inside: ScopeId, depth: u32) -> ComponentId {
        let id = self.component(spec, def, inside);
        let inputs = self.inputs(spec, inside, false);
        let outputs = self.results(spec, inside);
        self.edit_component(id, |c| {
            c.inputs = inputs;
            c.outputs = outputs;
        });
        let graph = self.graph(spec, id, def, inside, depth);
        self.edit_component(id, |c| c.body = Body::Graph(graph));
        id
    }

    fn graph(&mut self, spec: Node<'t>, owner: ComponentId, def: DefId, inside: ScopeId, depth: u32) -> GraphId {
        let scope = self.l.scope(ScopeKind::Graph, Parent::One(inside));
        self.l.set_owner(scope, def);
        let open = self.list_unread(spec, "tasks") || self.list_unread(spec, "finally");
        let tasks = self.l.field(spec, "tasks");
        let graph = self.l.package.graphs.push(Graph {
            owner: Some(owner),
            scope,
            tasks: Vec::new(),
            edges: Vec::new(),
            outputs: Vec::new(),
            open: open.then_some(Why::Broken),
            at: tasks.map(Node::id),
        });
        let lists = [("tasks", Part::Task), ("finally", Part::Finally)];
        let mut nodes: Vec<(Node<'t>, DefId, Part)> = Vec::new();
        let mut open = open;
        for (key, part) in lists {
            for node in self.items(spec, key) {
                // A task without a name can still be shown; nothing can wait for it.
                open |= name_of(node).is_none();
                let name = name_of(node).unwrap_or(node);
                let def = self.l.def(Ns::Task, scope, name, node);
                if name.id() == node.id() {
                    let nameless = self.l.name("");
                    self.l.edit_def(def, |d| {
                        d.name = nameless;
                        d.at.span = Span::at(d.at.span.start);
                    });
                }
                nodes.push((node, def, part));
            }
        }
        self.l.open_if(scope, Ns::Task, open);
        let mut building = Building { graph, scope, inside, tasks: Vec::new(), edges: Vec::new(), depth };
        for (node, def, part) in nodes {
            building.task(self, node, def, part);
        }
        let outputs = self.pipeline_results(spec, def, inside, scope);
        if let Some(graph) = self.l.package.graphs.get_mut(graph) {
            graph.tasks = building.tasks;
            graph.edges = building.edges;
            graph.outputs = outputs;
        }
        graph
    }

    fn pipeline_results(&mut self, spec: Node<'t>, def: DefId, inside: ScopeId, graph: ScopeId) -> Vec<Argument> {
        let mut outputs = Vec::new();
        let place = Place {
            inside,
            graph: Some(graph),
            steps: None,
            own: None,
            user: Some(def),
            part: Part::Results,
            field: Field::Value,
        };
        for item in self.items(spec, "results") {
            let (Some(name), Some(value)) = (name_of(item), self.l.field(item, "value")) else { continue };
            let usage = Use { want: Some(PortKind::Parameter), role: Role::Bind, must: false, user: Some(def) };
            let port = self.l.reference(Ns::Output, Base::Scope(inside), name, usage);
            let (binding, _) = self.value(value, place);
            outputs.push(Argument { port, def: None, binding, transform: None, claims: None });
        }
        outputs
    }

    /// A value that is passed.
    pub(crate) fn value(&mut self, node: Node<'t>, place: Place) -> (BindingId, Read) {
        if node.is_scalar() && !node.is_alias() {
            let mut read = self.string(node, place.at(Field::Value));
            if let Some(binding) = self.string_binding(node, &mut read) {
                return (binding, read);
            }
        }
        let read = if node.is_scalar() { Read::default() } else { self.strings(node, place.at(Field::Element)) };
        let binding = if node.is_alias() || node.has_loss() {
            self.l.unknown_binding(node, Why::Unresolved)
        } else if node.is_missing() {
            self.l.binding(Binding::Absent(node.span()))
        } else {
            let literal = Literal { kind: value_kind(node), node: node.id() };
            self.l.binding(Binding::Literal(literal, text_origin(node)))
        };
        (binding, read)
    }

    /// The conditions of a task or step: all must hold.
    pub(crate) fn when(&mut self, node: Node<'t>, place: Place, orders: &mut Vec<RefId>) -> Option<ExprId> {
        let list = self.l.field(node, "when").filter(|n| !n.is_missing())?;
        let mut refs = Vec::new();
        let mut problems = Vec::new();
        for item in list.items() {
            for entry in item.own_entries() {
                let field = if entry.key.text() == "values" { Field::Element } else { Field::Text };
                if entry.key.text() == "cel" {
                    self.need(CEL, "true", "a condition in CEL", entry.key.span());
                    problems.extend(condition::problems(&mut self.l, entry.value));
                }
                let read = if entry.key.text() == "values" && entry.value.is_scalar() {
                    self.string(entry.value, place.at(Field::Value))
                } else {
                    self.strings(entry.value, place.at(field))
                };
                refs.extend(read.refs);
                orders.extend(read.orders);
            }
        }
        Some(self.l.expr(Language::TektonVariable, list, refs, problems))
    }
}

/// A graph under construction.
struct Building {
    graph: GraphId,
    scope: ScopeId,
    inside: ScopeId,
    tasks: Vec<TaskId>,
    edges: Vec<OrderEdge>,
    depth: u32,
}

impl Building {
    fn task<'t>(&mut self, f: &mut File<'t>, node: Node<'t>, def: DefId, part: Part) {
        let id = f.l.package.tasks.next_id();
        let scope = f.l.scope(ScopeKind::Task, Parent::One(self.scope));
        f.l.set_owner(scope, def);
        let place = Place {
            inside: self.inside,
            graph: Some(self.scope),
            steps: None,
            own: None,
            user: Some(def),
            part,
            field: Field::Text,
        };
        let mut reads = Vec::new();
        let callee = self.callee(f, node, def, place, &mut reads);
        let inline = match callee {
            Callee::Inline(id) => f.l.package.components.get(id).map(|c| c.scope),
            _ => None,
        };
        f.l.edit_def(def, |d| {
            d.members = match (callee, inline) {
                (Callee::Ref(reference), _) => Members::Callee(reference),
                (_, Some(scope)) => Members::Scope(scope),
                _ => Members::Unknown,
            }
        });
        let mut arguments = Arguments { base: None, callee, inline, scope, def, args: Vec::new(), open: false };
        arguments.open |= f.list_unread(node, "params") || f.list_unread(node, "workspaces");
        for param in f.items(node, "params") {
            arguments.parameter(f, param, place, &mut reads);
        }
        for workspace in f.items(node, "workspaces") {
            arguments.workspace(f, workspace, place, &mut reads);
        }
        let each = self.matrix(f, node, &mut arguments, place, &mut reads);
        // What is declared inside and passed by nobody may come from the pipeline around.
        arguments.open |= inline.is_some_and(|inline| propagates(f, inline, self.inside));
        for after in f.items(node, "runAfter") {
            let usage = Use { want: None, role: Role::Order, must: true, user: Some(def) };
            let on = f.l.reference(Ns::Task, Base::Scope(self.scope), after, usage);
            f.task_uses.push((on, part, false));
            self.edges.push(OrderEdge { waits: id, on });
        }
        // Resources of old were handed from task to task.
        let resources = f.l.path(node, &["resources", "inputs"]).into_iter().flat_map(Node::items);
        let from: Vec<Node<'t>> = resources.filter_map(|r| f.l.field(r, "from")).flat_map(Node::items).collect();
        for from in from {
            let usage = Use { want: None, role: Role::Order, must: true, user: Some(def) };
            let on = f.l.reference(Ns::Task, Base::Scope(self.scope), from, usage);
            self.edges.push(OrderEdge { waits: id, on });
        }
        if let Some(list) = f.l.field(node, "runAfter").filter(|l| l.is_missing() || l.is_sequence()) {
            f.l.slot(list, Ns::Task, Base::Scope(self.scope), None);
        }
        let when = f.when(node, place, &mut reads);
        for key in ["displayName", "onError", "timeout"] {
            if let Some(value) = f.l.field(node, key) {
                // What a task is called may name what its rounds pass.
                let loose = f.l.field(node, "matrix").is_some();
                let read = f.strings(value, place.at(if loose { Field::Plain } else { Field::Text }));
                reads.extend(read.orders);
            }
        }
        let retries = f.l.field(node, "retries");
        let retry = retries.map(|r| Retry { max: f.l.int_value(Some(r)), waits: true, span: r.span() });
        let title = f.l.field(node, "displayName");
        let title = f.l.text_value(title);
        f.l.package.reads.extend(reads.into_iter().map(|task| TaskRead { task, late: false }));
        let task = Task {
            def,
            graph: self.graph,
            title,
            callee,
            args: arguments.args,
            args_open: arguments.open.then_some(Why::Broken),
            when,
            trigger: if part == Part::Finally { Trigger::AllCompleted } else { Trigger::AllSucceeded },
            stage: None,
            role: if part == Part::Finally { TaskRole::Exit(None) } else { TaskRole::Work },
            each,
            retry,
            cache: Val::Absent,
            scope,
            node: node.id(),
        };
        self.tasks.push(f.l.package.tasks.push(task));
    }

    fn callee<'t>(&self, f: &mut File<'t>, node: Node<'t>, def: DefId, place: Place, reads: &mut Vec<RefId>) -> Callee {
        for (key, object) in [("taskRef", Object::Task), ("pipelineRef", Object::Pipeline)] {
            let Some((name, reference)) = f.l.entry(node, key) else { continue };
            if object == Object::Pipeline {
                f.pipeline_tasks.insert(def);
                f.need(API_FIELDS, "alpha", "a pipeline as a task", name.span());
            }
            let read = f.strings(reference, place.at(Field::Value));
            reads.extend(read.orders);
            return f.callee(reference, object, def);
        }
        if let Some(spec) = f.l.field(node, "taskSpec") {
            if f.l.field(spec, "apiVersion").is_some() || f.l.field(spec, "kind").is_some() {
                if let Some(inner) = f.l.field(spec, "spec") {
                    let read = f.strings(inner, place.at(Field::Plain));
                    reads.extend(read.orders);
                }
                return Callee::Unknown(Why::Unmodelled);
            }
            let inside = f.inline_scope(self.scope, spec, node);
            let id = f.component(spec, def, inside);
            let inputs = f.inputs(spec, inside, false);
            let outputs = f.results(spec, inside);
            f.passed_on(node, inside);
            let (pod, orders) = f.pod(spec, def, inside, Some(self.scope));
            reads.extend(orders);
            f.edit_component(id, |c| {
                c.inputs = inputs;
                c.outputs = outputs;
                c.body = Body::Pod(pod);
            });
            return Callee::Inline(id);
        }
        if let Some((key, spec)) = f.l.entry(node, "pipelineSpec") {
            f.pipeline_tasks.insert(def);
            f.need(API_FIELDS, "alpha", "a pipeline inside of a task", key.span());
            f.need(INLINE, "pipeline", "a pipeline inside of a pipeline", key.span());
            if self.depth >= DEPTH {
                return Callee::Unknown(Why::Unmodelled);
            }
            let inside = f.inline_scope(self.scope, spec, node);
            f.passed_on(node, inside);
            return Callee::Inline(f.pipeline_at(spec, def, inside, self.depth + 1));
        }
        if node.has_loss() { Callee::Unknown(Why::Broken) } else { Callee::Missing(node.span()) }
    }

    fn matrix<'t>(
        &self,
        f: &mut File<'t>,
        node: Node<'t>,
        arguments: &mut Arguments,
        place: Place,
        reads: &mut Vec<RefId>,
    ) -> Option<Loop> {
        let (key, matrix) = f.l.entry(node, "matrix")?;
        f.need(API_FIELDS, "beta", "a matrix", key.span());
        for param in f.items(matrix, "params") {
            arguments.axis(f, param, place, reads);
        }
        for include in f.items(matrix, "include") {
            for param in f.items(include, "params") {
                if let Some(value) = f.l.field(param, "value") {
                    reads.extend(f.strings(value, place.at(Field::Text)).orders);
                }
            }
            // What some rounds pass may be what is missing.
            arguments.open = true;
        }
        Some(Loop { items: Items::Unknown(Why::Unmodelled), item: None, limit: Val::Absent, span: matrix.span() })
    }
}

/// Whether an input of `inline` without a value has the name of one around it.
fn propagates(f: &File<'_>, inline: ScopeId, around: ScopeId) -> bool {
    match (f.known.get(&inline), f.known.get(&around)) {
        (Some(inner), Some(outer)) => inner.iter().any(|name| outer.contains(name)),
        _ => false,
    }
}

/// What a task passes.
pub(crate) struct Arguments {
    /// Where the names of inputs are looked up.
    base: Option<Base>,
    callee: Callee,
    inline: Option<ScopeId>,
    scope: ScopeId,
    def: DefId,
    pub(crate) args: Vec<Argument>,
    pub(crate) open: bool,
}

impl Arguments {
    pub(crate) fn new(callee: Callee, inline: Option<ScopeId>, scope: ScopeId, def: DefId) -> Self {
        Self { base: None, callee, inline, scope, def, args: Vec::new(), open: false }
    }

    fn base(&mut self, f: &mut File<'_>) -> Base {
        let (callee, inline) = (self.callee, self.inline);
        *self.base.get_or_insert_with(|| match (callee, inline) {
            (Callee::Ref(reference), _) => Base::Member(reference),
            (_, Some(scope)) => Base::Scope(scope),
            _ => f.anything(),
        })
    }

    fn push<'t>(&mut self, f: &mut File<'t>, name: Node<'t>, item: Node<'t>, kind: PortKind, binding: BindingId) {
        let usage = Use { want: Some(kind), role: Role::Bind, must: false, user: Some(self.def) };
        let base = self.base(f);
        let port = f.l.reference(Ns::Input, base, name, usage);
        let def = f.l.def(Ns::Argument, self.scope, name, item);
        f.l.edit_def(def, |d| d.kind = Some(kind));
        self.args.push(Argument { port, def: Some(def), binding, transform: None, claims: None });
    }

    pub(crate) fn parameter<'t>(&mut self, f: &mut File<'t>, item: Node<'t>, place: Place, reads: &mut Vec<RefId>) {
        let Some(name) = name_of(item) else {
            self.open = true;
            return;
        };
        let binding = match f.l.field(item, "value") {
            Some(value) => {
                let (binding, read) = f.value(value, place);
                reads.extend(read.orders);
                binding
            }
            None => f.l.binding(Binding::Absent(item.span())),
        };
        self.push(f, name, item, PortKind::Parameter, binding);
    }

    /// A parameter of which each round gets one value.
    fn axis<'t>(&mut self, f: &mut File<'t>, item: Node<'t>, place: Place, reads: &mut Vec<RefId>) {
        let Some(name) = name_of(item) else {
            self.open = true;
            return;
        };
        if let Some(value) = f.l.field(item, "value") {
            let (_, read) = f.value(value, place);
            reads.extend(read.orders);
        }
        let binding = f.l.unknown_binding(item, Why::Unmodelled);
        self.push(f, name, item, PortKind::Parameter, binding);
    }

    fn workspace<'t>(&mut self, f: &mut File<'t>, item: Node<'t>, place: Place, reads: &mut Vec<RefId>) {
        let Some(name) = name_of(item) else {
            self.open = true;
            return;
        };
        let source = f.l.field(item, "workspace").filter(|w| w.is_scalar()).unwrap_or(name);
        let usage = Use { want: Some(PortKind::Volume), role: Role::Read, must: true, user: Some(self.def) };
        let source = if source.is_missing() { name } else { source };
        let input = f.l.reference(Ns::Input, Base::Scope(place.inside), source, usage);
        let binding = f.l.binding(Binding::Input(input));
        if let Some(path) = f.l.field(item, "subPath") {
            reads.extend(f.strings(path, place.at(Field::Plain)).orders);
        }
        self.push(f, name, item, PortKind::Volume, binding);
    }

    /// A volume that a run gives.
    pub(crate) fn volume<'t>(&mut self, f: &mut File<'t>, item: Node<'t>) {
        let Some(name) = name_of(item) else {
            self.open = true;
            return;
        };
        let binding = f.l.unknown_binding(item, Why::Unmodelled);
        self.push(f, name, item, PortKind::Volume, binding);
    }
}

impl<'t> File<'t> {
    /// What a reference to a task or pipeline leads to.
    pub(crate) fn callee(&mut self, reference: Node<'t>, object: Object, def: DefId) -> Callee {
        let has = |key: &str| self.l.field(reference, key).is_some_and(|n| !n.is_missing());
        if has("resolver") || has("bundle") {
            return Callee::Unknown(Why::Unresolved);
        }
        let group = self.l.field(reference, "apiVersion").map_or("", Node::text);
        let kind = self.l.field(reference, "kind").map_or("", Node::text);
        let object = match (object, kind) {
            (Object::Task, "" | "Task") if group.is_empty() || group.starts_with("tekton.dev/") => Object::Task,
            (Object::Task, "ClusterTask") => Object::ClusterTask,
            (Object::Pipeline, "" | "Pipeline") => Object::Pipeline,
            _ => return Callee::Unknown(Why::Unmodelled),
        };
        match self.l.field(reference, "name").filter(|n| n.is_scalar() && !n.is_missing()) {
            Some(name) => Callee::Ref(self.object_reference(object, name, def)),
            None => {
                if let Some(name) = self.l.field(reference, "name") {
                    self.object_reference(object, name, def);
                }
                Callee::Unknown(Why::Broken)
            }
        }
    }

    /// The inside of a component that is written inside of another.
    pub(crate) fn inline_scope(&mut self, around: ScopeId, _: Node<'t>, _: Node<'t>) -> ScopeId {
        self.l.scope(ScopeKind::Inline, Parent::One(around))
    }

    /// What a task or run passes is known inside of what is written in it, declared or not.
    pub(crate) fn passed_on(&mut self, node: Node<'t>, inside: ScopeId) {
        let matrix = self.l.field(node, "matrix");
        let lists = [
            (Some(node), "params", PortKind::Parameter, false),
            (Some(node), "workspaces", PortKind::Volume, false),
            (matrix, "params", PortKind::Parameter, true),
        ];
        let mut items: Vec<(Node<'t>, PortKind, bool)> = Vec::new();
        for (holder, key, kind, round) in lists {
            let Some(holder) = holder else { continue };
            items.extend(self.items(holder, key).into_iter().map(|i| (i, kind, round)));
        }
        for include in matrix.map(|m| self.items(m, "include")).unwrap_or_default() {
            items.extend(self.items(include, "params").into_iter().map(|i| (i, PortKind::Parameter, true)));
        }
        for (item, kind, round) in items {
            if let Some(name) = name_of(item) {
                self.implied((name, item), kind, inside, round);
            }
        }
    }
}
