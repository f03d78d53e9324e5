//! What flows where: the type of a value that a task or a graph's output receives, and the words for it.

use std::collections::VecDeque;

use ir_model::{
    Argument, Binding, BindingId, Component, ComponentId, DefId, Fit, Literal, LiteralKind, Package, Port, RefId,
    Resolution, Task, Type, TypeUse, literal_fits,
};
use ir_syntax::{Node, Scalar, Span};
use rustc_hash::FxHashSet;

use crate::rule::Context;

/// A value where it is used.
#[derive(Clone)]
pub(crate) struct Flow<'a> {
    /// Its type; unknown where it cannot be told.
    pub(crate) ty: Type,
    /// Where the type is declared.
    pub(crate) declared: Option<&'a TypeUse>,
    /// The input or output that it comes from.
    pub(crate) from: Option<DefId>,
    /// The token that names it.
    pub(crate) at: Span,
}

/// The port of this file that `reference` finds, of the right kind.
pub(crate) fn port(package: &Package, reference: RefId) -> Option<&Port> {
    match package.resolutions.of(reference) {
        Resolution::Found(def) => package.port_of(def),
        _ => None,
    }
}

/// The values that a binding may hand out: several where exactly one of them will exist. Values that are written
/// out are not among them.
pub(crate) fn sources<'a>(package: &'a Package, binding: BindingId) -> Vec<Flow<'a>> {
    match package.bindings.get(binding) {
        Some(Binding::OneOf(all)) => all.iter().filter_map(|b| source(package, *b)).collect(),
        _ => source(package, binding).into_iter().collect(),
    }
}

fn source<'a>(package: &'a Package, binding: BindingId) -> Option<Flow<'a>> {
    match package.bindings.get(binding)? {
        Binding::Input(reference) => declared(package, *reference),
        Binding::Output { task, port } => {
            let flow = declared(package, *port)?;
            let repeated =
                package.target(*task).and_then(|t| package.task_of(t)).is_some_and(|(_, t)| t.each.is_some());
            let list = matches!(flow.ty, Type::List(_));
            // A loop collects: what its body does not declare as a list cannot be told. And compilers call what
            // leaves a condition a list, too.
            let sure = if repeated { list } else { !(list && flow.from.is_some_and(|f| is_generated(package, f))) };
            let ty = if sure { flow.ty } else { Type::Unknown };
            Some(Flow { ty, ..flow })
        }
        _ => None,
    }
}

/// Whether a compiler has made the name.
pub(crate) fn is_generated(package: &Package, def: DefId) -> bool {
    let prefix = package.dialect.traits.generated_prefix;
    prefix.is_some_and(|p| package.def_name(def).starts_with(p))
}

fn declared<'a>(package: &'a Package, reference: RefId) -> Option<Flow<'a>> {
    let port = port(package, reference)?;
    let at = package.reference(reference)?.at.span;
    Some(Flow { ty: port.ty.ty.clone(), declared: Some(&port.ty), from: Some(port.def), at })
}

/// What loops do to a package.
pub(crate) struct Loops {
    /// The components that run once for each item of a loop, by themselves or because what uses them does: their
    /// outputs are declared as lists of what is handed out inside.
    pub(crate) repeated: FxHashSet<ComponentId>,
    /// The inputs that receive the items.
    pub(crate) items: FxHashSet<DefId>,
}

impl Loops {
    pub(crate) fn of(package: &Package) -> Self {
        let mut open = VecDeque::new();
        let mut items = FxHashSet::default();
        for task in package.tasks.values() {
            let Some(each) = &task.each else { continue };
            open.extend(package.callee(task).map(|(id, _)| id));
            items.extend(each.item.and_then(|item| package.target(item)));
        }
        let mut repeated = FxHashSet::default();
        while let Some(id) = open.pop_front() {
            if !repeated.insert(id) {
                continue;
            }
            let graph = package.components.get(id).and_then(|c| graph_of(package, c));
            for task in graph.into_iter().flat_map(|g| &g.tasks).filter_map(|t| package.tasks.get(*t)) {
                open.extend(package.callee(task).map(|(id, _)| id));
            }
        }
        Self { repeated, items }
    }
}

