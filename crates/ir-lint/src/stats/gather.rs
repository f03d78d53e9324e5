//! The numbers of a project.

use std::collections::{BTreeMap, HashMap, HashSet};

use ir_analyzer::{Exported, Source};
use ir_model::{Body, Callee, ComponentId, Package, Role};
use ir_syntax::LineIndex;

use super::links::{Links, links};
use super::{Format, Image, Pin, Pipeline, Stats, Totals, Unused, VERSION, images};
use crate::project::Project;

/// Counts everything.
pub fn gather(project: &Project) -> Stats {
    let mut formats: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut images: BTreeMap<&str, usize> = BTreeMap::new();
    let mut totals = Totals { files: project.files.len(), ..Totals::default() };
    let mut pipelines = Vec::new();
    let mut unused = Vec::new();
    let links = links(project);
    for file in &project.files {
        let Some(package) = &file.source.package else { continue };
        *formats.entry(package.dialect.title).or_default() += 1;
        totals.tasks += package.tasks.values().filter(|task| !package.is_run(task)).count();
        for image in images_of(&file.source, package) {
            *images.entry(image).or_default() += 1;
        }
        let (of_file, components) = pipelines_of(&file.shown, package);
        pipelines.extend(of_file);
        totals.components += components;
        unused.extend(unused_of(project, &links, &file.shown, &file.source, package));
    }
    pipelines.sort_by(|a, b| (b.tasks, &a.file).cmp(&(a.tasks, &b.file)));
    let mut images: Vec<Image> = images
        .into_iter()
        .map(|(image, uses)| Image { image: image.to_owned(), uses, pin: images::pin(image) })
        .collect();
    images.sort_by(|a, b| (b.uses, &a.image).cmp(&(a.uses, &b.image)));
    let mut formats: Vec<Format> = formats.into_iter().map(|(format, files)| Format { format, files }).collect();
    formats.sort_by(|a, b| (b.files, a.format).cmp(&(a.files, b.format)));

    let pinned = |pin: Pin| images.iter().filter(|i| i.pin == pin).count();
    let totals = Totals {
        pipelines: pipelines.len(),
        depth: pipelines.iter().map(|p| p.depth).max().unwrap_or(0),
        images: images.len(),
        by_digest: pinned(Pin::Digest),
        by_tag: pinned(Pin::Tag),
        unpinned: pinned(Pin::None),
        computed: pinned(Pin::Computed),
        references: links.references,
        elsewhere: links.elsewhere.iter().map(|e| e.references).sum(),
        unused: unused.len(),
        cycles: links.cycles.len(),
        ..totals
    };
    let Links { links, elsewhere, cycles, .. } = links;
    Stats { version: VERSION, totals, formats, pipelines, images, links, elsewhere, unused, cycles }
}

/// The image of each container.
fn images_of<'a>(source: &'a Source, package: &'a Package) -> impl Iterator<Item = &'a str> {
    let own = package.pods.values().flat_map(|pod| &pod.steps);
    let before = package.platforms.iter().flat_map(|p| &p.settings).flat_map(|s| &s.before).map(|b| &b.step);
    let nodes = own.chain(before).filter_map(|step| step.image.known());
    nodes.map(|node| source.tree.node(*node).text()).filter(|image| !image.is_empty())
}

/// The pipelines of a file: what runs graphs and can be run as a whole; and how many other components there are.
fn pipelines_of(file: &str, package: &Package) -> (Vec<Pipeline>, usize) {
    let mut nesting = Nesting { package, depths: HashMap::new() };
    let mut pipelines = Vec::new();
    for (id, name) in entries(package) {
        let (name, file) = (name.to_owned(), file.to_owned());
        pipelines.push(Pipeline { file, name, tasks: nesting.tasks(id), depth: nesting.depth(id, 0) });
    }
    let components = package.components.len() - pipelines.len().min(package.components.len());
    (pipelines, components)
}

