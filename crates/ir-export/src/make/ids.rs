//! Names that are unique in a document, and which components stand where.

use ir_model::{Body, Callee, ComponentId, Package, PodId};
use rustc_hash::{FxHashMap, FxHashSet};

/// All components in the order of the text.
pub(super) fn in_order(package: &Package) -> Vec<ComponentId> {
    let start = |id: ComponentId| package.components.get(id).and_then(|c| package.def(c.def)).map(|d| d.body.start);
    let mut ids: Vec<ComponentId> = package.components.iter().map(|(id, _)| id).collect();
    ids.sort_by_key(|id| (start(*id), *id));
    ids
}

/// Components that are written inside of a task. What a run starts stands for itself.
pub(super) fn inline(package: &Package) -> FxHashSet<ComponentId> {
    let written = package.tasks.values().filter(|task| !package.is_run(task));
    let inside = written.filter_map(|task| match task.callee {
        Callee::Inline(id) => Some(id),
        _ => None,
    });
    let entries: FxHashSet<ComponentId> = package.units().filter_map(|u| u.entry).collect();
    inside.filter(|id| !entries.contains(id)).collect()
}

/// The id of each component: its name; a further one of the same name has `#2` behind it.
pub(super) fn components(package: &Package) -> FxHashMap<ComponentId, String> {
    let mut used = FxHashMap::default();
    let named = in_order(package).into_iter().filter_map(|id| {
        let name = package.def_name(package.components.get(id)?.def);
        Some((id, unique(if name.is_empty() { "component" } else { name }, &mut used)))
    });
    named.collect()
}

/// Executors that have a name, in the order of the text.
pub(super) fn named(package: &Package) -> Vec<PodId> {
    let mut ids: Vec<PodId> = package.pods.iter().filter(|(_, p)| p.def.is_some()).map(|(id, _)| id).collect();
    ids.sort_by_key(|id| (package.pods.get(*id).map(|p| p.span.start), *id));
    ids
}

/// The id of each executor that has a name.
pub(super) fn executors(package: &Package) -> FxHashMap<PodId, String> {
    let mut used = FxHashMap::default();
    let ids = named(package).into_iter().filter_map(|id| {
        let name = package.def_name(package.pods.get(id)?.def?);
        Some((id, unique(if name.is_empty() { "executor" } else { name }, &mut used)))
    });
    ids.collect()
}

/// The executor that a component runs.
pub(super) fn pod(body: &Body) -> Option<PodId> {
    match body {
        Body::Pod(id) => Some(*id),
        _ => None,
    }
}

/// `name`, with a number where it has been used. A name that looks like one with a number counts as itself.
fn unique(name: &str, used: &mut FxHashMap<String, u32>) -> String {
    let mut count = used.get(name).copied().unwrap_or(0) + 1;
    let mut id = if count == 1 { name.to_owned() } else { format!("{name}#{count}") };
    while count > 1 && used.contains_key(&id) {
        count += 1;
        id = format!("{name}#{count}");
    }
    used.insert(name.to_owned(), count);
    if count > 1 {
        used.insert(id.clone(), 1);
    }
    id
}
