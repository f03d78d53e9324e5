//! Which component runs which: from a pipeline to the components of its tasks and back, across files.

use std::path::{Path, PathBuf};

use ir_model::{Body, Callee, Component, ComponentId, DefId, Ns, Task, Val};
use ir_syntax::Span;

use super::view::{Entity, View};
use super::words;
use crate::source::Source;
use crate::workspace::{Exported, Workspace};

/// A component that tasks can run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callable {
    /// Its name.
    pub name: String,
    /// What it is, short.
    pub detail: Option<String>,
    /// Whether it runs tasks of its own, as far as that is known without its file.
    pub graph: bool,
    /// The file in which it stands.
    pub path: PathBuf,
    /// The whole of it; for one of another file, its name.
    pub span: Span,
    /// Its name's token, inside `span`: with the file, what tells it from others.
    pub selection: Span,
}

/// A component that runs another, or is run by it, and where that is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The other one.
    pub other: Callable,
    /// The words of the file that was asked that say so, in the order of the text.
    pub at: Vec<Span>,
}

/// The components that the word at `offset` (bytes) stands for: a component by its name or by a reference to it, and
/// a task for what it runs.
#[must_use]
pub fn callables(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Callable> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    if let Some(id) = component_at(&view, offset) {
        return here(&view, id).into_iter().collect();
    }
    let Some(symbol) = view.symbol_at(offset) else { return Vec::new() };
    symbol.entities.into_iter().flat_map(|e| components(&view, e)).filter_map(|e| callable(&view, e)).collect()
}

/// What the component runs whose name begins at byte `name` of `source`, each once, in the order of the text.
#[must_use]
pub fn outgoing(source: &Source, workspace: &Workspace, name: u32) -> Vec<Call> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let Some(component) = component_at(&view, name).and_then(|id| view.package.components.get(id)) else {
        return Vec::new();
    };
    let mut calls: Vec<Call> = Vec::new();
    for task in tasks(&view, component) {
        for entity in callees(&view, task) {
            let Some(other) = callable(&view, entity) else { continue };
            add(&mut calls, other, token(&view, task));
        }
    }
    calls
}

/// The components of `source` that run the component of the file `path` whose name begins at byte `name` there.
#[must_use]
pub fn incoming(source: &Source, workspace: &Workspace, path: &Path, name: u32) -> Vec<Call> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let mut calls = Vec::new();
    for (id, component) in view.package.components.iter() {
        for task in tasks(&view, component) {
            let meant = callees(&view, task).into_iter().any(|e| is(&view, e, path, name));
            if let Some(caller) = here(&view, id).filter(|_| meant) {
                add(&mut calls, caller, token(&view, task));
            }
        }
    }
    calls
}

fn add(calls: &mut Vec<Call>, other: Callable, at: Option<Span>) {
    match calls.iter_mut().find(|c| c.other == other) {
        Some(call) => call.at.extend(at),
        None => calls.push(Call { other, at: at.into_iter().collect() }),
    }
}

/// The tasks that a component runs.
fn tasks<'a>(view: &View<'a>, component: &Component) -> impl Iterator<Item = &'a Task> {
    let package = view.package;
    let graph = if let Body::Graph(graph) = component.body { package.graphs.get(graph) } else { None };
    graph.into_iter().flat_map(|g| &g.tasks).filter_map(|t| package.tasks.get(*t))
}

/// What a task runs.
fn callees(view: &View<'_>, task: &Task) -> Vec<Entity> {
    match task.callee {
        Callee::Ref(callee) => view.entities(callee),
        Callee::Inline(id) => view.package.components.get(id).map(|c| Entity::Def(c.def)).into_iter().collect(),
        Callee::Missing(_) | Callee::Unknown(_) => Vec::new(),
    }
}

/// The word that says what a task runs.
fn token(view: &View<'_>, task: &Task) -> Option<Span> {
    let reference = if let Callee::Ref(callee) = task.callee { view.package.reference(callee) } else { None };
    let said = reference.map(|r| r.at.span).filter(|s| !s.is_empty());
    said.or_else(|| view.package.def_span(task.def))
}

