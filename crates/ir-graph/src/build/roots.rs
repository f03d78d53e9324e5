//! What a drawing of a file begins with.

use ir_analyzer::Source;
use ir_model::{Body, ComponentId, GraphId, Package, Val};
use ir_syntax::Span;
use rustc_hash::FxHashSet;

/// One pipeline to be drawn.
pub(super) struct Root {
    pub(super) title: String,
    pub(super) component: Option<ComponentId>,
    pub(super) graph: Option<GraphId>,
    pub(super) span: Span,
    pub(super) name_span: Span,
}

/// The pipelines of the file; then graphs that nothing in the file uses, since others may; in a file without any graph
/// the components that nothing uses.
pub(super) fn roots(source: &Source, package: &Package) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut reached = FxHashSet::default();
    let begin = |id: ComponentId, title: String, name: Option<Span>, reached: &mut FxHashSet<ComponentId>| {
        reach(package, id, reached);
        root(source, package, id, title, name)
    };
    for unit in package.units() {
        let Some(entry) = unit.entry.filter(|e| !reached.contains(e)) else { continue };
        let name = unit.name.known().map(|n| package.names.text(*n).to_owned());
        let at = match unit.name {
            Val::Known(_, at) => Some(at.span),
            _ => None,
        };
        roots.extend(begin(entry, name.unwrap_or_default(), at, &mut reached));
    }
    with_runs(package, &mut roots);
    for graphs in [true, false] {
        for (id, component) in package.components.iter() {
            let wanted = matches!(component.body, Body::Graph(_)) == graphs && (graphs || roots.is_empty());
            if wanted && !reached.contains(&id) && !is_used(package, component.def) {
                roots.extend(begin(id, String::new(), None, &mut reached));
            }
        }
    }
    // What has no tasks is only worth a heading where there is nothing else.
    let is_full = |r: &Root| is_full(package, r);
    if roots.iter().any(is_full) {
        roots.retain(is_full);
    }
    roots
}

fn is_full(package: &Package, root: &Root) -> bool {
    let tasks = |graph| package.graphs.get(graph).is_some_and(|g| !g.tasks.is_empty());
    match root.component.and_then(|c| package.components.get(c)).map(|c| &c.body) {
        _ if root.graph.is_some() => root.graph.is_some_and(tasks),
        Some(Body::Unknown(_)) | None => false,
        Some(_) => true,
    }
}

fn root(source: &Source, package: &Package, id: ComponentId, title: String, name: Option<Span>) -> Option<Root> {
    let component = package.components.get(id)?;
    let def = package.def(component.def)?;
    let own = package.def_name(component.def);
    let file = || source.path.file_stem().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let title = [title, own.to_owned(), file()].into_iter().find(|t| !t.trim().is_empty()).unwrap_or_default();
    let graph = match component.body {
        Body::Graph(graph) => Some(graph),
        _ => None,
    };
    Some(Root { title, component: Some(id), graph, span: def.body, name_span: name.unwrap_or(def.at.span) })
}

/// A run that has more to do than to start the pipeline (an exit handler) is drawn around it.
fn with_runs(package: &Package, roots: &mut [Root]) {
    for (id, graph) in package.runs.iter().filter_map(|id| Some((*id, package.graphs.get(*id)?))) {
        if graph.tasks.len() < 2 {
            continue;
        }
        let called: Vec<ComponentId> =
            graph.tasks.iter().filter_map(|t| Some(package.callee(package.tasks.get(*t)?)?.0)).collect();
        if let Some(root) = roots.iter_mut().find(|r| r.component.is_some_and(|c| called.contains(&c))) {
            root.graph = Some(id);
        }
    }
}

fn is_used(package: &Package, def: ir_model::DefId) -> bool {
    let is_call = |r: &ir_model::RefId| package.reference(*r).is_some_and(|r| r.role == ir_model::Role::Call);
    package.resolutions.uses(def).iter().any(is_call)
}

/// Notes all components that `from` leads to.
fn reach(package: &Package, from: ComponentId, reached: &mut FxHashSet<ComponentId>) {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        let Some(Body::Graph(graph)) = package.components.get(id).map(|c| &c.body) else { continue };
        let tasks = package.graphs.get(*graph).into_iter().flat_map(|g| &g.tasks);
        open.extend(tasks.filter_map(|t| Some(package.callee(package.tasks.get(*t)?)?.0)));
    }
}
