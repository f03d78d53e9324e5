//! Names that are used, and where they lead.

use serde::Serialize;

use super::{At, Reason};

/// A name that is used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reference {
    /// What it names: `task`, `output`, `component` …
    pub kind: &'static str,
    /// The name; absent where it is unknown or means all there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// What it finds.
    pub status: Status,
    /// Where it leads, as far as that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Box<Target>>,
    /// Why it is unknown what it finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Reason>,
    /// How it names something of another file, the best way first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Key>,
}

/// What a reference finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// What `target` says.
    Found,
    /// What `target` says, which is a parameter where an artifact is needed or the other way round.
    WrongKind,
    /// Nothing, though all names are known.
    Missing,
    /// Something of another file that is not at hand.
    Elsewhere,
    /// Several files claim to be it.
    Ambiguous,
    /// Every name there is.
    All,
    /// It cannot be told.
    Unknown,
}

/// Where a reference leads: the innermost member names the thing, the others what it is in.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Target {
    /// Another file, as `file` of its own document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The id of a component; in another file its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// The id of an executor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub executor: Option<String>,
    /// A task of the same graph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// A container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// An input of the component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// An output of the component or task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// An argument of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// A volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// A key of an input or output that is a mapping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is known of a task besides its outputs, or a field of a loop's item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// The item of a loop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// A label of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// An annotation of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotation: Option<String>,
}

/// A way to find a component from another file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Key {
    /// The SHA-256 of the file.
    Digest {
        /// 64 hexadecimal digits.
        digest: String,
    },
    /// A path, relative to the file that names it.
    Path {
        /// As written.
        path: String,
    },
    /// A web address.
    Location {
        /// As written.
        url: String,
    },
    /// An object of a cluster.
    Object {
        /// Its group and kind: `tekton.dev/Task`.
        object: &'static str,
        /// Its name.
        name: String,
        /// A component inside of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<String>,
    },
}
