//! What of the old file is what of the new one.

use ir_model::{Body, Callee, Component, ComponentId, Graph, GraphId, Key, PortId, TaskId};
use ir_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::change::{Change, Place, Sign, Verdict};
use crate::rename::Renames;
use crate::side::{Entity, Side};
use crate::types::Types;

/// Two files, and what corresponds in them.
pub(crate) struct Pair<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
    pub(crate) components: FxHashMap<ComponentId, ComponentId>,
    /// Components of the new file that correspond to one of the old.
    pub(crate) known: FxHashSet<ComponentId>,
    pub(crate) ports: FxHashMap<PortId, PortId>,
    pub(crate) tasks: FxHashMap<TaskId, TaskId>,
    pub(crate) renames: Renames,
    pub(crate) types: Types,
}

/// Where changes are noted.
#[derive(Default)]
pub(crate) struct Out {
    pub(crate) changes: Vec<Change>,
    pub(crate) unknown: Vec<String>,
    /// What was compared already: executors may be shared.
    pub(crate) seen: FxHashSet<(Entity, Entity)>,
    pub(crate) component: String,
    pub(crate) visible: bool,
    pub(crate) task: Option<String>,
}

/// What a change is made of besides its place.
#[derive(Default)]
pub(crate) struct Detail {
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) old: Option<Span>,
    pub(crate) new: Option<Span>,
}

impl Detail {
    pub(crate) fn at(old: Option<Span>, new: Option<Span>) -> Self {
        Self { old, new, ..Self::default() }
    }

    pub(crate) fn values(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        (self.before, self.after) = (Some(before.into()), Some(after.into()));
        self
    }
}

impl Out {
    pub(crate) fn add(&mut self, kind: &'static str, verdict: Verdict, sign: Sign, title: String, detail: Detail) {
        let verdict = if self.visible { verdict } else { verdict.min(Verdict::Internal) };
        self.changes.push(Change {
            kind,
            verdict,
            sign,
            component: self.component.clone(),
            visible: self.visible,
            task: self.task.clone(),
            title,
            before: detail.before,
            after: detail.after,
            place: Place { old: detail.old, new: detail.new },
        });
    }

    pub(crate) fn internal(&mut self, kind: &'static str, sign: Sign, title: String, detail: Detail) {
        self.add(kind, Verdict::Internal, sign, title, detail);
    }
}

/// So many that are left over on both sides are still held against each other: each with each.
const MOST: usize = 40;

