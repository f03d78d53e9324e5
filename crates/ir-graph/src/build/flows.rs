//! The edges: what flows between tasks, and who waits for whom.

use std::collections::BTreeMap;

use ir_model::{Base, Binding, BindingId, Expr, Graph, Items, Package, PortKind, RefId, Role, Task, TaskId, TaskRole};
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
    exits(b.package, nodes, origins);
}

/// What runs when the graph has ended waits for all of the work: lines come from those for which nothing else waits.
fn exits(package: &Package, nodes: &mut [Node], origins: &[From]) {
    let role = |member: &usize| {
        let task = origins.get(*member).and_then(|f| package.tasks.get(f.task?));
        task.map_or(TaskRole::Work, |t| t.role)
    };
    for group in nodes.iter_mut().filter_map(|n| n.group.as_mut()) {
        let roles: Vec<TaskRole> = group.members.iter().map(role).collect();
        let is = |place: usize, role: TaskRole| roles.get(place) == Some(&role);
        let followed: FxHashSet<usize> =
            group.edges.iter().filter(|e| is(e.to, TaskRole::Work)).map(|e| e.from).collect();
        let places = |role: TaskRole| (0..roles.len()).filter(move |p| is(*p, role));
        let exits: Vec<usize> = places(TaskRole::Exit(None)).collect();
        let last: Vec<usize> = places(TaskRole::Work).filter(|p| !followed.contains(p)).collect();
        if exits.is_empty() || exits.len().saturating_mul(last.len()) > BETWEEN_STAGES {
            continue;
        }
        let known: FxHashSet<(usize, usize)> = group.edges.iter().map(|e| (e.from, e.to)).collect();
        for (to, from) in exits.iter().flat_map(|to| last.iter().map(move |from| (*to, *from))) {
            if !known.contains(&(from, to)) {
                let flow = Flow { kind: FlowKind::Order, from: None, to: None };
                group.edges.push(Edge { from, to, kind: FlowKind::Order, flows: vec![flow] });
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
    for graph in package.graphs.values() {
        stages(package, graph, &mut orders);
    }
    for (id, task) in package.tasks.iter() {
        if let TaskRole::Exit(Some(of)) | TaskRole::Hook(Some(of)) = task.role {
            orders.entry(id).or_default().push(of);
        }
    }
    orders
}

/// So many lines are drawn between two stages: beyond, that they are stages is to be seen no better.
const BETWEEN_STAGES: usize = 400;

/// Every task of a stage waits for all of the stage before.
fn stages(package: &Package, graph: &Graph, orders: &mut Orders) {
    let mut stages: BTreeMap<u32, Vec<TaskId>> = BTreeMap::new();
    for (id, task) in graph.tasks.iter().filter_map(|id| Some((*id, package.tasks.get(*id)?))) {
        if let (TaskRole::Work, Some(stage)) = (task.role, task.stage) {
            stages.entry(stage).or_default().push(id);
        }
    }
    let stages: Vec<Vec<TaskId>> = stages.into_values().collect();
    for (before, after) in stages.iter().zip(stages.iter().skip(1)) {
        if before.len().saturating_mul(after.len()) <= BETWEEN_STAGES {
            for id in after {
                orders.entry(*id).or_default().extend(before);
            }
        }
    }
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
