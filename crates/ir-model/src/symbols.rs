//! Who introduces a name, in which scope, and who uses it, where.

use ir_syntax::{NodeId, Span};

use crate::component::PortKind;
use crate::engine::Engine;
use crate::ids::{Arena, DefId, NameId, RefId, ScopeId};
use crate::key::Key;
use crate::value::{Origin, Why};

/// The kinds of name that can be told apart by where they are used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Ns {
    /// Components.
    Component,
    /// Executors: what a component runs.
    Executor,
    /// Tasks of a graph.
    Task,
    /// Inputs of a component, parameters and artifacts alike.
    Input,
    /// Outputs of a component, parameters and artifacts alike.
    Output,
    /// Arguments of a task, under the name that the task's own expressions see.
    Argument,
    /// Containers of a pod.
    Step,
    /// Volumes that the containers of a pod mount.
    Volume,
    /// Keys of an input or output that is a mapping.
    Field,
    /// What is known of a task that ran besides its declared outputs, and the fields of a loop's item.
    Attribute,
    /// The item of a loop.
    Item,
    /// Labels of the whole.
    Label,
    /// Annotations of the whole.
    Annotation,
}

impl Ns {
    /// The word for one such name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Ns::Component => "component",
            Ns::Executor => "executor",
            Ns::Task => "task",
            Ns::Input => "input",
            Ns::Output => "output",
            Ns::Argument => "input",
            Ns::Step => "step",
            Ns::Volume => "volume",
            Ns::Field => "key",
            Ns::Attribute => "field",
            Ns::Item => "item",
            Ns::Label => "label",
            Ns::Annotation => "annotation",
        }
    }
}

/// A name that is introduced.
#[derive(Clone, Debug)]
pub struct Def {
    /// What kind of name.
    pub ns: Ns,
    /// The scope that sees it.
    pub scope: ScopeId,
    /// The name, decoded.
    pub name: NameId,
    /// The token that introduces it.
    pub at: Origin,
    /// The whole thing that bears the name, key and value.
    pub body: Span,
    /// The value that bears the name.
    pub node: NodeId,
    /// Inputs, outputs and arguments: what passes through.
    pub kind: Option<PortKind>,
    /// Where its members (a component's ports, a task's outputs) are found.
    pub members: Members,
    /// What else is known.
    pub flags: DefFlags,
}

/// Where the members of a name are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Members {
    /// It has none.
    None,
    /// In a scope of this package.
    Scope(ScopeId),
    /// In whatever this reference finds: a task has its component's ports.
    Callee(RefId),
    /// It has some that cannot be known.
    Unknown,
}

/// Facts about a [`Def`].
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct DefFlags {
    /// Others outside the file may use it: it is never unused.
    pub exported: bool,
    /// A compiler made it: it is never worth a remark.
    pub generated: bool,
    /// A later definition of the same name hides it.
    pub shadowed: bool,
    /// It only stands for what a task passes without a declaration.
    pub implied: bool,
}

/// A name that is used.
#[derive(Clone, Debug)]
pub struct Ref {
    /// What kind of name.
    pub ns: Ns,
    /// Where it is looked up.
    pub base: Base,
    /// The name, decoded.
    pub name: RefName,
    /// The exact token, maybe inside a string.
    pub at: Origin,
    /// What the user of the name needs.
    pub want: Option<PortKind>,
    /// What it is used for.
    pub role: Role,
    /// Whether it must exist.
    pub must: bool,
    /// Who uses it: the task, component or executor around.
    pub user: Option<DefId>,
    /// The engines that object where it finds nothing; none named is all.
    pub engines: &'static [Engine],
    /// The text that a person would recognise it by, where the bare name is not enough: the whole
    /// placeholder, the whole expression.
    pub shown: Option<Span>,
}

/// What a [`Ref`] says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefName {
    /// A name.
    Name(NameId),
    /// All names there are (`{{$}}`).
    Wildcard,
    /// Text that is only known when the pipeline runs, or that could not be read.
    Unknown(Why),
}

/// Where a [`Ref`] is looked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Base {
    /// In a scope and those around it.
    Scope(ScopeId),
    /// Among the members of what another reference found.
    Member(RefId),
    /// In another file, by keys `start..end` of [`Symbols::keys`], the best first.
    Keys(u32, u32),
}

/// What a name is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// To run it.
    Call,
    /// To read its value.
    Read,
    /// To wait for it.
    Order,
    /// To give it a value (an argument's name, a graph's output).
    Bind,
    /// To describe it (platform settings).
    Describe,
    /// To hand its value on under another name, whether it has one or not.
    Forward,
}

/// A part of the file in which names are visible.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What it belongs to.
    pub kind: ScopeKind,
    /// Where to look on.
    pub parent: Parent,
    /// The definition it is the inside of.
    pub owner: Option<DefId>,
    /// Kinds of name of which there may be more than are listed, so that absence proves nothing.
    pub open: Vec<Ns>,
}

/// What a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// The whole file.
    File,
    /// A component: its ports.
    Component,
    /// A component written inside of a task that sees what the task sees: its ports.
    Inline,
    /// A graph: its tasks.
    Graph,
    /// A task: its arguments.
    Task,
    /// An executor: nothing of its own, it sees what the components see that use it.
    Pod,
    /// Platform settings of an executor: nothing of its own, they see what the graphs see that use it.
    Platform,
}

/// Where a lookup goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Parent {
    /// Nowhere.
    None,
    /// There.
    One(ScopeId),
    /// To each of these; the name must be found through every one. Without any, nothing is known.
    Each(Vec<ScopeId>),
}

/// A place where a name can be written, for completion.
#[derive(Clone, Copy, Debug)]
pub struct NameSlot {
    /// What would be replaced.
    pub span: Span,
    /// The scalar (or missing value) it is in.
    pub node: NodeId,
    /// What kind of name.
    pub ns: Ns,
    /// Where it is looked up.
    pub base: Base,
    /// What is needed.
    pub want: Option<PortKind>,
    /// What has to be written before the name: the rest of a placeholder's head.
    pub before: &'static str,
    /// What has to be written behind the name.
    pub after: &'static str,
}

/// Every definition, reference and scope of a package.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// The definitions.
    pub defs: Arena<DefId, Def>,
    /// The references.
    pub refs: Arena<RefId, Ref>,
    /// The scopes.
    pub scopes: Arena<ScopeId, Scope>,
    /// The keys of other files, see [`Base::Keys`].
    pub keys: Vec<Key>,
    /// Places where names can be written and none is yet, or only a part.
    pub slots: Vec<NameSlot>,
}

impl Symbols {
    /// The keys of a reference to another file.
    #[must_use]
    pub fn keys_of(&self, base: Base) -> &[Key] {
        match base {
            Base::Keys(start, end) => self.keys.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}
