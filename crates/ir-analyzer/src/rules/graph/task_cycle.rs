//! `task-cycle`

use ir_model::{Binding, BindingId, DefId, Diagnostic, Graph, OrderEdge, Package, RefId, Safety, Severity, TaskId};
use ir_syntax::{Span, Tree};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::mend::removing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "task-cycle",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "tasks that wait for each other",
    explanation: "\
A task waits for itself, directly or through others: by a value that it takes from an output, or by an order
(`dependentTasks`). None of them can ever start.

The SDK loads such a compiled pipeline; Argo refuses the workflow when it is submitted. The SDK's loader of
`component.yaml` graphs refuses the file.

Remove one of the edges of the circle; each is shown.",
    fixable: true,
    examples: &[
        Example {
            title: "two tasks wait for each other",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      prepare:
        componentRef: {name: comp-work}
        taskInfo: {name: prepare}
        dependentTasks: [train]
#                        ^^^^^ task-cycle: tasks wait for each other: `prepare` → `train` → `prepare`
      train:
        componentRef: {name: comp-work}
        taskInfo: {name: train}
        dependentTasks: [prepare]
",
        },
        Example {
            title: "a task waits for itself",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-work}
        taskInfo: {name: train}
        dependentTasks: [train]
#                        ^^^^^ task-cycle: task `train` waits for itself
",
        },
        Example {
            title: "a chain",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      prepare:
        componentRef: {name: comp-work}
        taskInfo: {name: prepare}
      train:
        componentRef: {name: comp-work}
        taskInfo: {name: train}
        dependentTasks: [prepare]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let reads = reads(package);
    for graph in package.graphs.values() {
        for circle in circles(package, graph, &reads) {
            let finding = finding(package, &circle);
            context.report(match circle.as_slice() {
                [alone] => freed(&context.source.tree, package, graph, alone, finding),
                _ => finding,
            });
        }
    }
}

/// One step of a circle: a task, and the token by which it waits for the next.
struct Step {
    task: TaskId,
    at: Span,
}

fn finding(package: &Package, circle: &[Step]) -> Diagnostic {
    let name = |step: &Step| {
        let def = package.tasks.get(step.task).map(|t| t.def);
        quote(def.map_or("", |d| package.def_name(d)))
    };
    let at = circle.first().map_or(Span::default(), |s| s.at);
    let (title, label) = match circle {
        [alone] => (format!("task {} waits for itself", name(alone)), String::new()),
        _ => {
            let names: Vec<String> = circle.iter().chain(circle.first()).map(name).collect();
            let shown = match names.as_slice() {
                [first, second, .., last] if names.len() > 5 => {
                    format!("{first} → {second} → … ({} more) → {last}", names.len() - 3)
                }
                all => all.join(" → "),
            };
            (format!("tasks wait for each other: {shown}"), "this edge closes the circle".to_owned())
        }
    };
    let mut finding = Diagnostic::new(RULE.id, RULE.severity, at, title).label(label);
    for (step, next) in circle.iter().skip(1).zip(circle.iter().skip(2).chain(circle.first())) {
        finding = finding.related(step.at, format!("{} waits for {}", name(step), name(next)));
    }
    finding.note(package.dialect.traits.consequences.cycle)
}

/// With the fix that lets a task no longer wait for itself, where it does so by one entry in a list alone.
fn freed(tree: &Tree, package: &Package, graph: &Graph, step: &Step, finding: Diagnostic) -> Diagnostic {
    let Some(task) = package.tasks.get(step.task) else { return finding };
    let mut uses = package.resolutions.uses(task.def).iter().filter_map(|r| package.reference(*r));
    let itself = |edge: &&OrderEdge| edge.waits == step.task && package.target(edge.on) == Some(task.def);
    let mut edges = graph.edges.iter().filter(itself);
    let (Some(edge), None) = (edges.next(), edges.next()) else { return finding };
    let inside = tree.node(task.node).span();
    let others = uses.any(|r| inside.contains(r.at.span) && r.at.span != step.at);
    let Some(node) = package.reference(edge.on).map(|r| tree.node(r.at.node)) else { return finding };
    let item = node.parent().is_some_and(|p| p.is_sequence()) && node.text() == package.def_name(task.def);
    if others || !item {
        return finding;
    }
    let title = format!("remove {}", quote(node.text()));
    removing(finding, node, title, Safety::Safe)
}

