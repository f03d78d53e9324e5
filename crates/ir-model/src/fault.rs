//! Defects that only the reader of a format can see.

use ir_syntax::Span;

use crate::diagnostic::{Fix, Severity};
use crate::engine::Engine;

/// Something wrong, found where the format is known, in its words. The rule named by its kind reports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Which rule reports it.
    pub kind: FaultKind,
    /// How bad it is, where that differs from the rule's own severity.
    pub severity: Option<Severity>,
    /// One sentence, as [`crate::Diagnostic::title`].
    pub title: String,
    /// What the title could not say. May be empty.
    pub label: String,
    /// The other end.
    pub related: Option<(Span, &'static str)>,
    /// The engines that object; none named is all.
    pub engines: &'static [Engine],
    /// What becomes of the file, where that is not what the format says of all faults; empty says nothing.
    pub note: Option<&'static str>,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// What a [`Fault`] is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FaultKind {
    /// A key that must be there, alone or beside others, is not.
    MissingKey,
    /// Keys or forms that exclude each other.
    ConflictingKeys,
    /// A key that is refused, or does nothing, in this place.
    MisplacedKey,
    /// A key of a table that takes only some.
    UnknownKey,
    /// A word that is none of those allowed.
    UnknownValue,
    /// A value that cannot be read as what it should be.
    MalformedValue,
    /// A value that is none of those that are listed beside it.
    NotAChoice,
    /// A name that is not of the form that is wanted.
    InvalidName,
    /// A name that the engine keeps for itself.
    ReservedName,
    /// A name that is there a second time.
    DuplicateName,
    /// A variable that does not exist.
    UnknownVariable,
    /// A variable that means nothing, or is refused, where it stands.
    MisplacedVariable,
    /// A list or mapping used as if it were a text, or the other way round.
    WrongAccess,
    /// A value of another type than is wanted.
    TypeMismatch,
    /// Two things in one directory of a container.
    MountPath,
    /// A mount where the engine lets nobody mount.
    ReservedPath,
    /// A dependency on something that cannot happen.
    Dependency,
    /// A reference to a task from where it cannot be reached.
    UnreachableTask,
    /// Two bounds of which one breaks the other.
    TimeoutOrder,
    /// A loop of more rounds than the engine runs.
    TooManyRounds,
    /// Something that the engine had and has no more.
    Removed,
    /// Something that has a successor.
    Outdated,
    /// Something whose author says that it should no longer be used.
    Deprecated,
    /// Something that a cluster fills in itself.
    Managed,
    /// A container with rights that no work needs.
    Privileged,
    /// A pod that reaches into its node.
    HostAccess,
    /// A container that runs as root.
    RootUser,
    /// A connection to a server that is not asked who it is.
    Unverified,
    /// Something of elsewhere that may be another thing tomorrow.
    Unpinned,
    /// An element that a list does not have.
    IndexRange,
    /// Something that is needed is not passed.
    MissingInput,
    /// Something is passed that nothing takes.
    UnknownArgument,
    /// Something that may be missing is used without asking whether it is there.
    Unguarded,
    /// Something that nothing ends where it hangs.
    NoDeadline,
    /// What nobody removes from the cluster.
    NeverRemoved,
    /// What is tried again without end.
    EndlessRetry,
    /// What runs itself without end.
    EndlessRecursion,
    /// What nobody tries again.
    NoRetry,
    /// A value of something that may not have run.
    SkippedOutput,
    /// A schedule that leaves open what happens when runs meet or are missed.
    LooseSchedule,
    /// A service that others use before it answers.
    NotProbed,
    /// A pod with the rights of the account that all pods have.
    DefaultAccount,
}
