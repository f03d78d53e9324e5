//! Which tasks of a graph wait for which.

use ir_model::{Binding, BindingId, DefId, Graph, Package, RefId};
use rustc_hash::{FxHashMap, FxHashSet};

/// What each task waits for: by order, by value, or by its condition.
pub(crate) struct Order(FxHashMap<DefId, Vec<DefId>>);

impl Order {
    pub(crate) fn of(package: &Package, graph: &Graph) -> Self {
        let mut before: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
        let mut add = |waits: DefId, on: RefId| {
            if let Some(on) = package.target(on) {
                before.entry(waits).or_default().push(on);
            }
        };
        for edge in &graph.edges {
            if let Some(task) = package.tasks.get(edge.waits) {
                add(task.def, edge.on);
            }
        }
        for task in graph.tasks.iter().filter_map(|id| package.tasks.get(*id)) {
            for argument in &task.args {
                producers(package, argument.binding, &mut |on| add(task.def, on), 0);
            }
            let condition = task.when.and_then(|w| package.exprs.get(w));
            condition.into_iter().flat_map(|e| &e.refs).for_each(|on| add(task.def, *on));
        }
        Self(before)
    }

    /// All that `task` waits for, directly or through others.
    pub(crate) fn before(&self, task: DefId) -> FxHashSet<DefId> {
        let mut seen = FxHashSet::default();
        let mut open = vec![task];
        while let Some(here) = open.pop() {
            open.extend(self.0.get(&here).into_iter().flatten().filter(|on| seen.insert(**on)));
        }
        seen
    }
}

/// The tasks that a value comes from.
fn producers(package: &Package, binding: BindingId, found: &mut impl FnMut(RefId), depth: u32) {
    match package.bindings.get(binding) {
        Some(Binding::Output { task, .. } | Binding::Status(Some(task))) => found(*task),
        Some(Binding::OneOf(all) | Binding::Gather(all)) if depth < 8 => {
            all.iter().for_each(|b| producers(package, *b, found, depth + 1));
        }
        _ => {}
    }
}
