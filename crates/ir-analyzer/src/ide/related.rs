//! From a name to its type and to what carries it out.

use ir_model::{Body, Callee, Component, DefId, Ns, Package};
use ir_syntax::Span;

use super::Location;
use super::rename::Lookup;
use super::view::{Entity, View};
use crate::interface::exported;
use crate::source::Source;
use crate::workspace::Workspace;

/// What defines the type of the name at `offset` (bytes): the component that a task runs, the token that gives an
/// input or output its type. Of a component of another file its port.
#[must_use]
pub fn type_definition(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Location> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let symbol = view.symbol_at(offset);
    let entities = symbol.iter().flat_map(|s| &s.entities);
    let mut found: Vec<Location> = entities.flat_map(|entity| types(&view, *entity)).collect();
    found.dedup();
    found
}

fn types(view: &View<'_>, entity: Entity) -> Vec<Location> {
    let Entity::Def(id) = entity else { return view.location(entity).into_iter().collect() };
    match view.def(id).map(|def| def.ns) {
        Some(Ns::Task) => callee(view, id).into_iter().filter_map(|entity| view.location(entity)).collect(),
        Some(Ns::Input | Ns::Output) => {
            let Some(port) = view.package.port_of(id) else { return Vec::new() };
            let document = port.ty.document.map(|node| view.tree.node(node).span());
            let span = port.ty.at.map(|at| at.span).or(document).filter(|span| !span.is_empty());
            span.map(|span| view.here(span)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The component that a task runs; several where several files are meant.
fn callee(view: &View<'_>, task: DefId) -> Vec<Entity> {
    match view.package.task_of(task).map(|(_, task)| task.callee) {
        Some(Callee::Ref(reference)) => view.entities(reference),
        Some(Callee::Inline(id)) => {
            view.package.components.get(id).map(|component| Entity::Def(component.def)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What carries out the name at `offset` (bytes): the executor, the containers or the graph of a component, also
/// through a task that runs it. `lookup` gives the files of components that stand elsewhere.
#[must_use]
pub fn implementation(source: &Source, workspace: &Workspace, lookup: Lookup<'_>, offset: u32) -> Vec<Location> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let Some(symbol) = view.symbol_at(offset) else { return Vec::new() };
    let mut found = Vec::new();
    for entity in symbol.entities {
        let task = match entity {
            Entity::Def(id) => view.def(id).is_some_and(|def| def.ns == Ns::Task).then_some(id),
            _ => None,
        };
        let components = task.map_or_else(|| vec![entity], |id| callee(&view, id));
        for component in components {
            found.extend(carried_out(&view, workspace, lookup, component));
        }
    }
    found.dedup();
    found
}

fn carried_out(view: &View<'_>, workspace: &Workspace, lookup: Lookup<'_>, entity: Entity) -> Option<Location> {
    match entity {
        Entity::Def(id) => {
            let (_, component) = view.package.component_of(id)?;
            Some(view.here(body(view.source, view.package, component)?))
        }
        Entity::File(place) => {
            let other = lookup(workspace.path(place.file)?)?;
            let package = other.package.as_ref()?;
            let component = package.components.get(*exported(package).get(place.index as usize)?)?;
            Some(Location { path: other.path.clone(), span: body(&other, package, component)? })
        }
        Entity::Port(..) => None,
    }
}

/// The token that begins what carries out a component.
fn body(source: &Source, package: &Package, component: &Component) -> Option<Span> {
    let key = |node: ir_syntax::Node<'_>| node.key().unwrap_or(node).span();
    match component.body {
        Body::Pod(pod) => {
            let pod = package.pods.get(pod)?;
            match pod.def.and_then(|def| package.def_span(def)) {
                Some(name) => Some(name),
                None => Some(Span::at(pod.span.start)),
            }
        }
        Body::Graph(graph) => package.graphs.get(graph)?.at.map(|node| key(source.tree.node(node))),
        Body::Query(at) | Body::Wait(at) | Body::External(at) => Some(at.span),
        Body::Import { .. } | Body::Objects | Body::Unknown(_) => None,
    }
}