/// What each task reads of others elsewhere than in its arguments and its condition.
fn reads(package: &Package) -> FxHashMap<DefId, Vec<RefId>> {
    let mut reads: FxHashMap<DefId, Vec<RefId>> = FxHashMap::default();
    for read in &package.reads {
        if let Some(user) = package.reference(read.task).and_then(|r| r.user) {
            reads.entry(user).or_default().push(read.task);
        }
    }
    reads
}

/// A shortest circle of every knot of tasks that wait for each other.
fn circles(package: &Package, graph: &Graph, reads: &FxHashMap<DefId, Vec<RefId>>) -> Vec<Vec<Step>> {
    let mut net: DiGraph<TaskId, Span> = DiGraph::with_capacity(graph.tasks.len(), graph.tasks.len());
    let nodes: FxHashMap<TaskId, NodeIndex> = graph.tasks.iter().map(|t| (*t, net.add_node(*t))).collect();
    let mut edge = |waits: TaskId, on: RefId| {
        let target = package.target(on).and_then(|def| package.task_of(def));
        let at = package.reference(on).map(|r| r.at.span);
        if let (Some((on, _)), Some(at)) = (target, at)
            && let (Some(from), Some(to)) = (nodes.get(&waits), nodes.get(&on))
        {
            net.add_edge(*from, *to, at);
        }
    };
    for order in &graph.edges {
        edge(order.waits, order.on);
    }
    // Where reading from a task does not make another wait for it, orders alone close a circle.
    let orders = package.dialect.traits.data_orders;
    for id in graph.tasks.iter().filter(|_| orders) {
        let Some(task) = package.tasks.get(*id) else { continue };
        for argument in &task.args {
            producers(package, argument.binding, &mut |on| edge(*id, on), 0);
        }
        reads.get(&task.def).into_iter().flatten().for_each(|on| edge(*id, *on));
        let condition = task.when.and_then(|w| package.exprs.get(w));
        for reference in condition.into_iter().flat_map(|e| &e.refs) {
            edge(*id, *reference);
        }
    }
    let mut circles = Vec::new();
    let knots: Vec<Vec<NodeIndex>> = kosaraju_scc(&net);
    for knot in knots {
        circles.extend(shortest(&net, &knot.into_iter().collect()));
    }
    circles.sort_by_key(|c| c.first().map(|s| s.at));
    circles
}

/// The tasks that a value comes from.
fn producers(package: &Package, binding: BindingId, found: &mut impl FnMut(RefId), depth: u32) {
    match package.bindings.get(binding) {
        Some(Binding::Output { task, .. }) => found(*task),
        Some(Binding::Status(Some(task))) => found(*task),
        Some(Binding::OneOf(all) | Binding::Gather(all)) if depth < 8 => {
            all.iter().for_each(|b| producers(package, *b, found, depth + 1));
        }
        _ => {}
    }
}

/// Two tasks of a knot that wait for each other, or one for itself, the first in the order of the text; else the
/// shortest circle through the first task.
fn shortest(net: &DiGraph<TaskId, Span>, knot: &FxHashSet<NodeIndex>) -> Option<Vec<Step>> {
    let edges: FxHashSet<(NodeIndex, NodeIndex)> =
        knot.iter().flat_map(|from| net.edges(*from)).map(|e| (e.source(), e.target())).collect();
    let pair = edges.iter().filter(|(from, to)| edges.contains(&(*to, *from))).map(|(from, to)| *from.min(to)).min();
    let start = pair.or_else(|| knot.iter().min().copied())?;
    // Breadth first from the start; the first edge back to it closes a shortest circle.
    let mut came: FxHashMap<NodeIndex, (NodeIndex, Span)> = FxHashMap::default();
    let mut queue = std::collections::VecDeque::from([start]);
    let mut closing = None;
    'search: while let Some(here) = queue.pop_front() {
        for edge in net.edges(here) {
            let (to, at) = (edge.target(), *edge.weight());
            if to == start {
                closing = Some((here, at));
                break 'search;
            }
            if knot.contains(&to) {
                came.entry(to).or_insert_with(|| {
                    queue.push_back(to);
                    (here, at)
                });
            }
        }
    }
    let (mut here, mut at) = closing?;
    let mut circle = Vec::new();
    loop {
        circle.push(Step { task: *net.node_weight(here)?, at });
        if here == start {
            break;
        }
        let (previous, edge) = *came.get(&here)?;
        (here, at) = (previous, edge);
    }
    circle.reverse();
    Some(circle)
}
