//! What the checker found, and the words for it.

use std::fmt;

use ir_syntax::Span;

use crate::format::Format;
use crate::schema::UnknownKeys;

/// One place where a tree breaks its schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation<'s> {
    /// What is wrong.
    pub kind: ViolationKind<'s>,
    /// The smallest wrong token. For a missing key: the key of the object that lacks it, or the first
    /// key of an item of a list or of the whole document.
    pub span: Span,
    /// The other end: the first of two keys that exclude each other.
    pub related: Option<Span>,
    /// The way from the root to the value that is wrong, or to the object that is.
    pub path: Vec<Step>,
    /// The nearest thing around it that a user named.
    pub owner: Option<Owner<'s>>,
    /// What the engine does with keys unknown at this place. An unknown key weighs accordingly.
    pub unknown_keys: UnknownKeys,
    /// An edit that mends it, where there is an obvious one.
    pub replacement: Option<Replacement>,
}

/// One step of a way through a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the value of a key.
    Key(Box<str>),
    /// To an item of a list, from 0.
    Index(u32),
}

/// A thing that a user named: `executor` `exec-train`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner<'s> {
    /// The word for things of its kind.
    pub noun: &'s str,
    /// Its name.
    pub name: Box<str>,
}

/// A piece of text to put in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum ViolationKind<'s> {
    /// A key that the object does not have.
    UnknownKey {
        /// The key as written.
        key: Box<str>,
        /// What the object is, in words: `an executor's container`.
        container: Option<&'s str>,
        /// Known keys that are close, the nearest first, at most three.
        candidates: Vec<&'s str>,
        /// All keys the object may have, in the schema's order.
        known: Vec<&'s str>,
    },
    /// A key that must be there and is not.
    MissingKey {
        /// The key.
        key: &'s str,
        /// What the object is.
        container: Option<&'s str>,
    },
    /// A key that must have a value and has none, or `null`.
    MissingValue {
        /// The key.
        key: &'s str,
        /// What the object is that has the key.
        container: Option<&'s str>,
    },
    /// A value of the wrong kind.
    WrongKind {
        /// What may stand here.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A word that is none of those allowed.
    WrongEnum {
        /// The word as it is read.
        value: Box<str>,
        /// What the words are, in words: `a parameter type`.
        what: Option<&'s str>,
        /// The words allowed.
        allowed: Vec<&'s str>,
        /// Words allowed that are close, the nearest first.
        candidates: Vec<&'s str>,
    },
    /// Two keys that exclude each other.
    OneOf {
        /// The two found, as written.
        found: [Box<str>; 2],
        /// What the object is.
        container: Option<&'s str>,
        /// All keys of the group.
        members: Vec<&'s str>,
    },
    /// None of the keys of which one is needed.
    NoneOf {
        /// What the object is.
        container: Option<&'s str>,
        /// All keys of the group.
        members: Vec<&'s str>,
    },
    /// Text that does not have the form wanted.
    Format {
        /// The text.
        value: Box<str>,
        /// The form.
        wanted: Format,
    },
    /// A number outside of its bounds.
    OutOfRange {
        /// The number as written.
        value: Box<str>,
        /// The least allowed.
        minimum: Option<f64>,
        /// The greatest allowed.
        maximum: Option<f64>,
    },
    /// Both spellings of one key in the same object.
    DuplicateAlias {
        /// The key at the span, as written.
        key: Box<str>,
        /// The other one.
        other: Box<str>,
    },
}

/// The title sentence of a finding: lower case, no full stop.
impl fmt::Display for Violation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ViolationKind as V;
        match &self.kind {
            V::UnknownKey { key, container, .. } => write!(f, "unknown key `{key}`{}", In(*container)),
            V::MissingKey { key, container } => match self.close_owner() {
                Some(Owner { noun, name }) => write!(f, "{noun} `{name}` has no `{key}`"),
                None => write!(f, "`{key}` is missing{}", In(*container)),
            },
            V::MissingValue { key, container } => write!(f, "`{key}` has no value{}", In(*container)),
            V::WrongKind { expected, found } => match self.path.last() {
                Some(Step::Key(key)) => write!(f, "`{key}` must be {expected}, not {found}"),
                Some(Step::Index(_)) => write!(f, "this item must be {expected}, not {found}"),
                None => write!(f, "the document must be {expected}, not {found}"),
            },
            V::WrongEnum { value, what, .. } => {
                let what = what.unwrap_or("allowed here");
                if value.is_empty() {
                    write!(f, "empty text is not {what}")
                } else {
                    write!(f, "`{value}` is not {what}")
                }
            }
            V::OneOf { found: [first, second], container, .. } => {
                write!(f, "`{second}` and `{first}` exclude each other{}", In(*container))
            }
            V::NoneOf { container, members } => match self.close_owner() {
                Some(Owner { noun, name }) => write!(f, "{noun} `{name}` has none of {}", List(members, "and")),
                None => write!(f, "one of {} is missing{}", List(members, "and"), In(*container)),
            },
            V::Format { value, wanted } => write!(f, "`{value}` is not {}", wanted.words()),
            V::OutOfRange { value, minimum, maximum } => match (minimum, maximum) {
                (Some(low), Some(high)) => write!(f, "{value} is not between {low} and {high}"),
                (Some(low), None) => write!(f, "{value} is below {low}"),
                (None, Some(high)) => write!(f, "{value} is above {high}"),
                (None, None) => write!(f, "{value} is out of range"),
            },
            V::DuplicateAlias { key, other } => write!(f, "`{key}` and `{other}` are the same key"),
        }
    }
}

impl<'s> Violation<'s> {
    /// The owner, where the object that is wrong is the owner itself or directly in it: then its name
    /// says more than what the object is.
    fn close_owner(&self) -> Option<&Owner<'s>> {
        let owner = self.owner.as_ref()?;
        let mut last = self.path.iter().rev().take(2);
        last.any(|step| matches!(step, Step::Key(key) if *key == owner.name)).then_some(owner)
    }

    /// The label under the wrong token: what the title could not say.
    #[must_use]
    pub fn label(&self) -> Option<String> {
        use ViolationKind as V;
        /// So many words are listed in full; of more, only the near ones.
        const FEW: usize = 9;
        match &self.kind {
            V::UnknownKey { candidates, known: all, .. } | V::WrongEnum { candidates, allowed: all, .. } => {
                if !candidates.is_empty() {
                    Some(format!("did you mean {}?", List(candidates, "or")))
                } else if all.is_empty() || all.len() > FEW {
                    None
                } else {
                    Some(format!("known here: {}", all.join(", ")))
                }
            }
            V::OneOf { found: [first, _], .. } => Some(format!("excludes `{first}`")),
            _ => None,
        }
    }
}

/// `, in a task`, or nothing.
struct In<'a>(Option<&'a str>);

impl fmt::Display for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |what| write!(f, " in {what}"))
    }
}

/// `a`, `b` or `c`, with the last word between them given.
struct List<'a>(&'a [&'a str], &'static str);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, word) in self.0.iter().enumerate() {
            match i {
                0 => {}
                _ if i + 1 == self.0.len() => write!(f, " {} ", self.1)?,
                _ => f.write_str(", ")?,
            }
            write!(f, "`{word}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}
