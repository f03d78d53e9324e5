//! One of the two files, with what is needed again and again while it is compared.

use ir_analyzer::Source;
use ir_model::{ComponentId, DefId, Ns, Package, PortId, RefId, Role, TaskId};
use ir_syntax::{Kind, Node, NodeId};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::claims::Claims;

/// What settings belong to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Entity {
    /// The file as a whole.
    File,
    Component(ComponentId),
    Executor(DefId),
    /// What a platform is told of an executor: numbers of the platform and of the settings.
    Settings(usize, usize),
    Port(PortId),
    Task(TaskId),
    Step(NodeId),
}

/// A setting: the keys that lead to it from its entity, and its value.
pub(crate) struct Setting {
    pub(crate) path: String,
    pub(crate) node: NodeId,
}

/// One of the two files.
pub(crate) struct Side<'a> {
    pub(crate) source: &'a Source,
    pub(crate) package: &'a Package,
    settings: FxHashMap<Entity, Vec<Setting>>,
    /// The ways to lists and tables that hold something.
    full: FxHashMap<Entity, FxHashSet<String>>,
    /// The references that stand in a scalar.
    refs: FxHashMap<NodeId, Vec<RefId>>,
    /// The executor that a component names.
    executors: FxHashMap<DefId, DefId>,
    /// What platforms are told of an executor.
    told: FxHashMap<DefId, Vec<(usize, usize)>>,
}

/// What is nested deeper is not read.
const DEPTH: usize = 120;

type Anchors = FxHashMap<NodeId, Vec<(Entity, Option<Entity>)>>;

impl<'a> Side<'a> {
    /// `None` where the file is no pipeline file.
    pub(crate) fn new(source: &'a Source) -> Option<Self> {
        let package = source.package.as_ref()?;
        let mut refs = FxHashMap::<_, Vec<_>>::default();
        let mut executors = FxHashMap::default();
        for (id, reference) in package.symbols.refs.iter() {
            refs.entry(reference.at.node).or_default().push(id);
            if let (Ns::Executor, Role::Call, Some(user)) = (reference.ns, reference.role, reference.user)
                && let Some(target) = package.target(id)
            {
                executors.insert(user, target);
            }
        }
        let mut side = Self {
            source,
            package,
            settings: FxHashMap::default(),
            full: FxHashMap::default(),
            refs,
            executors,
            told: FxHashMap::default(),
        };
        let anchors = side.anchors();
        let claims = Claims::of(package, &source.tree);
        let mut walk = Walk { anchors, claims, settings: FxHashMap::default(), full: FxHashMap::default() };
        let several = source.tree.documents().len() > 1;
        for (number, root) in source.tree.roots().enumerate() {
            let path = if several { format!("document {}", document(root, number)) } else { String::new() };
            walk.visit(root, Entity::File, path, 0);
        }
        (side.settings, side.full) = (walk.settings, walk.full);
        Some(side)
    }

