//! From the neutral representation to what is drawn: every graph is put in the place of the task that runs it.

mod facts;
mod findings;
mod flows;
mod roots;

use std::collections::VecDeque;

use ir_analyzer::Source;
use ir_model::{Body, Callee, ComponentId, Diagnostic, GraphId, Package, Resolution, Task, TaskId};
use ir_syntax::{LineIndex, Span};
use rustc_hash::FxHashMap;

use crate::layout::Plan;
use crate::model::{Count, Drawing, Group, Kind, Node, Pipeline, Place};
use crate::text::{abbreviate, count};
use roots::Root;

/// How much is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Groups inside of so many others are collapsed at first: 0 shows every pipeline as one box.
    pub depth: Option<usize>,
    /// So many nodes are drawn at most; of the rest the number is said.
    pub nodes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { depth: None, nodes: 2_000 }
    }
}

/// Graphs inside graphs beyond this depth are not drawn: nobody could read them.
const DEEPEST: usize = 24;
/// Longest names, in characters.
const NAME: usize = 160;

/// Draws all pipelines of `source`, with `findings` on the nodes they stand in.
#[must_use]
pub fn draw(source: &Source, findings: &[Diagnostic], options: &Options) -> Drawing {
    let file = source.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let lines = LineIndex::new(source.text());
    let format = source.package.as_ref().map_or("", |p| p.dialect.title);
    let mut drawing = Drawing { file, format, pipelines: Vec::new(), findings: Vec::new(), elsewhere: Vec::new() };
    let Some(package) = &source.package else { return drawing };

    let mut builder = Builder { source, package, lines: &lines, options, left: options.nodes, details: DETAILS };
    let mut ids = FxHashMap::default();
    let mut origins = Vec::new();
    for root in roots::roots(source, package) {
        let (pipeline, from) = builder.pipeline(&root, &mut ids);
        drawing.pipelines.push(pipeline);
        origins.push(from);
    }
    findings::attach(&mut drawing, &origins, source, package, &lines, findings);
    drawing
}

/// So many ports and flows are told at most, since a component may be drawn many times.
const DETAILS: usize = 200_000;

/// What a node was made from.
#[derive(Clone, Copy, Default, Debug)]
struct From {
    task: Option<TaskId>,
    component: Option<ComponentId>,
    /// The graph that is inside, or would be.
    graph: Option<GraphId>,
    depth: usize,
}

struct Builder<'a> {
    source: &'a Source,
    package: &'a Package,
    lines: &'a LineIndex,
    options: &'a Options,
    /// Nodes that may still be drawn.
    left: usize,
    /// Details that may still be told.
    details: usize,
}

