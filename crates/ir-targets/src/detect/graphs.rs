//! Graphs inside of graphs, and circles.

use std::collections::VecDeque;

use ir_model::{Body, ComponentId, Graph, Package, RefId, Task, TaskId, Trigger};
use ir_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::look::Look;

/// The tasks of the graph that a component is.
fn inner(package: &Package, component: ComponentId) -> impl Iterator<Item = &Task> {
    let graph = match package.components.get(component).map(|c| &c.body) {
        Some(Body::Graph(graph)) => package.graphs.get(*graph),
        _ => None,
    };
    let tasks = graph.into_iter().flat_map(|graph| &graph.tasks);
    tasks.filter_map(|id| package.tasks.get(*id))
}

/// Everything that is inside of each of `starts`, those themselves not included unless they are inside again.
fn reach(package: &Package, starts: impl Iterator<Item = ComponentId>) -> FxHashSet<ComponentId> {
    let mut seen = FxHashSet::default();
    let mut open: Vec<ComponentId> = starts.collect();
    while let Some(component) = open.pop() {
        for (callee, _) in inner(package, component).filter_map(|task| package.callee(task)) {
            if seen.insert(callee) {
                open.push(callee);
            }
        }
    }
    seen
}

/// Loops whose rounds hold a loop.
pub(super) fn loops_in_loops(look: &Look<'_>) -> Vec<Span> {
    let package = look.package;
    let looped: Vec<ComponentId> =
        look.tasks().filter(|(_, t)| t.each.is_some()).filter_map(|(_, t)| Some(package.callee(t)?.0)).collect();
    // What stands in a loop, at any depth: the looped components and all inside of them.
    let mut around = reach(package, looped.iter().copied());
    around.extend(looped);
    let inside = look.tasks().filter(|(_, task)| {
        let owner = package.graphs.get(task.graph).and_then(|graph| graph.owner);
        task.each.is_some() && owner.is_some_and(|owner| around.contains(&owner))
    });
    inside.filter_map(|(_, task)| task.each.as_ref().map(|each| each.span)).collect()
}

/// Groups that the SDK's compiler makes where nobody wrote a pipeline.
const GROUPS: [&str; 2] = ["condition-branches-", "exit-handler-"];

/// Tasks that run a graph for its own sake: not as the body of a loop or a condition.
pub(super) fn nested(look: &Look<'_>) -> Vec<Span> {
    let found = look.tasks().filter(|(_, task)| {
        let graph = look.callee(task).is_some_and(|(_, callee)| matches!(callee.body, Body::Graph(_)));
        let name = look.package.def_name(task.def);
        let group = look.is_kfp_ir() && GROUPS.iter().any(|prefix| name.starts_with(prefix));
        graph && !group && task.each.is_none() && task.when.is_none()
    });
    found.filter_map(|(_, task)| look.at(task.def)).collect()
}

/// Tasks that run a component which they are inside of.
pub(super) fn recursion(look: &Look<'_>) -> Vec<Span> {
    let package = look.package;
    let mut next: FxHashMap<ComponentId, Vec<ComponentId>> = FxHashMap::default();
    for (id, _) in package.components.iter() {
        let callees = inner(package, id).filter_map(|task| Some(package.callee(task)?.0));
        next.insert(id, callees.collect());
    }
    let circles = circles(&next);
    let found = look.tasks().filter(|(_, task)| {
        let owner = package.graphs.get(task.graph).and_then(|graph| graph.owner);
        let callee = package.callee(task).map(|(id, _)| id);
        owner.zip(callee).is_some_and(|(owner, callee)| same_circle(&circles, owner, callee))
    });
    found.filter_map(|(_, task)| look.at(task.def)).collect()
}

/// Tasks of one graph that wait for each other.
pub(super) fn cycles(look: &Look<'_>) -> Vec<Span> {
    let package = look.package;
    let mut found = Vec::new();
    for graph in package.graphs.values() {
        let next = dependencies(look, graph);
        let circles = circles(&next);
        let tasks = graph.tasks.iter().filter(|task| circles.contains_key(task));
        found.extend(tasks.filter_map(|id| look.at(package.tasks.get(*id)?.def)));
    }
    found
}

