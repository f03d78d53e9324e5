//! What is drawn, as plain data: pipelines, the tasks in them, what flows between the tasks.

use ir_model::Severity;
use ir_syntax::Span;

use crate::layout::Plan;
use crate::text::count;

/// All that is drawn of one file.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The file, as it is shown.
    pub file: String,
    /// What people call the format: "KFP pipeline". Empty where the file is no pipeline file.
    pub format: &'static str,
    /// The pipelines of the file, in the order of the text.
    pub pipelines: Vec<Pipeline>,
    /// The findings of the file, in the order of the text. Nodes name them by their place here.
    pub findings: Vec<Finding>,
    /// Findings that belong to nothing that is drawn.
    pub elsewhere: Vec<usize>,
}

/// One pipeline.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// What people call its format.
    pub format: &'static str,
    /// What compilers put before names that they make, which people need not see.
    pub generated_prefix: Option<&'static str>,
    /// All nodes, outer ones before those inside; the first one is the pipeline itself.
    pub nodes: Vec<Node>,
}

/// A pipeline, or one use of a component in it.
#[derive(Clone, Debug)]
pub struct Node {
    /// The names of the tasks from the pipeline to this one, with slashes between: stable while names stay. In a name
    /// `~`, `/` and `#` are written `~0`, `~1` and `~2`; a further task of the same name has `#2` at its end.
    pub id: String,
    /// The name that the file uses.
    pub name: String,
    /// The name to show.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// The node around it; the pipeline itself has none.
    pub parent: Option<usize>,
    /// What it runs, by name.
    pub component: Option<String>,
    /// The images of its containers.
    pub images: Vec<String>,
    /// What goes in.
    pub inputs: Vec<Port>,
    /// What comes out.
    pub outputs: Vec<Port>,
    /// Around the task: loop, condition, retry, and so on.
    pub marks: Vec<Mark>,
    /// Why no more is drawn of it, for people.
    pub note: Option<String>,
    /// Where it stands in the file.
    pub place: Place,
    /// Its findings, by their place in [`Drawing::findings`].
    pub findings: Vec<usize>,
    /// Errors and warnings among its findings.
    pub count: Count,
    /// Errors and warnings of what is inside, each once, however often it is drawn.
    pub inner: Count,
    /// What is inside.
    pub group: Option<Group>,
    /// Whether what is inside is hidden at first.
    pub collapsed: bool,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A whole pipeline.
    Pipeline,
    /// A task that runs containers.
    Container,
    /// A task that runs a graph of tasks.
    Graph,
    /// A task that registers an artifact.
    Import,
    /// A task that looks artifacts up.
    Query,
    /// Something of one engine alone.
    External,
    /// A task whose component is in another file.
    Elsewhere,
    /// A task that runs a graph that it is itself inside of.
    Recursion,
    /// A task of which cannot be told what it runs.
    Unknown,
}

impl Kind {
    /// The word for programs: `container`, `graph` …
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Pipeline => "pipeline",
            Kind::Container => "container",
            Kind::Graph => "graph",
            Kind::Import => "importer",
            Kind::Query => "query",
            Kind::External => "external",
            Kind::Elsewhere => "other-file",
            Kind::Recursion => "recursion",
            Kind::Unknown => "unknown",
        }
    }

    /// The words for people: "container task", "task of another file" …
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Kind::Pipeline => "pipeline",
            Kind::Container => "container",
            Kind::Graph => "graph of tasks",
            Kind::Import => "importer",
            Kind::Query => "artifact query",
            Kind::External => "outside of the pipeline",
            Kind::Elsewhere => "in another file",
            Kind::Recursion => "runs itself again",
            Kind::Unknown => "unknown",
        }
    }
}

/// What stands around a task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// It runs once for each item.
    Loop {
        /// What it runs over.
        over: String,
        /// How many run at once, where that is limited.
        limit: Option<u64>,
    },
    /// It only runs where this holds.
    When(String),
    /// It is run again when it fails, so many times if that is known.
    Retry(Option<i64>),
    /// Whether its result may be reused.
    Cache(bool),
    /// It runs however the tasks before it ended.
    Always,
}

