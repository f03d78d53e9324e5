//! The tasks that a task needs something of.

use ir_model::{Base, Binding, BindingId, ExprId, Items, Package, RefId, Task, TaskId, Trigger};

/// How far to follow members and values in values; deeper is a circle.
const DEPTH: usize = 32;

/// The names of the tasks of its graph that `task` waits for or uses something of, each once, in the order of the text.
pub(super) fn of(package: &Package, id: TaskId, task: &Task, waits_for: &[RefId]) -> Vec<String> {
    let mut refs = waits_for.to_vec();
    for arg in &task.args {
        binding(package, arg.binding, 0, &mut refs);
        expression(package, arg.transform, &mut refs);
    }
    expression(package, task.when, &mut refs);
    if let Trigger::Results(expr) = task.trigger {
        expression(package, Some(expr), &mut refs);
    }
    if let Some(Items::Value(items)) = task.each.as_ref().map(|each| &each.items) {
        binding(package, *items, 0, &mut refs);
    }
    let found = refs.into_iter().filter_map(|r| task_of(package, r));
    let in_graph = |other: &TaskId| package.tasks.get(*other).is_some_and(|t| t.graph == task.graph);
    let mut found: Vec<TaskId> = found.filter(|other| *other != id && in_graph(other)).collect();
    found.sort_unstable();
    found.dedup();
    let name = |id: TaskId| Some(package.def_name(package.tasks.get(id)?.def).to_owned());
    found.into_iter().filter_map(name).collect()
}

fn binding(package: &Package, id: BindingId, depth: usize, refs: &mut Vec<RefId>) {
    match package.bindings.get(id) {
        _ if depth > DEPTH => {}
        Some(Binding::Output { task, .. } | Binding::Status(Some(task))) => refs.push(*task),
        Some(Binding::Template(inside, _)) => refs.extend_from_slice(inside),
        Some(Binding::OneOf(all) | Binding::Gather(all)) => {
            all.iter().for_each(|b| binding(package, *b, depth + 1, refs));
        }
        _ => {}
    }
}

fn expression(package: &Package, id: Option<ExprId>, refs: &mut Vec<RefId>) {
    if let Some(expr) = id.and_then(|id| package.exprs.get(id)) {
        refs.extend_from_slice(&expr.refs);
    }
}

/// The task that a reference finds, or that it finds something of.
fn task_of(package: &Package, mut reference: RefId) -> Option<TaskId> {
    for _ in 0..DEPTH {
        if let Some((task, _)) = package.target(reference).and_then(|def| package.task_of(def)) {
            return Some(task);
        }
        match package.reference(reference)?.base {
            Base::Member(of) => reference = of,
            _ => return None,
        }
    }
    None
}
