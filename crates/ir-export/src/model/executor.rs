//! Executors: containers that run together.

use serde::Serialize;
use serde_json::Value as Json;

use super::{At, Reason, Reference, Stated, is_false};

/// Containers that run together.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Executor {
    /// What components name it by; absent where it has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Another of the same name stands below and hides it.
    #[serde(skip_serializing_if = "is_false")]
    pub shadowed: bool,
    /// The engine does the work itself: what is read and written stands in no command.
    #[serde(skip_serializing_if = "is_false")]
    pub builtin: bool,
    /// The containers.
    pub steps: Vec<Step>,
    /// The names of volumes that its containers may mount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<String>,
}

/// A container.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Step {
    /// Its name, where others may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// What it is there for: `main`, `init` (runs before and ends), `sidecar` (runs beside).
    pub role: &'static str,
    /// The image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Written>,
    /// The program and its first arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<Written>,
    /// The arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<Written>,
    /// A program that the engine writes to a file and runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Written>,
    /// Environment variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvironmentVariable>,
    /// Bounds on processors and memory.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Bound>,
    /// Graphics cards and their kin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerator: Option<Accelerator>,
}

/// A text or structure of the file with what it refers to.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Written {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What stands there instead of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// Why it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Reason>,
    /// What it refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// An environment variable.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: Stated<String>,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Its value.
    pub value: Written,
}

/// A bound on a resource.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bound {
    /// Of what: `cpu`, `memory`.
    pub resource: &'static str,
    /// `request` (what is reserved) or `limit` (the most that may be used).
    pub bound: &'static str,
    /// How much, as a Kubernetes quantity.
    pub quantity: Written,
}

/// Graphics cards and their kin.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Accelerator {
    /// Of what type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Written>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Written>,
}