impl<'a> Pair<'a> {
    pub(crate) fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let types = Types::new(&old, &new);
        let mut pair = Self {
            old,
            new,
            types,
            components: FxHashMap::default(),
            known: FxHashSet::default(),
            ports: FxHashMap::default(),
            tasks: FxHashMap::default(),
            renames: Renames::default(),
        };
        pair.by_key();
        pair.by_entry();
        pair.by_name();
        pair.renamed(false);
        pair.inside();
        pair.renamed(true);
        pair.inside();
        pair
    }

    fn set(&mut self, old: ComponentId, new: ComponentId) {
        if self.components.contains_key(&old) || !self.known.insert(new) {
            return;
        }
        self.components.insert(old, new);
        if let (Some(a), Some(b)) = (self.old.package.components.get(old), self.new.package.components.get(new)) {
            let (name, other) = (self.old.package.def_name(a.def), self.new.package.def_name(b.def));
            if name != other {
                self.renames.note(a.def, other);
            }
        }
    }

    fn by_key(&mut self) {
        let mut keys: FxHashMap<&Key, Vec<ComponentId>> = FxHashMap::default();
        for export in self.new.package.exports.iter().rev() {
            keys.entry(&export.key).or_default().push(export.component);
        }
        // Of several with one key the first is the first.
        let exports = self.old.package.exports.iter();
        let found: Vec<_> = exports.filter_map(|e| Some((e.component, keys.get_mut(&e.key)?.pop()?))).collect();
        found.into_iter().for_each(|(a, b)| self.set(a, b));
    }

    fn by_entry(&mut self) {
        let units = |side: &Side<'a>| -> Vec<(String, ComponentId)> {
            let name = |u: &ir_model::Unit| u.name.known().map(|n| side.package.names.text(*n).to_owned());
            side.package.units().filter_map(|u| Some((name(&u).unwrap_or_default(), u.entry?))).collect()
        };
        let (old, new) = (units(&self.old), units(&self.new));
        for (name, a) in &old {
            if let Some((_, b)) = new.iter().find(|(n, b)| n == name && !self.known.contains(b)) {
                self.set(*a, *b);
            }
        }
        if let ([(_, a)], [(_, b)]) = (old.as_slice(), new.as_slice()) {
            self.set(*a, *b);
        }
    }

    /// Components that are written inside of a task: they are found by it.
    fn inline(side: &Side<'_>) -> FxHashSet<ComponentId> {
        let inline = side.package.tasks.values().filter_map(|t| match t.callee {
            Callee::Inline(id) => Some(id),
            _ => None,
        });
        inline.filter(|id| !side.visible(*id)).collect()
    }

    fn left(&self) -> (Vec<ComponentId>, Vec<ComponentId>) {
        let (a, b) = (Self::inline(&self.old), Self::inline(&self.new));
        let old = self.old.package.components.iter().map(|(id, _)| id);
        let new = self.new.package.components.iter().map(|(id, _)| id);
        (
            old.filter(|id| !self.components.contains_key(id) && !a.contains(id)).collect(),
            new.filter(|id| !self.known.contains(id) && !b.contains(id)).collect(),
        )
    }

    /// What corresponds to nothing: components gone, and new ones.
    pub(crate) fn unpaired(&self) -> (Vec<ComponentId>, Vec<ComponentId>) {
        self.left()
    }

    fn by_name(&mut self) {
        let (old, new) = self.left();
        let mut names: FxHashMap<&str, Vec<ComponentId>> = FxHashMap::default();
        for id in new.into_iter().rev() {
            names.entry(self.new.component_name(id)).or_default().push(id);
        }
        let mut found = Vec::new();
        for id in old {
            if let Some(other) = names.get_mut(self.old.component_name(id)).and_then(Vec::pop) {
                found.push((id, other));
            }
        }
        found.into_iter().for_each(|(a, b)| self.set(a, b));
    }

    /// Components that do the same under another name, where there is no doubt which is which.
    fn renamed(&mut self, graphs: bool) {
        let is_graph = |side: &Side<'_>, id: &ComponentId| {
            side.package.components.get(*id).is_some_and(|c| matches!(c.body, Body::Graph(_)))
        };
        let (mut old, mut new) = self.left();
        old.retain(|id| is_graph(&self.old, id) == graphs);
        new.retain(|id| is_graph(&self.new, id) == graphs);
        if old.len() > MOST || new.len() > MOST {
            return;
        }
        let same = |a: &ComponentId, b: &ComponentId| {
            let mut out = Out { visible: true, ..Out::default() };
            self.component(*a, *b, &mut out);
            out.changes.is_empty() && out.unknown.is_empty()
        };
        let found = only(&old, &new, same);
        found.into_iter().for_each(|(a, b)| self.set(a, b));
    }

    /// What is inside of components that correspond: their ports, their tasks, and components written in these.
    fn inside(&mut self) {
        let mut open: Vec<_> = self.components.iter().map(|(a, b)| (*a, *b)).collect();
        open.sort_unstable();
        let runs = self.old.package.runs.iter().copied().zip(self.new.package.runs.iter().copied());
        let runs: Vec<(GraphId, GraphId)> = runs.collect();
        for (a, b) in runs {
            let pairs = self.run_tasks(a, b);
            open.extend(self.tasks_of(pairs));
        }
        let mut done = FxHashSet::default();
        while let Some((a, b)) = open.pop() {
            if !done.insert(a) {
                continue;
            }
            let (old, new) = (self.old.package, self.new.package);
            let (Some(old), Some(new)) = (old.components.get(a), new.components.get(b)) else { continue };
            self.pair_ports(old, new);
            let graphs = (self.graph_of(true, old), self.graph_of(false, new));
            if let (Some(old), Some(new)) = graphs {
                let pairs = self.pair_tasks(old, new);
                open.extend(self.tasks_of(pairs));
            }
        }
    }

    /// The task of a run, by its place alone.
    fn run_tasks(&self, a: GraphId, b: GraphId) -> Vec<(TaskId, TaskId)> {
        let tasks = |graph: Option<&Graph>| graph.map(|g| g.tasks.clone()).unwrap_or_default();
        tasks(self.old.package.graphs.get(a)).into_iter().zip(tasks(self.new.package.graphs.get(b))).collect()
    }

    /// Notes tasks that correspond; gives the components written in them.
    fn tasks_of(&mut self, pairs: Vec<(TaskId, TaskId)>) -> Vec<(ComponentId, ComponentId)> {
        let mut inline = Vec::new();
        for (a, b) in pairs {
            self.tasks.insert(a, b);
            let callee = |side: &Side<'_>, id| side.package.tasks.get(id).map(|t| t.callee);
            if let (Some(Callee::Inline(a)), Some(Callee::Inline(b))) = (callee(&self.old, a), callee(&self.new, b)) {
                self.set(a, b);
                if self.components.get(&a) == Some(&b) {
                    inline.push((a, b));
                }
            }
        }
        inline
    }

    pub(crate) fn graph_of(&self, old: bool, component: &Component) -> Option<&'a Graph> {
        let side = if old { &self.old } else { &self.new };
        match component.body {
            Body::Graph(id) => side.package.graphs.get(id),
            _ => None,
        }
    }
}

/// The pairs of which each is the other's only match.
pub(crate) fn only<T: Copy>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<(T, T)> {
    let mut found = Vec::new();
    let mut claimed = vec![0_usize; new.len()];
    for a in old {
        let matches: Vec<usize> = new.iter().enumerate().filter(|(_, b)| same(a, b)).map(|(i, _)| i).collect();
        matches.iter().for_each(|i| {
            if let Some(count) = claimed.get_mut(*i) {
                *count += 1;
            }
        });
        if let [one] = matches.as_slice() {
            found.push((*a, *one));
        }
    }
    found
        .into_iter()
        .filter(|(_, i)| claimed.get(*i) == Some(&1))
        .filter_map(|(a, i)| Some((a, *new.get(i)?)))
        .collect()
}