/// The graphs that can be run as a whole, each once, with their names; some are written inside of their run.
fn entries(package: &Package) -> Vec<(ComponentId, &str)> {
    let units =
        package.units().filter_map(|unit| Some((unit.entry?, unit.name.known().map(|n| package.names.text(*n)))));
    let tasks = package.runs.iter().filter_map(|run| package.graphs.get(*run)).flat_map(|graph| &graph.tasks);
    let runs = tasks.filter_map(|task| {
        let task = package.tasks.get(*task)?;
        Some((package.callee(task)?.0, Some(package.def_name(task.def))))
    });
    let mut seen = HashSet::new();
    let entries = units.chain(runs).filter_map(|(id, name)| {
        let component = package.components.get(id).filter(|c| matches!(c.body, Body::Graph(_)))?;
        seen.insert(id).then(|| (id, name.unwrap_or_else(|| package.def_name(component.def))))
    });
    entries.collect()
}

/// How graphs stand in each other.
struct Nesting<'a> {
    package: &'a Package,
    depths: HashMap<ComponentId, usize>,
}

/// Deeper nesting is a circle, or nobody's.
const DEEPEST: usize = 200;

impl Nesting<'_> {
    fn callees(&self, id: ComponentId) -> Vec<ComponentId> {
        let Some(Body::Graph(graph)) = self.package.components.get(id).map(|c| &c.body) else { return Vec::new() };
        let tasks = self.package.graphs.get(*graph).into_iter().flat_map(|g| &g.tasks);
        tasks.filter_map(|task| Some(self.package.callee(self.package.tasks.get(*task)?)?.0)).collect()
    }

    /// The tasks of all graphs that a component leads to, each graph once.
    fn tasks(&self, from: ComponentId) -> usize {
        let mut reached = HashSet::new();
        let mut open = vec![from];
        let mut tasks = 0;
        while let Some(id) = open.pop() {
            if !reached.insert(id) {
                continue;
            }
            if let Some(Body::Graph(graph)) = self.package.components.get(id).map(|c| &c.body) {
                tasks += self.package.graphs.get(*graph).map_or(0, |g| g.tasks.len());
            }
            open.extend(self.callees(id));
        }
        tasks
    }

    /// How many graphs stand in each other below a component, itself counted. What leads back to itself ends there.
    fn depth(&mut self, id: ComponentId, above: usize) -> usize {
        if let Some(known) = self.depths.get(&id) {
            return *known;
        }
        let is_graph = matches!(self.package.components.get(id).map(|c| &c.body), Some(Body::Graph(_)));
        if !is_graph || above > DEEPEST {
            return 0;
        }
        self.depths.insert(id, 0);
        let inner = self.callees(id).into_iter().map(|callee| self.depth(callee, above + 1)).max().unwrap_or(0);
        self.depths.insert(id, inner + 1);
        inner + 1
    }
}

/// Components that nobody names: no task of their file, and no other file.
fn unused_of(project: &Project, links: &Links, shown: &str, source: &Source, package: &Package) -> Vec<Unused> {
    let file = project.workspace.file(&source.path);
    let interfaces = file.map(|file| project.workspace.interfaces_of(file));
    let inline: std::collections::HashSet<ComponentId> = package
        .tasks
        .values()
        .filter_map(|task| match task.callee {
            Callee::Inline(id) => Some(id),
            _ => None,
        })
        .collect();
    let lines = LineIndex::new(source.text());
    let entries: Vec<ComponentId> = package.units().filter_map(|unit| unit.entry).collect();
    let mut unused = Vec::new();
    for (id, component) in package.components.iter() {
        let Some(def) = package.def(component.def) else { continue };
        let is_pipeline = entries.contains(&id) && matches!(component.body, Body::Graph(_));
        let called = |r: &ir_model::RefId| package.reference(*r).is_some_and(|r| r.role == Role::Call);
        if is_pipeline || inline.contains(&id) || package.resolutions.uses(component.def).iter().any(called) {
            continue;
        }
        // The first interface is the entry, the others stand where their definition does.
        let named = interfaces.zip(file).is_some_and(|(interfaces, file)| {
            interfaces.iter().enumerate().any(|(index, interface)| {
                let same = (index == 0 && package.entry == Some(id)) || interface.at == def.at.span;
                same && links.used.contains(&Exported { file, index: index as u32 })
            })
        });
        if !named {
            let name = package.def_name(component.def).to_owned();
            let line = lines.line_of(def.at.span.start) + 1;
            unused.push(Unused { file: shown.to_owned(), component: name, line });
        }
    }
    unused
}
