//! The texts of containers.

use ir_model::{Body, Component, ComponentId, DefId, Package, Pod, Step};
use ir_syntax::{Kind, Node, NodeId, Span, Tree};

use crate::words::quote;

/// Deeper lists and mappings are no argument.
const DEPTH: u32 = 32;

/// Every container with its pod.
pub(crate) fn steps(package: &Package) -> impl Iterator<Item = (&Pod, &Step)> {
    package.pods.values().flat_map(|pod| pod.steps.iter().map(move |step| (pod, step)))
}

/// Every container that is pulled and started: those of the pods, and those that a platform runs before them.
pub(crate) fn containers(package: &Package) -> impl Iterator<Item = (Option<&Pod>, &Step)> {
    let own = steps(package).filter(|(pod, _)| !pod.builtin).map(|(pod, step)| (Some(pod), step));
    own.chain(before(package).map(|step| (None, step)))
}

/// The containers that a platform runs before others.
pub(crate) fn before(package: &Package) -> impl Iterator<Item = &Step> {
    package.platforms.iter().flat_map(|p| &p.settings).flat_map(|s| &s.before).map(|b| &b.step)
}

/// The texts below the arguments of a command, in order, those in lists and mappings included.
fn texts<'t>(tree: &'t Tree, nodes: &[NodeId]) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    nodes.iter().for_each(|id| scalars(tree.node(*id), &mut found, 0));
    found
}

fn scalars<'t>(node: Node<'t>, found: &mut Vec<Node<'t>>, depth: u32) {
    match node.kind() {
        // What is shared by an alias is looked at where it stands.
        Kind::Alias => {}
        _ if node.is_alias() || depth > DEPTH => {}
        Kind::Scalar if !node.is_missing() => found.push(node),
        Kind::Scalar => {}
        Kind::Sequence => node.items().for_each(|item| scalars(item, found, depth + 1)),
        Kind::Mapping => node.own_entries().for_each(|e| scalars(e.value, found, depth + 1)),
    }
}

/// All texts of a container's command and arguments.
pub(super) fn command<'t>(tree: &'t Tree, step: &Step) -> Vec<Node<'t>> {
    let mut found = texts(tree, &step.command);
    found.extend(texts(tree, &step.args));
    found
}

/// What a person knows a pod by, in backticks: its own name, or that of a component that runs it.
pub(crate) fn name(package: &Package, pod: &Pod) -> String {
    if let Some(def) = pod.def {
        return owner(package, def);
    }
    let runs = |c: &&Component| match c.body {
        Body::Pod(id) => package.pods.get(id).is_some_and(|p| std::ptr::eq(p, pod)),
        _ => false,
    };
    package.components.values().find(runs).map_or_else(|| "this container".into(), |c| owner(package, c.def))
}

/// What runs when a pipeline of the file is run: one, but for files with several pipelines.
pub(crate) fn entries(package: &Package) -> impl Iterator<Item = ComponentId> {
    package.units().filter_map(|unit| unit.entry)
}

/// A name in backticks, or what bears it where it has none.
pub(crate) fn owner(package: &Package, def: DefId) -> String {
    let name = package.def_name(def);
    let word = package.def(def).map_or("file", |d| d.ns.word());
    if name.is_empty() { format!("this {word}") } else { quote(name) }
}

/// The components of a package that run a pod, with it.
pub(crate) fn pod_components(package: &Package) -> impl Iterator<Item = (ComponentId, &Component, &Pod)> {
    package.components.iter().filter_map(|(id, component)| match component.body {
        Body::Pod(pod) => Some((id, component, package.pods.get(pod)?)),
        _ => None,
    })
}

/// The source of a part of a scalar's text.
pub(crate) fn part(node: Node<'_>, range: std::ops::Range<usize>) -> Span {
    if node.is_alias() { node.span() } else { node.text_map().span(range) }
}

/// The source of a scalar's whole text, quotes excluded.
pub(crate) fn whole(node: Node<'_>) -> Span {
    if node.is_alias() { node.span() } else { node.text_map().source() }
}