fn dependencies(look: &Look<'_>, graph: &Graph) -> FxHashMap<TaskId, Vec<TaskId>> {
    let package = look.package;
    let named = |reference: RefId| Some(package.task_of(package.target(reference)?)?.0);
    let mut next: FxHashMap<TaskId, Vec<TaskId>> = FxHashMap::default();
    for id in &graph.tasks {
        let Some(task) = package.tasks.get(*id) else { continue };
        let read = task.args.iter().filter_map(|a| look.producer(a.binding)).map(|(id, _)| id);
        let results = match task.trigger {
            Trigger::Results(expr) => package.exprs.get(expr).map_or(&[][..], |expr| &expr.refs),
            _ => &[],
        };
        let mut on: Vec<TaskId> = results.iter().filter_map(|r| named(*r)).collect();
        if package.dialect.traits.data_orders {
            on.extend(read);
        }
        next.insert(*id, on);
    }
    for edge in &graph.edges {
        if let (Some(on), Some(list)) = (named(edge.on), next.get_mut(&edge.waits)) {
            list.push(on);
        }
    }
    next
}

/// The members of circles, each with a number that members of one circle share. What lies between two circles is taken
/// out from both ends first, so that what remains for the search is small.
fn circles<I: Copy + Eq + std::hash::Hash + Ord>(next: &FxHashMap<I, Vec<I>>) -> FxHashMap<I, usize> {
    let mut waiting: FxHashMap<I, usize> = next.keys().map(|id| (*id, 0)).collect();
    let mut before: FxHashMap<I, Vec<I>> = FxHashMap::default();
    for (from, to) in next.iter().flat_map(|(from, all)| all.iter().map(move |to| (*from, *to))) {
        if next.contains_key(&to) {
            before.entry(to).or_default().push(from);
            *waiting.entry(from).or_default() += 1;
        }
    }
    let mut free: VecDeque<I> = waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    let mut left: FxHashSet<I> = next.keys().copied().collect();
    while let Some(id) = free.pop_front() {
        left.remove(&id);
        for waits in before.get(&id).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(waits) {
                *count -= 1;
                if *count == 0 {
                    free.push_back(*waits);
                }
            }
        }
    }
    components(next, &left)
}

/// Strongly connected parts of more than one member, or of one that leads to itself (Kosaraju's two walks).
fn components<I: Copy + Eq + std::hash::Hash + Ord>(
    next: &FxHashMap<I, Vec<I>>,
    among: &FxHashSet<I>,
) -> FxHashMap<I, usize> {
    let mut ids: Vec<I> = among.iter().copied().collect();
    ids.sort_unstable();
    let forward = |id: I| next.get(&id).into_iter().flatten().copied().filter(|to| among.contains(to));
    let mut order = Vec::new();
    let mut seen = FxHashSet::default();
    for start in &ids {
        let mut stack = vec![(*start, false)];
        while let Some((id, done)) = stack.pop() {
            if done {
                order.push(id);
            } else if seen.insert(id) {
                stack.push((id, true));
                stack.extend(forward(id).filter(|to| !seen.contains(to)).map(|to| (to, false)));
            }
        }
    }
    let mut back: FxHashMap<I, Vec<I>> = FxHashMap::default();
    for id in &ids {
        for to in forward(*id) {
            back.entry(to).or_default().push(*id);
        }
    }
    let mut of: FxHashMap<I, usize> = FxHashMap::default();
    let mut sizes = Vec::new();
    for start in order.into_iter().rev() {
        let number = sizes.len();
        let mut size = 0;
        let mut stack = vec![start];
        while let Some(id) = stack.pop() {
            if let std::collections::hash_map::Entry::Vacant(free) = of.entry(id) {
                free.insert(number);
                size += 1;
                stack.extend(back.get(&id).into_iter().flatten());
            }
        }
        sizes.push(size);
    }
    of.retain(|id, number| {
        sizes.get(*number).is_some_and(|size| *size > 1) || next.get(id).is_some_and(|to| to.contains(id))
    });
    of
}

fn same_circle(circles: &FxHashMap<ComponentId, usize>, a: ComponentId, b: ComponentId) -> bool {
    circles.get(&a).is_some_and(|number| circles.get(&b) == Some(number))
}
