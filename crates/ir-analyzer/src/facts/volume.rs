//! Volumes that a pipeline makes for itself, and the tasks that mount them.

use ir_model::{ClaimAction, DefId, ObjectKind, Package, Task, TaskId};
use ir_syntax::{Span, Tree};
use rustc_hash::FxHashMap;

/// A volume that a task makes.
pub(crate) struct Volume<'a> {
    /// The task that makes it.
    pub(crate) maker: &'a Task,
    /// The ways to mount it that are written out.
    pub(crate) modes: Vec<&'a str>,
    /// The tasks of the maker's graph that mount it, in the order of the text, each with the place that says so.
    pub(crate) users: Vec<(TaskId, &'a Task, Span)>,
    /// The tasks that remove it.
    pub(crate) removers: Vec<(TaskId, &'a Task)>,
}

/// The volumes of a file. Mounts of volumes that exist already, or that come from somewhere else, are not known.
pub(crate) fn volumes<'a>(package: &'a Package, tree: &Tree) -> Vec<Volume<'a>> {
    let mut mounts: Vec<(Span, Span, DefId)> = Vec::new();
    for settings in package.platforms.iter().flat_map(|p| &p.settings) {
        let Some(executor) = package.target(settings.executor) else { continue };
        for mount in settings.mounts.iter().filter(|m| m.kind == ObjectKind::Claim) {
            let item = tree.node_at(mount.at.start).and_then(|key| key.parent());
            mounts.extend(item.map(|item| (item.span(), mount.at, executor)));
        }
    }
    mounts.sort_by_key(|(item, ..)| *item);
    let mut makers: Vec<Volume<'a>> = Vec::new();
    let mut by_task: FxHashMap<DefId, usize> = FxHashMap::default();
    for claim in &package.claims {
        let (ClaimAction::Create { modes, .. }, Some(maker)) = (&claim.action, package.tasks.get(claim.task)) else {
            continue;
        };
        let modes = modes.iter().map(|(name, _)| package.names.text(*name)).collect();
        by_task.insert(maker.def, makers.len());
        makers.push(Volume { maker, modes, users: Vec::new(), removers: Vec::new() });
    }
    for claim in &package.claims {
        let ClaimAction::Delete { made_by: Some(made_by) } = claim.action else { continue };
        let volume = package.target(made_by).and_then(|def| by_task.get(&def)).and_then(|at| makers.get_mut(*at));
        if let (Some(volume), Some(task)) = (volume, package.tasks.get(claim.task)) {
            volume.removers.push((claim.task, task));
        }
    }
    if mounts.is_empty() {
        return makers;
    }
    let tasks = tasks_by_executor(package);
    for volume in &mut makers {
        for reference in package.resolutions.uses(volume.maker.def).iter().filter_map(|r| package.reference(*r)) {
            let at = mounts.partition_point(|(item, ..)| item.start <= reference.at.span.start);
            let mount = at.checked_sub(1).and_then(|at| mounts.get(at));
            let inside = mount.filter(|(item, ..)| item.contains(reference.at.span));
            let Some((_, place, executor)) = inside else { continue };
            let here = tasks.get(executor).into_iter().flatten();
            let here = here.filter_map(|id| Some((*id, package.tasks.get(*id)?)));
            volume
                .users
                .extend(here.filter(|(_, task)| task.graph == volume.maker.graph).map(|(id, task)| (id, task, *place)));
        }
        volume.users.sort_by_key(|(id, ..)| *id);
        volume.users.dedup_by_key(|(id, ..)| *id);
    }
    makers
}

fn tasks_by_executor(package: &Package) -> FxHashMap<DefId, Vec<TaskId>> {
    let mut found: FxHashMap<DefId, Vec<TaskId>> = FxHashMap::default();
    for (id, task) in package.tasks.iter() {
        let Some((_, component)) = package.callee(task) else { continue };
        let ir_model::Body::Pod(pod) = component.body else { continue };
        if let Some(executor) = package.pods.get(pod).and_then(|p| p.def) {
            found.entry(executor).or_default().push(id);
        }
    }
    found
}
