//! From the neutral representation to the document: ids become names, nodes become texts, arenas become a tree.

mod component;
mod executor;
mod ids;
mod place;
mod platform;
mod reference;
mod task;
mod upstream;
mod value;

use std::path::{Path, PathBuf};

use ir_analyzer::{Source, Workspace};
use ir_model::{Claim, ComponentId, Def, DefId, Key, NameId, Ns, Origin, Package, PodId, RefId, ScopeId, TaskId, Val};
use ir_syntax::{NodeId, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{At, Document, Need, Pipeline, Reason, Stated, Tool};
use place::Places;

/// What is told of a file, and how.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Options {
    /// Whether everything says where it stands.
    pub spans: bool,
    /// The folder from which the paths of files are told.
    pub base: PathBuf,
}

/// Components inside of tasks of components inside of tasks … deeper than this are not told: JSON readers have bounds.
const DEEPEST: usize = 6;

/// The document of `source`, whose references to other files lead where `workspace` says. `None` where it is no pipeline
/// file. Never fails otherwise: what cannot be read is unknown.
#[must_use]
pub fn export(source: &Source, workspace: &Workspace, options: &Options) -> Option<Document> {
    let package = source.package.as_ref()?;
    let maker = Maker::new(source, package, workspace, options);
    Some(maker.document())
}

struct Maker<'a> {
    source: &'a Source,
    package: &'a Package,
    workspace: &'a Workspace,
    base: &'a Path,
    /// Without them nothing says where it stands.
    places: Option<Places>,
    components: FxHashMap<ComponentId, String>,
    executors: FxHashMap<PodId, String>,
    /// Components that are told inside of the task that runs them.
    inline: FxHashSet<ComponentId>,
    /// All references, by where they stand.
    by_place: Vec<(u32, RefId)>,
    /// What a task does with volumes of the cluster.
    claims: FxHashMap<TaskId, &'a Claim>,
    /// Under which keys others may name a component.
    exports: FxHashMap<ComponentId, Vec<&'a Key>>,
    /// The volumes that the containers of a pod may mount.
    volumes: FxHashMap<ScopeId, Vec<NameId>>,
    /// Which pod a definition names.
    pods: FxHashMap<DefId, PodId>,
}

impl<'a> Maker<'a> {
    fn new(source: &'a Source, package: &'a Package, workspace: &'a Workspace, options: &'a Options) -> Self {
        let mut exports: FxHashMap<ComponentId, Vec<&Key>> = FxHashMap::default();
        for export in &package.exports {
            exports.entry(export.component).or_default().push(&export.key);
        }
        let mut volumes: FxHashMap<ScopeId, Vec<NameId>> = FxHashMap::default();
        for def in package.symbols.defs.values().filter(|d| d.ns == Ns::Volume) {
            volumes.entry(def.scope).or_default().push(def.name);
        }
        let mut by_place: Vec<(u32, RefId)> =
            package.symbols.refs.iter().map(|(id, r)| (r.at.span.start, id)).collect();
        by_place.sort_unstable();
        Self {
            source,
            package,
            workspace,
            base: &options.base,
            places: options.spans.then(|| Places::new(source.text())),
            components: ids::components(package),
            executors: ids::executors(package),
            inline: ids::inline(package),
            by_place,
            claims: package.claims.iter().map(|c| (c.task, c)).collect(),
            exports,
            volumes,
            pods: package.pods.iter().filter_map(|(id, p)| Some((p.def?, id))).collect(),
        }
    }

