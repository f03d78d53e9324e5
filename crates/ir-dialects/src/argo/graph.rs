//! `steps` and `dag`: graphs of tasks.

use ir_model::{
    Argument, Base, Callee, DefId, Engine, ExprId, ExprProblemKind, Graph, GraphId, Language, Ns, OrderEdge, Origin,
    Parent, PortKind, RefId, Role, ScopeId, ScopeKind, Task, TaskId, TaskRole, Trigger, Val, Why,
};
use ir_syntax::{Node, Span};

use super::Argo;
use super::depends;
use super::expression::LATE;
use super::reference::NodeOf;
use super::text::Place;
use crate::language::publish::publish;
use crate::lowering::Use;

/// A graph while its tasks are read.
struct Building {
    graph: GraphId,
    tasks: Vec<TaskId>,
    edges: Vec<OrderEdge>,
    /// What is seen in it.
    place: Place,
}

impl<'t> Argo<'t> {
    /// The groups of `steps`, one after another; the steps of a group run together.
    pub(super) fn steps(&mut self, node: Node<'t>, place: Place) -> (GraphId, Place) {
        let unread = node.has_loss() || !node.is_sequence() || node.items().any(|group| !group.is_sequence());
        let mut building = self.begin(node, place, NodeOf::Step, unread);
        for (stage, group) in node.items().enumerate() {
            for step in group.items().filter(|s| s.is_mapping()) {
                self.task(&mut building, step, Some(stage as u32));
            }
        }
        self.end(building)
    }

    /// The tasks of `dag`, and what each waits for.
    pub(super) fn dag(&mut self, node: Node<'t>, place: Place) -> (GraphId, Place) {
        let list = self.l.field(node, "tasks");
        let unread = self.l.table_unread(node, "tasks") && !list.is_some_and(Node::is_sequence)
            || list.is_some_and(Node::has_loss);
        let mut building = self.begin(list.unwrap_or(node), place, NodeOf::Task, unread);
        if let Some(target) = self.l.field(node, "target").filter(|t| t.is_scalar()) {
            self.targets(target, building.place);
            self.targeted.insert(building.graph);
        }
        // Texts beside the tasks see the tasks as well.
        self.regions.insert(node.id(), building.place);
        let tasks: Vec<Node<'t>> = list.into_iter().flat_map(Node::items).filter(|t| t.is_mapping()).collect();
        self.check_tasks(&tasks);
        for task in tasks {
            self.task(&mut building, task, None);
        }
        self.end(building)
    }

    fn begin(&mut self, node: Node<'t>, place: Place, tasks: NodeOf, unread: bool) -> Building {
        let l = &mut self.l;
        let scope = l.scope(ScopeKind::Graph, Parent::One(place.here));
        if let Some(user) = place.user {
            l.set_owner(scope, user);
        }
        l.open_if(scope, Ns::Task, unread);
        let graph = l.package.graphs.push(Graph {
            owner: None,
            scope,
            tasks: Vec::new(),
            edges: Vec::new(),
            outputs: Vec::new(),
            open: unread.then_some(Why::Broken),
            at: Some(node.id()),
        });
        let place = Place { here: scope, tasks: Some(tasks), ..place };
        self.regions.insert(node.id(), place);
        Building { graph, tasks: Vec::new(), edges: Vec::new(), place }
    }

    fn end(&mut self, building: Building) -> (GraphId, Place) {
        if let Some(graph) = self.l.package.graphs.get_mut(building.graph) {
            (graph.tasks, graph.edges) = (building.tasks, building.edges);
        }
        (building.graph, building.place)
    }

    fn task(&mut self, building: &mut Building, node: Node<'t>, stage: Option<u32>) {
        let outer = building.place.here;
        let name = self.l.field(node, "name").filter(|n| n.is_scalar() && !n.is_missing());
        let def = self.l.def(Ns::Task, outer, name.unwrap_or(node), node);
        if name.is_none_or(|n| n.text().contains("{{")) {
            // It may be the one that others mean.
            self.l.open_if(outer, Ns::Task, true);
        }
        if name.is_none() {
            let at = Origin { span: Span::at(node.span().start), node: node.id() };
            self.l.edit_def(def, |d| {
                d.at = at;
                d.flags.implied = true;
            });
        }
        let scope = self.l.scope(ScopeKind::Task, Parent::One(outer));
        self.l.set_owner(scope, def);
        let place = Place { here: scope, user: Some(def), ..building.place };
        self.regions.insert(node.id(), place);
        self.check_task(node, stage.is_some());
        let callee = self.callee(node, def, place);
        let (inside, members) = self.members(callee);
        self.l.edit_def(def, |d| d.members = members);
        let each = self.repeat(node, scope, place);
        let (args, args_open) = self.arguments(node, def, (inside, scope), place);
        let when = self.condition(node, place);
        let id = self.l.package.tasks.next_id();
        let trigger = if stage.is_none() { self.waits(building, node, id, place) } else { Trigger::AllSucceeded };
        self.l.package.tasks.push(Task {
            def,
            graph: building.graph,
            title: Val::Absent,
            callee,
            args,
            args_open,
            when,
            trigger,
            stage,
            role: TaskRole::Work,
            each,
            retry: None,
            cache: Val::Absent,
            scope,
            node: node.id(),
        });
        building.tasks.push(id);
        self.hooks_of(building, node, id, place);
    }