impl Mark {
    /// The word for programs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Mark::Loop { .. } => "loop",
            Mark::When(_) => "condition",
            Mark::Retry(_) => "retry",
            Mark::Cache(_) => "cache",
            Mark::Always => "always",
        }
    }

    /// The words for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Mark::Loop { over, limit: None } => format!("for each of {over}"),
            Mark::Loop { over, limit: Some(limit) } => format!("for each of {over}, {limit} at once"),
            Mark::When(condition) => format!("if {condition}"),
            Mark::Retry(Some(times)) => format!("retry {times}\u{d7}"),
            Mark::Retry(None) => "retry".to_owned(),
            Mark::Cache(true) => "cached".to_owned(),
            Mark::Cache(false) => "not cached".to_owned(),
            Mark::Always => "runs in any case".to_owned(),
        }
    }
}

/// An input or output of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// What passes through.
    pub kind: FlowKind,
    /// Its type as written.
    pub ty: Option<String>,
    /// Inputs: what is passed, for people. Outputs of a graph: what is handed out.
    pub value: Option<String>,
}

/// Where a node stands in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The whole of it, in bytes.
    pub span: Span,
    /// The token that names it.
    pub name: Span,
    /// The line of the name, from 1.
    pub line: u32,
}

/// What is inside of a node.
#[derive(Clone, Debug)]
pub struct Group {
    /// The nodes, in the order of the text.
    pub members: Vec<usize>,
    /// What flows between them, at most one edge from one to another.
    pub edges: Vec<Edge>,
    /// Tasks that are not drawn because there are too many.
    pub left_out: usize,
    /// How they are arranged.
    pub plan: Plan,
}

/// All that flows from one member of a group to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    /// The place among the members.
    pub from: usize,
    /// The place among the members.
    pub to: usize,
    /// The strongest of its flows: artifacts, then parameters and values, then mere order.
    pub kind: FlowKind,
    /// What flows, each once.
    pub flows: Vec<Flow>,
}

/// One value, or a mere order.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Flow {
    /// What it is.
    pub kind: FlowKind,
    /// The output that it comes from.
    pub from: Option<String>,
    /// The input that it goes to, or the words for where else it is used.
    pub to: Option<String>,
}

/// What flows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum FlowKind {
    /// A file or folder, or a volume.
    Artifact,
    /// A small value.
    Parameter,
    /// One or the other: whoever uses it decides.
    Value,
    /// Nothing: the one only waits for the other.
    Order,
}

impl FlowKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            FlowKind::Artifact => "artifact",
            FlowKind::Parameter => "parameter",
            FlowKind::Value => "value",
            FlowKind::Order => "order",
        }
    }
}

/// A finding, as far as a drawing tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence, with what the label adds.
    pub text: String,
    /// The token, in bytes.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
}

/// Numbers of findings.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Count {
    /// Those that make an engine reject the file or break on it.
    pub errors: usize,
    /// Those that are very likely not meant.
    pub warnings: usize,
}

impl Count {
    /// Whether there is none.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.errors == 0 && self.warnings == 0
    }

    /// "2 errors, 1 warning"; empty where there is none.
    #[must_use]
    pub fn words(self) -> String {
        let one = |n: usize, word: &str| (n > 0).then(|| count(n, word));
        let words: Vec<String> = one(self.errors, "error").into_iter().chain(one(self.warnings, "warning")).collect();
        words.join(", ")
    }

    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            _ => {}
        }
    }
}

impl Drawing {
    /// The node with that id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes().find(|n| n.id == id)
    }

    /// All nodes of all pipelines, the pipelines themselves among them.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.pipelines.iter().flat_map(|p| &p.nodes)
    }

    /// The innermost node at a byte offset of the text. Where a task is drawn several times, the first one.
    #[must_use]
    pub fn node_at(&self, offset: u32) -> Option<&Node> {
        let here = |n: &&Node| n.place.span.touches(offset) || n.place.name.touches(offset);
        self.nodes().filter(here).min_by_key(|n| n.place.span.len())
    }

    /// How many tasks are drawn or hidden in what is collapsed.
    #[must_use]
    pub fn tasks(&self) -> usize {
        self.nodes().filter(|n| n.parent.is_some()).count()
    }
}

impl Pipeline {
    /// The pipeline itself.
    #[must_use]
    pub fn root(&self) -> Option<&Node> {
        self.nodes.first()
    }

    /// A name as people want to see it: without what a compiler put before it.
    #[must_use]
    pub fn plain<'n>(&self, name: &'n str) -> &'n str {
        self.generated_prefix.and_then(|p| name.strip_prefix(p)).filter(|n| !n.is_empty()).unwrap_or(name)
    }

    /// What is inside of a node, where that is to be seen.
    #[must_use]
    pub fn open(&self, node: usize) -> Option<&Group> {
        self.nodes.get(node).filter(|n| !n.collapsed)?.group.as_ref()
    }
}