    fn document(&self) -> Document {
        let package = self.package;
        let top = ids::in_order(package).into_iter().filter(|id| !self.inline.contains(id));
        let runs = package.runs.iter().filter_map(|id| package.graphs.get(*id));
        Document {
            ir_version: crate::VERSION,
            tool: Tool { name: "ir-lint", version: env!("CARGO_PKG_VERSION") },
            file: self.shown(&self.source.path),
            dialect: package.dialect.id,
            format: package.dialect.title,
            broken: !self.source.tree.errors().is_empty(),
            compiler: self.stated_name(package.tool),
            pipelines: self.pipelines(),
            components: top.filter_map(|id| self.component(id, 0)).collect(),
            executors: self.named_executors(),
            runs: runs.map(|graph| self.graph(graph, 0)).collect(),
            platforms: package.platforms.iter().map(|p| self.platform(p)).collect(),
            needs: package
                .needs
                .iter()
                .map(|n| Need { flag: n.flag, value: n.value.to_string(), thing: n.thing, at: self.at(n.at) })
                .collect(),
        }
    }

    fn pipelines(&self) -> Vec<Pipeline> {
        let pipeline = |unit: ir_model::Unit| Pipeline {
            name: self.stated_name(unit.name),
            at: self.at_of(&unit.name),
            version: self.stated_name(unit.version),
            entry: unit.entry.and_then(|id| self.components.get(&id).cloned()),
        };
        // A file of components alone has no pipeline at all.
        let is_something = |p: &Pipeline| p.entry.is_some() || p.name.is_some() || p.version.is_some();
        self.package.units().map(pipeline).filter(is_something).collect()
    }

    /// A path as it is told.
    fn shown(&self, path: &Path) -> String {
        place::relative(self.base, path)
    }

    /// Where a token stands, where that is wanted and where there is one.
    fn at(&self, span: Span) -> Option<At> {
        let places = self.places.as_ref().filter(|_| !span.is_empty())?;
        Some(places.at(self.source.text(), span))
    }

    /// Where a name is introduced. Of what bears a name that nobody wrote, such as a run, the token that stands for it
    /// says something else.
    fn named_at(&self, def: &Def) -> Option<At> {
        self.places.as_ref()?;
        (self.text_at(def.at) == self.package.names.text(def.name)).then(|| self.at(def.at.span))?
    }

    fn at_of<T>(&self, value: &Val<T>) -> Option<At> {
        self.at(value.origin()?.span)
    }

    fn name(&self, id: NameId) -> String {
        self.package.names.text(id).to_owned()
    }

    fn stated_name(&self, value: Val<NameId>) -> Option<Stated<String>> {
        stated(value, |id| self.name(id))
    }

    /// Whether another definition of the same name and kind, further down, hides this one.
    fn is_shadowed(&self, id: DefId) -> bool {
        let Some(def) = self.package.def(id) else { return false };
        let same = self.package.resolutions.named(def.scope, def.ns, def.name);
        let mut later = same.take_while(|other| *other != id).filter_map(|other| self.package.def(other));
        later.any(|other| other.kind == def.kind)
    }

    /// What stands at `origin`, decoded.
    fn text_at(&self, origin: Origin) -> String {
        let node = self.source.tree.node(origin.node);
        let whole = node.text();
        if !node.span().contains(origin.span) || node.is_alias() || !node.is_scalar() {
            return origin.span.slice(self.source.text()).to_owned();
        }
        let map = node.text_map();
        let source = map.source();
        if origin.span.contains(source) || origin.span == node.span() {
            return whole.to_owned();
        }
        let start = map.to_decoded(origin.span.start).unwrap_or(0) as usize;
        let end = map.to_decoded(origin.span.end).map_or(whole.len(), |end| end as usize);
        whole.get(start..end).unwrap_or_else(|| origin.span.slice(self.source.text())).to_owned()
    }

    fn doc(&self, node: Option<NodeId>) -> Option<String> {
        let text = self.source.tree.node(node?).text().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// A value where one is stated.
fn stated<T, U>(value: Val<T>, read: impl FnOnce(T) -> U) -> Option<Stated<U>> {
    match value {
        Val::Absent => None,
        Val::Known(value, _) => Some(Stated::Known(read(value))),
        Val::Unknown(_, why) => Some(Stated::Unknown { unknown: Reason::from(why) }),
    }
}