impl Builder<'_> {
    fn pipeline(&mut self, root: &Root, ids: &mut FxHashMap<String, usize>) -> (Pipeline, Vec<From>) {
        let place = self.place(root.span, root.name_span);
        let title = abbreviate(&root.title, NAME);
        let mut first = node(unique(segment(&root.title), ids), &title, Kind::Pipeline, place);
        let from = From { component: root.component, graph: root.graph, ..From::default() };
        if let Some(component) = root.component.and_then(|c| self.package.components.get(c)) {
            facts::component(self, &mut first, component);
        }
        let mut nodes = vec![first];
        let mut origins = vec![from];
        if root.graph.is_none() {
            self.alone(root, &mut nodes, &mut origins);
        }
        // Outer ones first, so that what is left out is deep inside.
        let mut open = VecDeque::from([0]);
        while let Some(at) = open.pop_front() {
            self.expand(at, &mut nodes, &mut origins, &mut open);
        }
        flows::connect(self, &mut nodes, &origins);
        for (i, node) in nodes.iter_mut().enumerate() {
            let depth = origins.get(i).map_or(0, |f| f.depth);
            node.collapsed = node.group.is_some() && self.options.depth.is_some_and(|most| depth >= most);
            if let Some(group) = &mut node.group {
                let pairs: Vec<(usize, usize)> = group.edges.iter().map(|e| (e.from, e.to)).collect();
                group.plan = crate::layout::plan(group.members.len(), &pairs);
                let lost = group.plan.left_out.len();
                if lost > 0 {
                    let told = format!("{} too long to be drawn", count(lost, "edge"));
                    node.note = Some(node.note.take().map_or(told.clone(), |note| format!("{note}, {told}")));
                }
            }
        }
        let dialect = self.package.dialect;
        let generated_prefix = dialect.traits.generated_prefix;
        (Pipeline { format: dialect.title, generated_prefix, nodes }, origins)
    }

    /// A file may hold one component that runs no graph: it is drawn as if it were a task.
    fn alone(&mut self, root: &Root, nodes: &mut Vec<Node>, origins: &mut Vec<From>) {
        let Some(id) = root.component else { return };
        let Some((component, whole)) = self.package.components.get(id).zip(nodes.first_mut()) else { return };
        let name = self.package.def_name(component.def);
        let name = if name.trim().is_empty() { &root.title } else { name };
        let id_ = format!("{}/{}", whole.id, segment(name));
        let place = self.package.def(component.def).map_or(whole.place, |d| self.place(d.body, d.at.span));
        let mut node = node(id_, &abbreviate(name, NAME), kind(&component.body), place);
        node.parent = Some(0);
        facts::component(self, &mut node, component);
        whole.group = Some(Group { members: vec![1], edges: Vec::new(), left_out: 0, plan: Plan::default() });
        nodes.push(node);
        origins.push(From { component: Some(id), depth: 1, ..From::default() });
        // Its findings stand on the box.
        if let Some(whole) = origins.first_mut() {
            whole.component = None;
        }
    }

    /// Puts the tasks of a node's graph into the node.
    fn expand(&mut self, at: usize, nodes: &mut Vec<Node>, origins: &mut Vec<From>, open: &mut VecDeque<usize>) {
        let Some(from) = origins.get(at).copied() else { return };
        let Some(graph) = from.graph.and_then(|g| self.package.graphs.get(g)) else { return };
        let total = graph.tasks.len();
        let Some(parent) = nodes.get_mut(at) else { return };
        if from.depth >= DEEPEST || (self.left == 0 && total > 0) {
            parent.note = Some(format!("{} inside not drawn", count(total, "task")));
            return;
        }
        let drawn = total.min(self.left);
        self.left -= drawn;
        if drawn < total {
            parent.note = Some(format!("{} of its tasks are not drawn", total - drawn));
        }
        let prefix = parent.id.clone();
        let mut names = FxHashMap::default();
        let mut members = Vec::new();
        for id in graph.tasks.iter().take(drawn) {
            let Some(task) = self.package.tasks.get(*id) else { continue };
            let name = unique(segment(self.package.def_name(task.def)), &mut names);
            let (mut node, mut of) = self.task(task, at, origins, nodes);
            node.id = format!("{prefix}/{name}");
            node.parent = Some(at);
            of.task = Some(*id);
            of.depth = from.depth + 1;
            let index = nodes.len();
            members.push(index);
            if of.graph.is_some() {
                open.push_back(index);
            }
            nodes.push(node);
            origins.push(of);
        }
        if let Some(parent) = nodes.get_mut(at) {
            parent.group = Some(Group { members, edges: Vec::new(), left_out: total - drawn, plan: Plan::default() });
        }
    }

    /// A task, and what it runs.
    fn task(&mut self, task: &Task, parent: usize, origins: &[From], nodes: &[Node]) -> (Node, From) {
        let package = self.package;
        let name = package.def_name(task.def);
        let (body, name_span) = package.def(task.def).map_or((Span::at(0), Span::at(0)), |d| (d.body, d.at.span));
        let mut node = node(String::new(), &abbreviate(name, NAME), Kind::Unknown, self.place(body, name_span));
        if let Some(title) = task.title.known().map(|t| package.names.text(*t)).filter(|t| !t.trim().is_empty()) {
            node.title = abbreviate(title, NAME);
        }
        let mut from = From::default();
        if let Some((id, component)) = package.callee(task) {
            from.component = Some(id);
            node.component = Some(abbreviate(package.def_name(component.def), NAME)).filter(|n| !n.is_empty());
            node.kind = kind(&component.body);
            match component.body {
                Body::Graph(graph) if is_inside(graph, parent, origins, nodes) => {
                    node.kind = Kind::Recursion;
                    node.note = Some("a graph that it is itself inside of: not drawn again".to_owned());
                }
                Body::Graph(graph) => from.graph = Some(graph),
                _ => {}
            }
            facts::component(self, &mut node, component);
        } else if let Callee::Ref(reference) = task.callee {
            self.absent(&mut node, reference);
        } else if let Callee::Missing(_) = task.callee {
            node.note = Some("nothing says what it runs".to_owned());
        }
        facts::task(self, &mut node, task);
        (node, from)
    }

    /// A component that is not in this file, or nowhere.
    fn absent(&self, node: &mut Node, reference: ir_model::RefId) {
        let Some(reference_) = self.package.reference(reference) else { return };
        let shown = reference_.at.span.slice(self.source.text());
        match self.package.resolutions.of(reference) {
            Resolution::Elsewhere => {
                node.kind = Kind::Elsewhere;
                let named = facts::file_of(self.package, reference_);
                node.note = Some(named.unwrap_or_else(|| abbreviate(shown, NAME)));
            }
            Resolution::Missing { .. } => node.note = Some(format!("`{}` does not exist", abbreviate(shown, 60))),
            _ => {}
        }
        if let ir_model::RefName::Name(name) = reference_.name {
            node.component = Some(abbreviate(self.package.names.text(name), NAME)).filter(|n| !n.is_empty());
        }
    }

    fn place(&self, span: Span, name: Span) -> Place {
        Place { span: span.cover(name), name, line: self.lines.line_of(name.start) + 1 }
    }

    /// Whether one more detail may be told.
    fn detail(&mut self) -> bool {
        self.details = self.details.saturating_sub(1);
        self.details > 0
    }
}