/// The components that an entity is or runs.
fn components(view: &View<'_>, entity: Entity) -> Vec<Entity> {
    match entity {
        Entity::Def(def) => match (view.package.component_of(def), view.package.task_of(def)) {
            (Some(_), _) => vec![entity],
            (None, Some((_, task))) => callees(view, task),
            (None, None) => Vec::new(),
        },
        Entity::File(_) => vec![entity],
        Entity::Port(..) => Vec::new(),
    }
}

fn callable(view: &View<'_>, entity: Entity) -> Option<Callable> {
    match entity {
        Entity::Def(def) => here(view, view.package.component_of(def)?.0),
        Entity::File(place) => there(view, place),
        Entity::Port(..) => None,
    }
}

fn here(view: &View<'_>, id: ComponentId) -> Option<Callable> {
    let component = view.package.components.get(id)?;
    let def = view.def(component.def)?;
    let selection = selection(view, id, component.def)?;
    let name = selection.slice(view.source.text());
    let name = if name.is_empty() { words::file_name(view.source) } else { words::shorten(name, 80) };
    let (graph, detail) = match component.body {
        Body::Graph(graph) => (true, view.package.graphs.get(graph).map(|g| tasks_in_words(g.tasks.len()))),
        Body::Pod(_) => (false, Some("container".to_owned())),
        _ => (false, None),
    };
    let path = view.source.path.clone();
    Some(Callable { name, detail, graph, path, span: def.body.cover(selection), selection })
}

fn tasks_in_words(count: usize) -> String {
    if count == 1 { "1 task".to_owned() } else { format!("{count} tasks") }
}

fn there(view: &View<'_>, place: Exported) -> Option<Callable> {
    let (interface, path) = (view.interface(place)?, view.workspace.path(place.file)?);
    let file = || path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let name = interface.name.as_deref().filter(|n| !n.is_empty()).map_or_else(file, |n| words::shorten(n, 80));
    let detail = Some(words::relative(&view.source.path, path));
    let path = path.to_path_buf();
    Some(Callable { name, detail, graph: false, path, span: interface.at, selection: interface.at })
}

/// The token that others see as a component's name: for what the file is about, the name of the whole.
fn selection(view: &View<'_>, id: ComponentId, def: DefId) -> Option<Span> {
    match view.package.name {
        Val::Known(_, at) if view.package.entry == Some(id) => Some(at.span),
        _ => view.package.def_span(def),
    }
}

/// The component whose name stands at `offset`.
fn component_at(view: &View<'_>, offset: u32) -> Option<ComponentId> {
    let names = |(id, component): &(ComponentId, &Component)| {
        let def = view.package.def_span(component.def);
        let shown = selection(view, *id, component.def);
        let whole = |s: Span| s.touches(offset) && (!s.is_empty() || s.start == offset);
        // A reference to the component may stand at the same word.
        def.is_some_and(whole) || shown.is_some_and(whole)
    };
    let found = view.package.components.iter().filter(names);
    let smallest = found.min_by_key(|(id, c)| selection(view, *id, c.def).map_or(0, Span::len));
    smallest.map(|(id, _)| id).filter(|_| !is_other_name(view, offset))
}

/// Whether the word at `offset` names something else than a component.
fn is_other_name(view: &View<'_>, offset: u32) -> bool {
    matches!(view.package.symbol_at(offset), Some(ir_model::SymbolAt::Def(def))
        if view.def(def).is_some_and(|d| d.ns != Ns::Component))
}

/// Whether an entity is the component of the file `path` whose name begins at byte `name`.
fn is(view: &View<'_>, entity: Entity, path: &Path, name: u32) -> bool {
    match entity {
        Entity::Def(def) => {
            let component = view.package.component_of(def);
            view.source.path == path
                && component.is_some_and(|(id, _)| {
                    [selection(view, id, def), view.package.def_span(def)].iter().flatten().any(|s| s.start == name)
                })
        }
        Entity::File(place) => {
            view.workspace.path(place.file) == Some(path) && view.interface(place).is_some_and(|i| i.at.start == name)
        }
        Entity::Port(..) => false,
    }
}
