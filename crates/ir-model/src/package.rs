//! One file, lowered.

use ir_syntax::{NodeId, Span};

use crate::component::{Component, Pod, Port};
use crate::dialect::Dialect;
use crate::engine::Engine;
use crate::fault::Fault;
use crate::feature::Need;
use crate::graph::{Binding, Expr, Graph, Task};
use crate::ids::{Arena, BindingId, ComponentId, DefId, ExprId, GraphId, NameId, PodId, PortId, RefId, TaskId};
use crate::key::Key;
use crate::names::Names;
use crate::platform::{Claim, Platform};
use crate::resolve::Resolutions;
use crate::symbols::{Def, Ref, Symbols};
use crate::value::{Origin, Val};

/// One file in one dialect. Immutable once lowered.
#[derive(Clone, Debug)]
pub struct Package {
    /// The format.
    pub dialect: &'static Dialect,
    /// What the file calls the whole.
    pub name: Val<NameId>,
    /// The version of the format it claims.
    pub version: Val<NameId>,
    /// The program that wrote it, with its version, as it calls itself.
    pub tool: Val<NameId>,
    /// Every text the package uses as a name.
    pub names: Names,
    /// Arenas.
    pub components: Arena<ComponentId, Component>,
    /// All inputs and outputs.
    pub ports: Arena<PortId, Port>,
    /// All graphs.
    pub graphs: Arena<GraphId, Graph>,
    /// All tasks.
    pub tasks: Arena<TaskId, Task>,
    /// All values.
    pub bindings: Arena<BindingId, Binding>,
    /// All executors.
    pub pods: Arena<PodId, Pod>,
    /// All expressions.
    pub exprs: Arena<ExprId, Expr>,
    /// Definitions, references, scopes.
    pub symbols: Symbols,
    /// What each reference finds in this file.
    pub resolutions: Resolutions,
    /// What runs when the file is run, or what others use when they name the file.
    pub entry: Option<ComponentId>,
    /// Further pipelines of the same file, where several stand in one.
    pub others: Vec<Unit>,
    /// Runs of the file: graphs of one task each that uses the entry and passes the run's values.
    pub runs: Vec<GraphId>,
    /// Settings that only one platform understands.
    pub platforms: Vec<Platform>,
    /// Tasks that make or remove volumes of the cluster.
    pub claims: Vec<Claim>,
    /// Under which keys, besides the path and digest of the file for its entry, others may name its components.
    pub exports: Vec<Export>,
    /// Questions in an executor whether an input was passed.
    pub asked: Vec<RefId>,
    /// Reads of an input in an executor that some engines fill in before they know the input's default.
    pub early_reads: Vec<RefId>,
    /// What tasks read of other tasks elsewhere than in their arguments and conditions; where reading does not make a
    /// task wait, each such read.
    pub reads: Vec<TaskRead>,
    /// Facts that only the dialect can see and that a rule reports.
    pub notes: Vec<Note>,
    /// What it uses and what an engine only has where someone switched it on.
    pub needs: Vec<Need>,
    /// Places that name a definition for people only: comments that a program wrote.
    pub mentions: Vec<Mention>,
}

/// A place that names a definition and that no engine reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mention {
    /// What it names.
    pub def: DefId,
    /// The name, as it is written.
    pub at: Span,
}

/// A component that other files may name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// The component.
    pub component: ComponentId,
    /// A key by which it is found.
    pub key: Key,
}

/// One pipeline of several in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit {
    /// What it is called.
    pub name: Val<NameId>,
    /// The version of the format it claims.
    pub version: Val<NameId>,
    /// What runs when it is run.
    pub entry: Option<ComponentId>,
}

/// A task reads what another gives, or how it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaskRead {
    /// The other task. Who reads is the user of the reference.
    pub task: RefId,
    /// Whether only the run meets it where the other has not ended.
    pub late: bool,
}

/// A fact for a rule.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The token.
    pub at: Span,
}

/// What a [`Note`] is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoteKind {
    /// A document that the engine does not expect: one too many, or in the wrong place.
    UnexpectedDocument,
    /// An empty document at the end, on which a loader stumbles.
    EmptyDocument,
    /// Text that was meant as a placeholder, and that no engine takes for one.
    MalformedPlaceholder {
        /// What was probably meant.
        meant: Option<Box<str>>,
        /// Why it is none.
        why: &'static str,
    },
    /// Something that is right, and that some engines refuse to load.
    Refused {
        /// Those engines.
        engines: &'static [Engine],
        /// The thing, in words that begin a sentence: `graph components`.
        thing: &'static str,
        /// What the engines say, in their own words.
        answer: &'static str,
    },
    /// A comment that a program wrote at the top of the file, on an input or output, and that is no longer true.
    StaleHeader {
        /// The input or output.
        name: Box<str>,
        /// Whether it is an input.
        input: bool,
        /// Whether the body has it and the comment does not; else the other way round.
        added: bool,
    },
    /// Something that is right, and that some engines do not do.
    Unsupported {
        /// Those engines.
        engines: &'static [Engine],
        /// What happens there instead.
        what: &'static str,
    },
    /// A document that means nothing without another beside it.
    LoneDocument,
    /// Values of a run under a key that the pipeline's version does not read.
    ValuesOfOtherVersion {
        /// The key that it reads.
        reads: &'static str,
    },
    /// Something that needs the volume that all tasks of a run share.
    NeedsWorkspace,
    /// Something that no schema can say and that is wrong.
    Fault(Box<Fault>),
}

