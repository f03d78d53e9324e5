//! Which nodes of a tree are compared by their meaning. What no one claims is compared as a setting, by its value.

use ir_model::{Argument, Binding, BindingId, Body, Items, Ns, Package, Port, Role, Step, Task, Trigger, Val};
use ir_syntax::{NodeId, Span, Tree};
use rustc_hash::FxHashSet;

/// Claimed nodes, each with all that is inside.
pub(crate) struct Claims<'a> {
    package: &'a Package,
    tree: &'a Tree,
    nodes: FxHashSet<NodeId>,
    /// Claimed stretches of text, by start.
    spans: Vec<Span>,
}

impl<'a> Claims<'a> {
    pub(crate) fn of(package: &'a Package, tree: &'a Tree) -> Self {
        let mut claims = Self { package, tree, nodes: FxHashSet::default(), spans: Vec::new() };
        let names = [Ns::Component, Ns::Executor, Ns::Task, Ns::Input, Ns::Output, Ns::Argument, Ns::Step];
        for def in package.symbols.defs.values() {
            // What has no name has its definition at the start of its whole.
            if names.contains(&def.ns) && tree.node(def.at.node).is_scalar() {
                claims.nodes.insert(def.at.node);
            }
        }
        for unit in package.units() {
            claims.val(&unit.name);
            claims.val(&unit.version);
        }
        claims.val(&package.tool);
        for reference in package.symbols.refs.values() {
            if reference.ns == Ns::Executor && reference.role == Role::Call {
                claims.nodes.insert(reference.at.node);
            }
        }
        for component in package.components.values() {
            claims.nodes.extend(component.doc);
            claims.spans.extend(component.retry.as_ref().map(|r| r.span));
            if let Body::Import { uri: Some(uri) } = component.body {
                claims.binding(uri, 0);
            }
        }
        package.ports.values().for_each(|p| claims.port(p));
        package.tasks.values().for_each(|t| claims.task(t));
        for graph in package.graphs.values() {
            graph.edges.iter().for_each(|e| claims.reference(e.on));
            graph.outputs.iter().for_each(|a| claims.argument(a));
        }
        package.pods.values().flat_map(|p| &p.steps).for_each(|s| claims.step(s));
        claims.spans.sort_unstable();
        claims
    }

    /// Whether the node, or something around it, is claimed.
    pub(crate) fn hold(&self, node: ir_syntax::Node<'_>) -> bool {
        let inside = |span: &Span| span.contains(node.span()) && !node.span().is_empty();
        let after = self.spans.partition_point(|s| s.start <= node.span().start);
        // Claimed stretches lie side by side.
        self.nodes.contains(&node.id()) || after.checked_sub(1).and_then(|i| self.spans.get(i)).is_some_and(inside)
    }

    fn val<T>(&mut self, val: &Val<T>) {
        // What cannot be read as what it should be is compared as it stands.
        if let Val::Known(_, at) = val {
            self.nodes.insert(at.node);
        }
    }

    fn reference(&mut self, id: ir_model::RefId) {
        self.nodes.extend(self.package.reference(id).map(|r| r.at.node));
    }

    fn expr(&mut self, id: ir_model::ExprId) {
        self.nodes.extend(self.package.exprs.get(id).map(|e| e.at.node));
    }

    fn port(&mut self, port: &Port) {
        self.nodes.extend(port.ty.at.map(|o| o.node));
        self.nodes.extend(port.ty.version.map(|o| o.node));
        self.nodes.extend(port.ty.document);
        // Where a place or an address says so, these are settings of their own.
        if let Val::Known(_, at) = port.optional
            && self.tree.node(at.node).is_scalar()
        {
            self.nodes.insert(at.node);
        }
        self.nodes.extend(port.default.map(|(literal, _)| literal.node));
        self.nodes.extend(port.choices.iter().map(|(literal, _)| literal.node));
        self.nodes.extend(port.doc);
    }

    fn task(&mut self, task: &Task) {
        if let ir_model::Callee::Ref(callee) = task.callee {
            self.reference(callee);
        }
        task.args.iter().for_each(|a| self.argument(a));
        task.when.into_iter().for_each(|e| self.expr(e));
        if let Trigger::Results(expr) = task.trigger {
            self.expr(expr);
        }
        if let Some(each) = &task.each {
            self.spans.push(each.span);
            if let Items::Value(binding) = each.items {
                self.binding(binding, 0);
            }
            if let Items::Text(at) | Items::List(at) | Items::Range(at) = each.items {
                self.nodes.insert(at.node);
            }
        }
        self.spans.extend(task.retry.as_ref().map(|r| r.span));
        self.val(&task.cache);
        self.val(&task.title);
    }

    fn argument(&mut self, argument: &Argument) {
        self.reference(argument.port);
        self.binding(argument.binding, 0);
        argument.transform.into_iter().for_each(|e| self.expr(e));
        self.nodes.extend(argument.claims.as_ref().and_then(|c| c.at).map(|o| o.node));
    }

    fn binding(&mut self, id: BindingId, depth: u32) {
        match self.package.bindings.get(id) {
            Some(Binding::Literal(literal, _)) => {
                self.nodes.insert(literal.node);
            }
            Some(Binding::Template(_, at) | Binding::Unknown(at, _)) => {
                self.nodes.insert(at.node);
            }
            Some(Binding::Input(input)) => self.reference(*input),
            Some(Binding::Output { task, port }) => {
                self.reference(*task);
                self.reference(*port);
            }
            Some(Binding::Status(Some(task))) => self.reference(*task),
            Some(Binding::OneOf(all) | Binding::Gather(all)) if depth < 16 => {
                all.iter().for_each(|b| self.binding(*b, depth + 1));
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &Step) {
        self.nodes.extend(step.script);
        self.val(&step.image);
        self.nodes.extend(&step.command);
        self.nodes.extend(&step.args);
        self.nodes.extend(step.env.iter().flat_map(|(name, value)| [*name, *value]));
        self.nodes.extend(step.resources.bounds.iter().map(|b| b.value));
    }
}
