//! The whole, and the small things that occur everywhere in it.

use ir_model::Why;
use serde::Serialize;

use super::{Component, Executor, Graph, Platform, is_false};

/// One file.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The version of this shape: [`crate::VERSION`].
    pub ir_version: &'static str,
    /// The program that wrote the document.
    pub tool: Tool,
    /// The file, with `/` between folders.
    pub file: String,
    /// The format's id: `kfp-pipeline`.
    pub dialect: &'static str,
    /// What people call the format.
    pub format: &'static str,
    /// Whether the text is broken somewhere, so that things may be missing from the document.
    #[serde(skip_serializing_if = "is_false")]
    pub broken: bool,
    /// The program that wrote the file, as it calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compiler: Option<Stated<String>>,
    /// The pipelines, in order. A component file has one, too: what others use when they name the file.
    pub pipelines: Vec<Pipeline>,
    /// All components but those that are written inside of a task.
    pub components: Vec<Component>,
    /// Executors that have a name of their own.
    pub executors: Vec<Executor>,
    /// Runs: each a graph of the task that starts a pipeline, and of those that run around it.
    pub runs: Vec<Graph>,
    /// Settings that one platform alone understands.
    pub platforms: Vec<Platform>,
    /// What an engine must have switched on.
    pub needs: Vec<Need>,
}

/// A program and its version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Tool {
    /// The program.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// One pipeline of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Pipeline {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Stated<String>>,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// The version of the format that it claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Stated<String>>,
    /// The id of the component that runs when it is run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// Something that an engine only has where someone switched it on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Need {
    /// The switch, as the engine's configuration names it.
    pub flag: &'static str,
    /// What it must be set to, or what must not be in its list.
    pub value: String,
    /// What needs it, in words.
    pub thing: &'static str,
    /// The token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// A place in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct At {
    /// The first byte, from 0.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
    /// The line of the first byte, from 1.
    pub line: u32,
    /// The column of the first byte, from 1, in characters (Unicode code points).
    pub column: u32,
}

/// A value where the file says one: itself, or why it could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Stated<T> {
    /// Read.
    Known(T),
    /// Written, and not readable.
    Unknown {
        /// Why.
        unknown: Reason,
    },
}

/// Why something is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is of a kind that cannot be read there.
    WrongKind,
    /// A text with substitutions that are only made when the pipeline runs.
    Hole,
    /// It refers to something that is not at hand.
    Unresolved,
    /// It could be one of several.
    Ambiguous,
    /// Legal, and not read by this program.
    Unmodelled,
    /// Beside text that could not be parsed.
    Broken,
    /// It hangs on something that is unknown, or stands where more names may exist than could be read.
    Undetermined,
    /// It is nested deeper than is told.
    TooDeep,
}

impl From<Why> for Reason {
    fn from(why: Why) -> Self {
        match why {
            Why::WrongKind => Self::WrongKind,
            Why::Hole => Self::Hole,
            Why::Unresolved => Self::Unresolved,
            Why::Ambiguous => Self::Ambiguous,
            Why::Unmodelled => Self::Unmodelled,
            Why::Broken => Self::Broken,
        }
    }
}

impl Document {
    /// The document as JSON, on one line or for people. Neither ends with a line break.
    #[must_use]
    pub fn to_json(&self, pretty: bool) -> String {
        let text = if pretty { serde_json::to_string_pretty(self) } else { serde_json::to_string(self) };
        // Plain data with text as keys: there is nothing that could not be written.
        text.unwrap_or_default()
    }
}
