//! What is known of the engines: the files of `engines/`, embedded.

use std::sync::LazyLock;

use ir_syntax::{Node, Tree};

/// The engines and what they offer, as the folder `engines/` has it.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The engines in the order in which they are shown.
    pub engines: Vec<Engine>,
    /// What was looked at of each repository that a source names.
    pub repositories: Vec<Repository>,
    /// The features by group, in the order in which they are shown.
    pub groups: Vec<Group>,
}

/// Something that runs pipelines.
#[derive(Clone, Debug)]
pub struct Engine {
    /// Stable id, kebab-case.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is, in a line.
    pub about: String,
    /// The version that was looked at, or when.
    pub version: String,
    /// What its cells mean.
    pub cells: Cells,
    /// The formats that it takes as they are, by the ids of dialects.
    pub reads: Vec<String>,
    /// Formats that it takes where the file uses a certain feature: the format and the feature's id.
    pub reads_with: Vec<(String, String)>,
}

/// What the cells of an engine speak of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cells {
    /// Of the file as it is, in KFP's own format.
    File,
    /// Of the same notion in the engine's own format: whether a translation has somewhere to go.
    Notion,
}

/// A repository that sources name.
#[derive(Clone, Debug)]
pub struct Repository {
    /// `owner/name`.
    pub name: String,
    /// The version or commit that was looked at.
    pub at: String,
}

/// Features that belong together: one file of the folder.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name of the file, without its ending.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is about, a sentence.
    pub about: String,
    /// The features.
    pub features: Vec<Feature>,
}

/// Something that a pipeline may use and that not every engine has.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Stable id, kebab-case, unique among all.
    pub id: String,
    /// What it is, in words that begin a sentence, with code in backticks.
    pub title: String,
    /// Only KFP's own format has it: it says nothing about engines that do not read that.
    pub kfp_only: bool,
    /// Why no detector looks for it.
    pub undetected: Option<String>,
    /// What each engine makes of it. An engine that is not here is unknown.
    cells: Vec<(String, Cell)>,
}

/// What one engine makes of one feature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Whether it works.
    pub support: Support,
    /// What a pipeline meets where it does not, as far as that is known.
    pub effect: Option<Effect>,
    /// More, in a sentence.
    pub note: Option<String>,
    /// Where that is known from.
    pub sources: Vec<String>,
}

/// Whether something works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Support {
    /// As it should.
    Full,
    /// In a part of the cases, or with a condition.
    Partial,
    /// Not at all.
    None,
}

impl Support {
    /// The word in the files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Support::Full => "full",
            Support::Partial => "partial",
            Support::None => "none",
        }
    }
}

/// What a pipeline meets that uses what an engine does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Refused when it is loaded, compiled or submitted.
    Reject,
    /// The task or the run fails.
    Fail,
    /// Left out; the run goes on.
    Ignore,
    /// The run goes on and means something else.
    Differ,
}

impl Effect {
    /// The word in the files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Effect::Reject => "reject",
            Effect::Fail => "fail",
            Effect::Ignore => "ignore",
            Effect::Differ => "differ",
        }
    }
}

impl Feature {
    /// What `engine` makes of it; `None` where nobody has looked. A cell may speak for a family of engines:
    /// `kfp-local` for all whose ids begin with `kfp-local-`.
    #[must_use]
    pub fn cell(&self, engine: &str) -> Option<&Cell> {
        let exact = self.cells.iter().find(|(id, _)| id == engine);
        exact.or_else(|| self.cells.iter().find(|(id, _)| is_of(engine, id))).map(|(_, cell)| cell)
    }

    /// The cells as written: by an engine's id, or by the common beginning of several.
    #[must_use]
    pub fn cells(&self) -> &[(String, Cell)] {
        &self.cells
    }
}

