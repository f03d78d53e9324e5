//! Components and their ports.

use serde::Serialize;
use serde_json::Value as Json;

use super::{At, Executor, Graph, Key, Reason, Retry, Stated, Type, Value, Written, is_false};

/// Something that tasks can run.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// What references and pipelines name it by: unique in the document, its name where that is.
    pub id: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Another component of the same name stands below and hides it.
    #[serde(skip_serializing_if = "is_false")]
    pub shadowed: bool,
    /// What its author says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its inputs.
    pub inputs: Vec<Port>,
    /// Why there may be more inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs_open: Option<Reason>,
    /// Its outputs.
    pub outputs: Vec<Port>,
    /// Why there may be more outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outputs_open: Option<Reason>,
    /// What it does.
    pub body: Body,
    /// How every task that runs it is retried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
    /// Under which keys, besides the path and digest of the file for its entry, others may name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Key>,
}

/// An input or output.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Another of the same name stands below and hides it.
    #[serde(skip_serializing_if = "is_false")]
    pub shadowed: bool,
    /// What passes through: `parameter`, `artifact`, `either`, `volume`.
    pub kind: &'static str,
    /// The type of it.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Inputs: whether a task must pass it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Stated<bool>>,
    /// What it is where nothing is passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The only values that may be passed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Json>,
    /// Where the engine puts it or takes it from by itself, such as a path in the container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Written>,
    /// What its author says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// What a component does.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Body {
    /// Runs the containers of an executor that has a name.
    Executor {
        /// The id of the executor.
        executor: String,
    },
    /// Runs containers.
    Containers(Executor),
    /// Runs a graph of tasks.
    Graph(Graph),
    /// Registers an existing artifact.
    Import {
        /// Where the artifact lies.
        #[serde(skip_serializing_if = "Option::is_none")]
        uri: Option<Value>,
    },
    /// Looks artifacts up.
    Query,
    /// Makes or changes objects of a cluster.
    Objects,
    /// Waits for a while or for somebody.
    Wait,
    /// Something of one engine alone.
    External {
        /// The token that says what.
        name: String,
        /// Where it stands.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// It cannot be told.
    Unknown {
        /// Why.
        unknown: Reason,
    },
}