/// The graph that a component runs.
pub(crate) fn graph_of<'a>(package: &'a Package, component: &Component) -> Option<&'a ir_model::Graph> {
    match component.body {
        ir_model::Body::Graph(graph) => package.graphs.get(graph),
        _ => None,
    }
}

/// The argument of `task` that `reference`, one of the task's own, finds.
pub(crate) fn argument<'a>(package: &Package, task: &'a Task, reference: RefId) -> Option<&'a Argument> {
    let Resolution::Found(def) = package.resolutions.of(reference) else { return None };
    task.args.iter().find(|a| a.def == Some(def))
}

/// Whether a written value can stand where `sink` is wanted. A number without a fraction is a whole number, however
/// it is written.
pub(crate) fn node_fits(package: &Package, node: Node<'_>, kind: LiteralKind, sink: &Type) -> Option<Fit> {
    // Text with placeholders is whatever they stand for.
    if node.has_loss() || node.kind() == ir_syntax::Kind::Alias || node.text().contains(package.dialect.traits.hole) {
        return None;
    }
    let whole = matches!(node.scalar(), Some(Scalar::Float(f)) if f.fract() == 0.0);
    let kind = if whole { LiteralKind::Int } else { kind };
    literal_fits(kind, sink, &package.names, &package.dialect.traits.types)
}

/// What kind of value a node is.
pub(crate) fn kind_of(node: Node<'_>) -> LiteralKind {
    match node.scalar() {
        _ if node.is_mapping() => LiteralKind::Map,
        _ if node.is_sequence() => LiteralKind::List,
        None | Some(Scalar::Null) => LiteralKind::Null,
        Some(Scalar::Bool(_)) => LiteralKind::Bool,
        Some(Scalar::Int(_)) => LiteralKind::Int,
        Some(Scalar::Float(_)) => LiteralKind::Number,
        Some(Scalar::String(_)) => LiteralKind::String,
    }
}

/// The token to point at for a written value: the value where it stands on one line, else what bears it.
pub(crate) fn value_span(context: &Context<'_>, literal: Literal, at: Span, bearer: Span) -> Span {
    let node = context.source.tree.node(literal.node);
    let lines = at.slice(context.source.text()).contains('\n');
    if at.is_empty() || (lines && !node.is_scalar()) { bearer } else { at }
}

/// Whether two written values are the same value. `None` where one of them cannot be read.
pub(crate) fn same_value(a: Node<'_>, b: Node<'_>, depth: u32) -> Option<bool> {
    const DEPTH: u32 = 32;
    let unread = |n: Node<'_>| n.has_loss() || n.kind() == ir_syntax::Kind::Alias;
    if depth > DEPTH || unread(a) || unread(b) {
        return None;
    }
    if let (Some(a), Some(b)) = (a.scalar(), b.scalar()) {
        return Some(match (a, b) {
            (Scalar::Int(a), Scalar::Float(b)) | (Scalar::Float(b), Scalar::Int(a)) => a as f64 == b,
            (a, b) => a == b,
        });
    }
    if a.is_sequence() && b.is_sequence() {
        let (a, b): (Vec<_>, Vec<_>) = (a.items().collect(), b.items().collect());
        return all(a.len() == b.len(), a.iter().zip(&b).map(|(a, b)| same_value(*a, *b, depth + 1)));
    }
    if a.is_mapping() && b.is_mapping() {
        let (a, b) = (a.entries(), b.entries());
        // Small maps only: this looks every key up in the other.
        if a.len().max(b.len()) > 64 {
            return None;
        }
        let other = |key: &str| b.iter().find(|e| e.key.text() == key);
        let pairs = a.iter().map(|e| match other(e.key.text()) {
            Some(o) => same_value(e.value, o.value, depth + 1),
            None => Some(false),
        });
        return all(a.len() == b.len(), pairs);
    }
    Some(false)
}

fn all(mut so_far: bool, rest: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    for one in rest {
        so_far &= one?;
    }
    Some(so_far)
}