/// Whether `engine` is `name`, or one of the family `name`.
pub(crate) fn is_of(engine: &str, name: &str) -> bool {
    engine.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

const ENGINES: &str = include_str!("../../../engines/engines.yaml");

const GROUPS: &[(&str, &str)] = &[
    ("documents", include_str!("../../../engines/documents.yaml")),
    ("tasks", include_str!("../../../engines/tasks.yaml")),
    ("data", include_str!("../../../engines/data.yaml")),
    ("flow", include_str!("../../../engines/flow.yaml")),
    ("policy", include_str!("../../../engines/policy.yaml")),
    ("environment", include_str!("../../../engines/environment.yaml")),
    ("placeholders", include_str!("../../../engines/placeholders.yaml")),
    ("triggers", include_str!("../../../engines/triggers.yaml")),
];

static EVIDENCE: LazyLock<Evidence> = LazyLock::new(|| {
    let mut evidence = Evidence::default();
    evidence.read_engines(ENGINES);
    evidence.groups = GROUPS.iter().map(|(id, text)| group(id, text)).collect();
    evidence
});

impl Evidence {
    /// What this build knows, read when it is first asked for.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EVIDENCE
    }

    /// The files that are embedded, by name without ending, for whoever checks them.
    pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
        std::iter::once(("engines", ENGINES)).chain(GROUPS.iter().copied())
    }

    /// All features in order.
    pub fn features(&self) -> impl Iterator<Item = &Feature> {
        self.groups.iter().flat_map(|group| &group.features)
    }

    /// The feature of that id.
    #[must_use]
    pub fn feature(&self, id: &str) -> Option<&Feature> {
        self.features().find(|feature| feature.id == id)
    }

    /// The engines that `name` means: the one of that id, or all of a family (`kfp-local`).
    pub fn named<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Engine> {
        self.engines.iter().filter(move |engine| is_of(&engine.id, name))
    }

    fn read_engines(&mut self, text: &str) {
        let tree = Tree::parse(text);
        let Some(root) = tree.roots().next() else { return };
        for node in list(root, "engines") {
            let with = node.get("reads-with").map(Node::entries).unwrap_or_default();
            self.engines.push(Engine {
                id: word(node, "id"),
                title: word(node, "title"),
                about: word(node, "about"),
                version: word(node, "version"),
                cells: if word(node, "cells") == "file" { Cells::File } else { Cells::Notion },
                reads: list(node, "reads").map(|n| n.text().to_owned()).collect(),
                reads_with: with.iter().map(|e| (e.key.text().to_owned(), e.value.text().to_owned())).collect(),
            });
        }
        let repositories = root.get("repositories").map(Node::entries).unwrap_or_default();
        self.repositories = repositories
            .iter()
            .map(|e| Repository { name: e.key.text().to_owned(), at: e.value.text().to_owned() })
            .collect();
    }
}

fn group(id: &str, text: &str) -> Group {
    let tree = Tree::parse(text);
    let mut group = Group { id: id.to_owned(), title: String::new(), about: String::new(), features: Vec::new() };
    let Some(root) = tree.roots().next() else { return group };
    group.title = word(root, "title");
    group.about = word(root, "about");
    group.features = list(root, "features").map(feature).collect();
    group
}

fn feature(node: Node<'_>) -> Feature {
    let cells = node.get("engines").map(Node::entries).unwrap_or_default();
    Feature {
        id: word(node, "id"),
        title: word(node, "title"),
        kfp_only: node.get("kfp-only").is_some_and(|n| n.says("true")),
        undetected: node.get("undetected").map(|n| n.text().to_owned()),
        cells: cells.iter().map(|e| (e.key.text().to_owned(), cell(e.value))).collect(),
    }
}

fn cell(node: Node<'_>) -> Cell {
    let support = match node.get("support").map(Node::text) {
        Some("full") => Support::Full,
        Some("partial") => Support::Partial,
        _ => Support::None,
    };
    let effect = node.get("effect").and_then(|n| match n.text() {
        "reject" => Some(Effect::Reject),
        "fail" => Some(Effect::Fail),
        "ignore" => Some(Effect::Ignore),
        "differ" => Some(Effect::Differ),
        _ => None,
    });
    let note = node.get("note").map(|n| n.text().to_owned());
    Cell { support, effect, note, sources: list(node, "sources").map(|n| n.text().to_owned()).collect() }
}

fn word(node: Node<'_>, key: &str) -> String {
    node.get(key).map_or_else(String::new, |n| n.text().to_owned())
}

fn list<'t>(node: Node<'t>, key: &str) -> impl Iterator<Item = Node<'t>> {
    node.get(key).into_iter().flat_map(Node::items)
}