impl Package {
    /// A package with nothing in it.
    #[must_use]
    pub fn new(dialect: &'static Dialect) -> Self {
        Self {
            dialect,
            name: Val::Absent,
            version: Val::Absent,
            tool: Val::Absent,
            names: Names::default(),
            components: Arena::default(),
            ports: Arena::default(),
            graphs: Arena::default(),
            tasks: Arena::default(),
            bindings: Arena::default(),
            pods: Arena::default(),
            exprs: Arena::default(),
            symbols: Symbols::default(),
            resolutions: Resolutions::default(),
            entry: None,
            others: Vec::new(),
            runs: Vec::new(),
            platforms: Vec::new(),
            claims: Vec::new(),
            exports: Vec::new(),
            asked: Vec::new(),
            early_reads: Vec::new(),
            reads: Vec::new(),
            notes: Vec::new(),
            needs: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// Every pipeline of the file, the first one first.
    pub fn units(&self) -> impl Iterator<Item = Unit> {
        let first = Unit { name: self.name, version: self.version, entry: self.entry };
        std::iter::once(first).chain(self.others.iter().copied())
    }

    /// Whether `task` stands for a run of the file: nobody wrote it as a task.
    #[must_use]
    pub fn is_run(&self, task: &Task) -> bool {
        self.runs.contains(&task.graph)
    }

    /// The definition named `id`.
    #[must_use]
    pub fn def(&self, id: DefId) -> Option<&Def> {
        self.symbols.defs.get(id)
    }

    /// The reference named `id`.
    #[must_use]
    pub fn reference(&self, id: RefId) -> Option<&Ref> {
        self.symbols.refs.get(id)
    }

    /// The name of a definition.
    #[must_use]
    pub fn def_name(&self, id: DefId) -> &str {
        self.def(id).map_or("", |d| self.names.text(d.name))
    }

    /// The definition that a reference finds in this file.
    #[must_use]
    pub fn target(&self, id: RefId) -> Option<DefId> {
        self.resolutions.target(id)
    }

    /// The component whose definition is `def`.
    #[must_use]
    pub fn component_of(&self, def: DefId) -> Option<(ComponentId, &Component)> {
        self.resolutions.component(def).and_then(|id| Some((id, self.components.get(id)?)))
    }

    /// The component of this file that `task` runs.
    #[must_use]
    pub fn callee(&self, task: &Task) -> Option<(ComponentId, &Component)> {
        match task.callee {
            crate::Callee::Ref(reference) => self.component_of(self.target(reference)?),
            crate::Callee::Inline(id) => Some((id, self.components.get(id)?)),
            _ => None,
        }
    }

    /// The port whose definition is `def`.
    #[must_use]
    pub fn port_of(&self, def: DefId) -> Option<&Port> {
        self.ports.get(self.resolutions.port(def)?)
    }

    /// The task whose definition is `def`.
    #[must_use]
    pub fn task_of(&self, def: DefId) -> Option<(TaskId, &Task)> {
        let id = self.resolutions.task(def)?;
        Some((id, self.tasks.get(id)?))
    }

    /// Where the name of a definition stands.
    #[must_use]
    pub fn def_span(&self, id: DefId) -> Option<Span> {
        self.def(id).map(|d| d.at.span)
    }

    /// The innermost definition whose name token, or reference whose token, touches `offset`.
    #[must_use]
    pub fn symbol_at(&self, offset: u32) -> Option<SymbolAt> {
        let refs = self
            .symbols
            .refs
            .iter()
            .filter(|(_, r)| r.at.span.touches(offset) && !r.at.span.is_empty())
            .map(|(id, r)| (r.at.span, SymbolAt::Ref(id)));
        let defs = self
            .symbols
            .defs
            .iter()
            .filter(|(_, d)| d.at.span.touches(offset) && !d.at.span.is_empty() && !d.flags.implied)
            .map(|(id, d)| (d.at.span, SymbolAt::Def(id)));
        // On an argument's key both stand: the callee's port, which the reference finds, is what people mean.
        refs.chain(defs).min_by_key(|(span, _)| span.len()).map(|(_, symbol)| symbol)
    }
}

/// What stands under a cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SymbolAt {
    /// A name being introduced.
    Def(DefId),
    /// A name being used.
    Ref(RefId),
}

/// The scalar that says something, with its span: helper for lowerings.
#[must_use]
pub fn origin(span: Span, node: NodeId) -> Origin {
    Origin { span, node }
}