    pub(crate) fn node(&self, id: NodeId) -> Node<'a> {
        self.source.tree.node(id)
    }

    pub(crate) fn settings(&self, entity: Entity) -> &[Setting] {
        self.settings.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// Whether a list or table that holds something stands there.
    pub(crate) fn is_full(&self, entity: Entity, path: &str) -> bool {
        self.full.get(&entity).is_some_and(|paths| paths.contains(path))
    }

    pub(crate) fn refs_in(&self, node: NodeId) -> &[RefId] {
        self.refs.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The executor that a component names, by their definitions.
    pub(crate) fn executor(&self, component: DefId) -> Option<DefId> {
        self.executors.get(&component).copied()
    }

    /// What platforms are told of an executor.
    pub(crate) fn told(&self, executor: DefId) -> &[(usize, usize)] {
        self.told.get(&executor).map_or(&[], Vec::as_slice)
    }

    /// Whether others can use a component: the file or an object stands for it, or it is found by a key.
    pub(crate) fn visible(&self, id: ComponentId) -> bool {
        self.package.units().any(|u| u.entry == Some(id)) || self.package.exports.iter().any(|e| e.component == id)
    }

    /// The name of a component, empty where it has none.
    pub(crate) fn component_name(&self, id: ComponentId) -> &'a str {
        self.package.components.get(id).map_or("", |c| self.package.def_name(c.def))
    }

    fn anchors(&mut self) -> Anchors {
        let package = self.package;
        let mut anchors = Anchors::default();
        let mut add = |node, entity, parent| anchors.entry(node).or_default().push((entity, parent));
        for (id, component) in package.components.iter() {
            let here = Entity::Component(id);
            if let Some(def) = package.def(component.def) {
                add(def.node, here, None);
            }
            for port in component.inputs.ids().chain(component.outputs.ids()) {
                if let Some(def) = package.ports.get(port).and_then(|p| package.def(p.def)) {
                    add(def.node, Entity::Port(port), Some(here));
                }
            }
        }
        for (id, def) in package.symbols.defs.iter().filter(|(_, d)| d.ns == Ns::Executor) {
            add(def.node, Entity::Executor(id), None);
        }
        for (id, task) in package.tasks.iter() {
            let owner = package.graphs.get(task.graph).and_then(|g| g.owner).map(Entity::Component);
            add(task.node, Entity::Task(id), owner);
        }
        for step in package.pods.values().flat_map(|p| &p.steps) {
            add(step.node, Entity::Step(step.node), None);
        }
        // Keys of one mapping, each with its value.
        let mut values: FxHashMap<NodeId, NodeId> = FxHashMap::default();
        for (p, platform) in package.platforms.iter().enumerate() {
            for (s, settings) in platform.settings.iter().enumerate() {
                let Some(at) = package.reference(settings.executor).map(|r| r.at.node) else { continue };
                if !values.contains_key(&at)
                    && let Some(map) = self.source.tree.node(at).parent()
                {
                    values.extend(map.own_entries().map(|e| (e.key.id(), e.value.id())));
                }
                if let Some(executor) = package.target(settings.executor) {
                    self.told.entry(executor).or_default().push((p, s));
                }
                if let Some(value) = values.get(&at) {
                    add(*value, Entity::Settings(p, s), None);
                }
            }
        }
        anchors
    }
}

/// How to call one document of several.
fn document(root: Node<'_>, number: usize) -> String {
    let name = root.get("metadata").and_then(|m| m.get("name")).map_or("", Node::text);
    let kind = root.get("kind").map_or("", Node::text);
    if name.is_empty() { (number + 1).to_string() } else { format!("{kind} {name}") }
}

struct Walk<'a> {
    anchors: Anchors,
    claims: Claims<'a>,
    settings: FxHashMap<Entity, Vec<Setting>>,
    full: FxHashMap<Entity, FxHashSet<String>>,
}

impl Walk<'_> {
    fn visit(&mut self, node: Node<'_>, entity: Entity, path: String, depth: usize) {
        if self.claims.hold(node) || depth > DEPTH {
            return;
        }
        let (mut entity, mut path) = (entity, path);
        if let Some(here) = self.anchors.get(&node.id()) {
            // Text that stands for several by an alias belongs to the one that the way leads through.
            let known = here.iter().find(|(_, parent)| *parent == Some(entity));
            if let Some((inner, _)) = known.or_else(|| here.first()) {
                (entity, path) = (*inner, String::new());
            }
        }
        match node.kind() {
            Kind::Mapping => {
                let entries = node.entries();
                for entry in &entries {
                    let key = entry.key.text();
                    let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                    self.visit(entry.value, entity, path, depth + 1);
                }
                if !entries.is_empty() {
                    self.full.entry(entity).or_default().insert(path);
                    return;
                }
            }
            Kind::Sequence => {
                let items: Vec<Node<'_>> = node.items().collect();
                let named = named(&items);
                for (number, item) in items.iter().enumerate() {
                    let path = match named {
                        true => format!("{path}[{}]", item.get("name").map_or("", Node::text)),
                        false => format!("{path}[{number}]"),
                    };
                    self.visit(*item, entity, path, depth + 1);
                }
                if !items.is_empty() {
                    self.full.entry(entity).or_default().insert(path);
                    return;
                }
            }
            _ => {}
        }
        self.settings.entry(entity).or_default().push(Setting { path, node: node.id() });
    }
}

/// Whether the items of a list all have a name of their own, by which they are told apart.
fn named(items: &[Node<'_>]) -> bool {
    let mut seen = FxHashSet::default();
    items.iter().all(|item| {
        let name = item.get("name").filter(|n| n.is_scalar()).map_or("", Node::text);
        !name.is_empty() && seen.insert(name)
    })
}
