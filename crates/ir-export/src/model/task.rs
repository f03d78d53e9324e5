//! Graphs and tasks.

use serde::Serialize;
use serde_json::Value as Json;

use super::{At, Component, Expression, Reason, Reference, Stated, Type, Value, is_false};

/// Tasks that run together.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// Why there may be more tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks_open: Option<Reason>,
    /// What it hands out: outputs of the component around, and their values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<Argument>,
}

/// One use of a component.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Its name, unique in its graph where the file is sound.
    pub name: String,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Another of the same name stands below and hides it.
    #[serde(skip_serializing_if = "is_false")]
    pub shadowed: bool,
    /// The name to show, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Stated<String>>,
    /// Why it runs: `work`, `exit` (when another task, or the graph, has ended), `hook` (when something comes true
    /// while another task, or the graph, runs).
    pub role: &'static str,
    /// Exit and hook: the other task; absent where it is the graph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it runs.
    pub runs: Callee,
    /// What it passes.
    pub arguments: Vec<Argument>,
    /// Why it may pass more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments_open: Option<Reason>,
    /// It only runs where this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Expression>,
    /// How those that it waits for must have ended.
    pub trigger: Trigger,
    /// Tasks that it is told to wait for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<Reference>,
    /// Its place among stages that run one after another, from 0: it waits for all tasks of the stage before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<u32>,
    /// The tasks of its graph that it waits for or uses something of, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<String>,
    /// It runs once for each item.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub each: Option<Loop>,
    /// How it is run again when it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
    /// Whether its result may be reused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<Stated<bool>>,
    /// It makes or removes a volume of the cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// What a task runs.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Callee {
    /// A component by name.
    Reference {
        /// The name, and where it leads.
        reference: Reference,
    },
    /// A component that is written inside of the task.
    Inline {
        /// The component.
        component: Box<Component>,
    },
    /// A component of this file that a run starts without naming it.
    Entry {
        /// The id of the component.
        component: String,
    },
    /// Nothing is written.
    Missing,
    /// It cannot be told.
    Unknown {
        /// Why.
        unknown: Reason,
    },
}

/// A value passed to an input, or handed out as an output.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Argument {
    /// The input of what the task runs, or the output of the component around.
    pub port: Reference,
    /// The value.
    pub value: Value,
    /// What is done to the value before it is passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transform: Option<Expression>,
    /// The type that the value is said to have, whatever its producer says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_type: Option<Type>,
}

/// How those that a task waits for must have ended.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Trigger {
    /// All succeeded.
    AllSucceeded,
    /// All ended, in whatever way.
    AllCompleted,
    /// As an expression says.
    Results {
        /// The expression.
        expression: Expression,
    },
    /// It cannot be told.
    Unknown {
        /// Why.
        unknown: Reason,
    },
}

/// A task that runs once for each item.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Loop {
    /// Where it is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// What it runs over.
    pub items: Items,
    /// The input of what the task runs that receives the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Reference>,
    /// How many run at once; 0 is as many as there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Stated<u64>>,
}

/// What a loop runs over.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Items {
    /// A list written as JSON text.
    Text {
        /// The text.
        text: String,
    },
    /// A list.
    List {
        /// The list.
        value: Json,
    },
    /// A value from elsewhere.
    Value {
        /// The value.
        value: Value,
    },
    /// An argument of this task.
    Argument {
        /// Which one.
        argument: Reference,
    },
    /// The numbers from one to another.
    Range {
        /// The range, in the format's own words.
        value: Json,
    },
    /// It cannot be told.
    Unknown {
        /// Why.
        unknown: Reason,
    },
}

/// How something is run again when it fails.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Retry {
    /// Where it is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// How many times more; absent where nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Stated<i64>>,
    /// Whether anything is said on how long to wait between.
    pub waits: bool,
}

/// A volume of the cluster that a task makes or removes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Claim {
    /// It makes one.
    Create {
        /// Its name, or the end of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// How it may be mounted.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        modes: Vec<String>,
        /// Its size.
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<Stated<String>>,
    },
    /// It removes one.
    Delete {
        /// The task that made it.
        #[serde(rename = "madeBy", skip_serializing_if = "Option::is_none")]
        made_by: Option<Reference>,
    },
}