    /// The hooks of a task, and its exit handler in the old form.
    fn hooks_of(&mut self, building: &mut Building, node: Node<'t>, of: TaskId, place: Place) {
        if let Some(hooks) = self.l.field(node, "hooks") {
            for entry in hooks.entries() {
                let hook = self.hook((entry.key, entry.value), (building.graph, Some(of)), place);
                building.tasks.push(hook);
            }
        }
        if let Some((key, name)) = self.l.entry(node, "onExit").filter(|(_, n)| n.is_scalar() && !n.is_missing()) {
            let usage = Use { want: None, role: Role::Call, must: true, user: place.user };
            let reference = self.l.reference(Ns::Component, Base::Scope(place.object), name, usage);
            self.l.edit_ref(reference, |r| r.engines = LATE);
            let callee = Callee::Ref(reference);
            let nowhere = self.l.scope(ScopeKind::Graph, Parent::None);
            let role = TaskRole::Exit(Some(of));
            building.tasks.push(self.implied((name, key), (building.graph, nowhere), callee, None, role));
        }
    }

    /// `dependencies`, or `depends`.
    fn waits(&mut self, building: &mut Building, node: Node<'t>, waits: TaskId, place: Place) -> Trigger {
        let usage = Use { want: None, role: Role::Order, must: true, user: place.user };
        let base = Base::Scope(building.place.here);
        for on in self.l.field(node, "dependencies").into_iter().flat_map(Node::items) {
            let on = self.l.reference(Ns::Task, base, on, usage);
            building.edges.push(OrderEdge { waits, on });
        }
        let Some(depends) = self.l.field(node, "depends").filter(|d| d.is_scalar() && !d.is_missing()) else {
            return Trigger::AllSucceeded;
        };
        let (expr, on) = self.depends(depends, base, place);
        building.edges.extend(on.into_iter().map(|on| OrderEdge { waits, on }));
        Trigger::Results(expr)
    }

    /// The tasks that `depends` speaks of.
    fn depends(&mut self, node: Node<'t>, base: Base, place: Place) -> (ExprId, Vec<RefId>) {
        let text = node.text();
        let (mut refs, mut problems) = (Vec::new(), Vec::new());
        if !text.contains("{{") {
            let read = depends::read(text);
            for operand in &read.operands {
                let whole = operand.result.map_or(operand.task, |(result, _)| operand.task.cover(result));
                let usage = Use { want: None, role: Role::Order, must: true, user: place.user };
                let (range, shown) = (operand.task.range(), whole.range());
                refs.push(self.l.inner_reference((Ns::Task, base), node, range, shown, usage));
            }
            for problem in &read.problems {
                let mut problem = publish(&mut self.l, node, 0, problem);
                // The names are looked at before, the rest when the workflow runs.
                if problem.kind != ExprProblemKind::Name {
                    problem.engines = &[Engine::Argo];
                }
                problems.push(problem);
            }
        }
        (self.l.expr(Language::Depends, node, refs.clone(), problems), refs)
    }

    /// The tasks that a graph runs for: `target`.
    fn targets(&mut self, node: Node<'t>, place: Place) {
        let text = node.text();
        if text.contains("{{") {
            return;
        }
        for name in text.split(' ').filter(|n| !n.is_empty()) {
            let start = name.as_ptr() as usize - text.as_ptr() as usize;
            let range = start..start + name.len();
            let usage = Use { want: None, role: Role::Order, must: true, user: place.user };
            self.l.inner_reference((Ns::Task, Base::Scope(place.here)), node, range.clone(), range, usage);
        }
    }

    /// What a graph hands out: the values of the outputs of its template.
    pub(super) fn hand_out(
        &mut self,
        template: Node<'t>,
        (graph, place): (GraphId, Place),
        (inside, user): (ScopeId, DefId),
    ) {
        let Some(outputs) = self.l.field(template, "outputs") else { return };
        // No step hands it out: nothing asks whether one runs before another.
        let place = Place { user: Some(user), ..place };
        self.regions.insert(outputs.id(), place);
        let mut found = Vec::new();
        for (key, kind) in [("parameters", PortKind::Parameter), ("artifacts", PortKind::Artifact)] {
            for item in self.l.field(outputs, key).into_iter().flat_map(Node::items) {
                let Some(name) = self.l.field(item, "name").filter(|n| n.is_scalar() && !n.is_missing()) else {
                    continue;
                };
                let usage = Use { want: Some(kind), role: Role::Bind, must: true, user: Some(user) };
                let port = self.l.reference(Ns::Output, Base::Scope(inside), name, usage);
                let value = match kind {
                    PortKind::Artifact => self.l.field(item, "from"),
                    _ => self.l.path(item, &["valueFrom", "parameter"]).or_else(|| self.l.field(item, "value")),
                };
                let binding = match value {
                    Some(value) if !value.is_missing() => self.value(value, place),
                    _ => self.l.unknown_binding(item, Why::Unmodelled),
                };
                found.push(Argument { port, def: None, binding, transform: None, claims: None });
            }
        }
        if let Some(graph) = self.l.package.graphs.get_mut(graph) {
            graph.outputs = found;
        }
    }
}
