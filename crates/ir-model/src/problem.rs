//! Defects that only the module of a format can see, and what an engine must have switched on.

use std::borrow::Cow;

use ir_syntax::Span;

use crate::diagnostic::{Fix, Severity};

/// A defect found while a file was lowered, with the words for it. The rule named by its kind reports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Which rule reports it.
    pub kind: ProblemKind,
    /// How bad it is, where that differs from the rule's own severity.
    pub severity: Option<Severity>,
    /// One sentence, as [`crate::Diagnostic::title`].
    pub title: String,
    /// What the title could not say. May be empty.
    pub label: String,
    /// The other end.
    pub related: Option<(Span, &'static str)>,
    /// The consequence, in the engine's own words where it has some.
    pub note: &'static str,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// What a [`Problem`] is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ProblemKind {
    /// A key that must be there and is not.
    MissingKey,
    /// Keys or forms that exclude each other.
    ConflictingKeys,
    /// A word that is none of those allowed.
    UnknownValue,
    /// A value that does not have the form wanted.
    MalformedValue,
    /// A name that is not of the form that names have there.
    InvalidName,
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
    /// A default of another type than is declared.
    DefaultType,
    /// A value that is none of those that are declared.
    NotAChoice,
    /// An input that must be given and is not.
    MissingInput,
    /// A reference to a task from where it cannot be reached.
    UnreachableTask,
    /// Two bounds of which one breaks the other.
    TimeoutOrder,
    /// A mount where the engine lets nobody mount.
    ReservedPath,
    /// Two mounts at one path.
    DuplicateMount,
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
}

/// Something that an engine only has where a switch says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// The switch, by its key.
    pub flag: &'static str,
    /// What it must be set to, at least; or for a list of words, the word that must not be in it.
    pub value: Cow<'static, str>,
    /// What needs it, in words that begin a sentence: `a matrix`.
    pub thing: &'static str,
    /// The token.
    pub at: Span,
}

/// A switch of an engine.
#[derive(Clone, Copy, Debug)]
pub struct FeatureFlag {
    /// Its name, as the engine's own configuration has it.
    pub key: &'static str,
    /// What it is where nobody says anything.
    pub default: &'static str,
    /// What it may be set to.
    pub values: FlagValues,
}

/// What a [`FeatureFlag`] may be set to.
#[derive(Clone, Copy, Debug)]
pub enum FlagValues {
    /// One of these; each includes those before it.
    Steps(&'static [&'static str]),
    /// A list of some of these words, of any words where there are none, separated by commas: what is switched off.
    Off(&'static [&'static str]),
}

impl FeatureFlag {
    /// Whether what is set to `value` has what needs `wanted`.
    #[must_use]
    pub fn has(&self, value: &str, wanted: &str) -> bool {
        match self.values {
            FlagValues::Steps(steps) => {
                let place = |word: &str| steps.iter().position(|s| *s == word);
                place(value) >= place(wanted)
            }
            FlagValues::Off(_) => !value.split(',').any(|word| word.trim() == wanted),
        }
    }
}