/// What a task is that runs this.
const fn kind(body: &Body) -> Kind {
    match body {
        Body::Pod(_) => Kind::Container,
        Body::Graph(_) => Kind::Graph,
        Body::Import { .. } => Kind::Import,
        Body::Query(_) => Kind::Query,
        Body::External(_) => Kind::External,
        _ => Kind::Unknown,
    }
}

/// Whether `graph` is drawn around the inside of `node` already.
fn is_inside(graph: GraphId, node: usize, origins: &[From], nodes: &[Node]) -> bool {
    let up = |at: &usize| nodes.get(*at).and_then(|n| n.parent);
    std::iter::successors(Some(node), up).any(|at| origins.get(at).is_some_and(|f| f.graph == Some(graph)))
}

fn node(id: String, title: &str, kind: Kind, place: Place) -> Node {
    Node {
        id,
        name: title.to_owned(),
        title: title.to_owned(),
        kind,
        parent: None,
        component: None,
        images: Vec::new(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        marks: Vec::new(),
        note: None,
        place,
        findings: Vec::new(),
        count: Count::default(),
        inner: Count::default(),
        group: None,
        collapsed: false,
    }
}

/// A name as a part of an id.
fn segment(name: &str) -> String {
    let mut out = String::new();
    for c in abbreviate(name, NAME).chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            '#' => out.push_str("~2"),
            c => out.push(c),
        }
    }
    out
}

/// `name`, with a number where it has been used.
fn unique(name: String, used: &mut FxHashMap<String, usize>) -> String {
    let count = used.entry(name.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { name } else { format!("{name}#{count}") }
}
