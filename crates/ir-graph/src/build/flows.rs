//! The edges: what flows between tasks, and who waits for whom.

use ir_model::{Base, Binding, BindingId, Expr, Items, Package, PortKind, RefId, Role, Task, TaskId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Builder, From, facts};
use crate::model::{Edge, Flow, FlowKind, Node};
use crate::text::abbreviate;

/// How far to look inside values that hold values, or from a member to what it is a member of.
const DEPTH: usize = 32;
/// Longest names of ports.
const NAME: usize = 80;

/// Draws the edges of all groups. An edge from a task outside of the group ends at the task around the group that stands
/// beside that task.
pub(super) fn connect(b: &mut Builder<'_>, nodes: &mut [Node], origins: &[From]) {
    let mut places: FxHashMap<(usize, TaskId), usize> = FxHashMap::default();
    let mut place_of: FxHashMap<usize, usize> = FxHashMap::default();
    for (at, node) in nodes.iter().enumerate() {
        for (place, member) in node.group.iter().flat_map(|g| g.members.iter().enumerate()) {
            place_of.insert(*member, place);
            if let Some(task) = origins.get(*member).and_then(|f| f.task) {
                places.insert((at, task), place);
            }
        }
    }
    let orders = orders(b.package);
    let mut edges: FxHashMap<(usize, usize, usize), usize> = FxHashMap::default();
    let mut told: FxHashSet<(usize, usize, Flow)> = FxHashSet::default();
    for at in 0..origins.len() {
        for (source, flow) in flows(b.package, at, origins, &orders) {
            let mut member = at;
            let found = loop {
                let Some(group) = nodes.get(member).and_then(|n| n.parent) else { break None };
                if let Some(from) = places.get(&(group, source)) {
                    break place_of.get(&member).map(|to| (group, *from, *to));
                }
                member = group;
            };
            let Some((group, from, to)) = found else { continue };
            if from == to
                && let Some(own) = nodes.get_mut(member)
            {
                own.note = Some("waits for itself".to_owned());
            }
            let Some(group_) = nodes.get_mut(group).and_then(|n| n.group.as_mut()) else { continue };
            let index = *edges.entry((group, from, to)).or_insert_with(|| {
                group_.edges.push(Edge { from, to, kind: FlowKind::Order, flows: Vec::new() });
                group_.edges.len() - 1
            });
            let Some(edge) = group_.edges.get_mut(index) else { continue };
            edge.kind = edge.kind.min(flow.kind);
            if b.detail() && told.insert((group, index, flow.clone())) {
                edge.flows.push(flow);
            }
        }
    }
}

/// The tasks that each task waits for apart from any value.
type Orders = FxHashMap<TaskId, Vec<TaskId>>;

fn orders(package: &Package) -> Orders {
    let mut orders = Orders::default();
    for edge in package.graphs.values().flat_map(|g| &g.edges) {
        if let Some(on) = task_of(package, edge.on) {
            orders.entry(edge.waits).or_default().push(on);
        }
    }
    orders
}

/// What flows into a task, with the tasks that it comes from.
fn flows(package: &Package, at: usize, origins: &[From], orders: &Orders) -> Vec<(TaskId, Flow)> {
    let Some(id) = origins.get(at).and_then(|f| f.task) else { return Vec::new() };
    let Some(task) = package.tasks.get(id) else { return Vec::new() };
    let mut found = Vec::new();
    for arg in &task.args {
        let to = facts::name(package, arg.port);
        let want = package.target(arg.port).and_then(|d| package.def(d)).and_then(|d| d.kind);
        value(package, arg.binding, to, want, 0, &mut found);
        if let Some(expr) = arg.transform.and_then(|e| package.exprs.get(e)) {
            expression(package, expr, to, &mut found);
        }
    }
    around(package, task, &mut found);
    let waits = orders.get(&id).into_iter().flatten();
    found.extend(waits.map(|on| (*on, Flow { kind: FlowKind::Order, from: None, to: None })));
    found
}

/// What flows into the settings around a task.
fn around(package: &Package, task: &Task, found: &mut Vec<(TaskId, Flow)>) {
    if let Some(Items::Value(binding)) = task.each.as_ref().map(|e| &e.items) {
        value(package, *binding, "the items of the loop", None, 0, found);
    }
    if let Some(when) = task.when.and_then(|e| package.exprs.get(e)) {
        expression(package, when, "the condition", found);
    }
}

fn value(
    package: &Package,
    binding: BindingId,
    to: &str,
    want: Option<PortKind>,
    depth: usize,
    found: &mut Vec<(TaskId, Flow)>,
) {
    match package.bindings.get(binding) {
        _ if depth > DEPTH => {}
        Some(Binding::Output { task, port }) => {
            let produced = package.target(*port).and_then(|d| package.def(d)).and_then(|d| d.kind);
            let kind = match (produced, want) {
                (Some(kind), _) => facts::flow_kind(kind, want),
                (None, Some(kind)) => facts::flow_kind(kind, want),
                (None, None) => {
                    let asked = package.reference(*port).and_then(|r| r.want).unwrap_or(PortKind::Either);
                    facts::flow_kind(asked, None)
                }
            };
            if let Some(task) = task_of(package, *task) {
                found.push((task, flow(kind, Some(facts::name(package, *port)), to)));
            }
        }
        Some(Binding::Template(refs, _)) => refs.iter().for_each(|r| reference(package, *r, to, found)),
        Some(Binding::Status(Some(task))) => {
            if let Some(task) = task_of(package, *task) {
                found.push((task, flow(FlowKind::Order, Some("how it ended"), to)));
            }
        }
        Some(Binding::OneOf(all) | Binding::Gather(all)) => {
            all.iter().for_each(|b| value(package, *b, to, want, depth + 1, found));
        }
        _ => {}
    }
}

fn expression(package: &Package, expr: &Expr, to: &str, found: &mut Vec<(TaskId, Flow)>) {
    expr.refs.iter().for_each(|r| reference(package, *r, to, found));
}

/// A name in the middle of a text, which may lead to a task.
fn reference(package: &Package, id: RefId, to: &str, found: &mut Vec<(TaskId, Flow)>) {
    let (Some(used), Some(task)) = (package.reference(id), task_of(package, id)) else { return };
    let output = used.ns == ir_model::Ns::Output;
    let kind = match package.target(id).and_then(|d| package.def(d)).and_then(|d| d.kind).or(used.want) {
        _ if used.role == Role::Order || !output => FlowKind::Order,
        Some(kind) => facts::flow_kind(kind, None),
        None => FlowKind::Value,
    };
    found.push((task, flow(kind, output.then(|| facts::name(package, id)), to)));
}

/// The task that a reference finds, or that it finds something of.
fn task_of(package: &Package, mut reference: RefId) -> Option<TaskId> {
    for _ in 0..DEPTH {
        let found = package.target(reference).and_then(|def| package.task_of(def));
        if let Some((task, _)) = found {
            return Some(task);
        }
        match package.reference(reference)?.base {
            Base::Member(of) => reference = of,
            _ => return None,
        }
    }
    None
}

fn flow(kind: FlowKind, from: Option<&str>, to: &str) -> Flow {
    let short = |name: &str| abbreviate(name, NAME);
    Flow { kind, from: from.map(short), to: Some(short(to)) }
}
