//! Values, types, expressions.

use serde::Serialize;
use serde_json::Value as Json;

use super::{At, Reason, Reference};

/// A value, or where it comes from.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Value {
    /// Written out.
    Literal {
        /// The value.
        value: Json,
        /// Where it stands.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// Text with places that the engine fills.
    Template {
        /// The text.
        text: String,
        /// What fills it.
        references: Vec<Reference>,
        /// Where it stands.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// An input of the component around.
    Input {
        /// The input.
        input: Reference,
    },
    /// An output of another task.
    Output {
        /// The task.
        task: Reference,
        /// The output.
        output: Reference,
    },
    /// How another task ended; without one, those that this task waits for.
    Status {
        /// The other task.
        #[serde(skip_serializing_if = "Option::is_none")]
        task: Option<Reference>,
    },
    /// The one of these that will exist.
    OneOf {
        /// The values.
        values: Vec<Value>,
    },
    /// All of these, as a list.
    Gather {
        /// The values.
        values: Vec<Value>,
    },
    /// Nothing is written where a value should be.
    Absent,
    /// It cannot be told.
    Unknown {
        /// Why.
        unknown: Reason,
        /// Where it stands.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
}

/// A type where it is declared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Type {
    /// The type.
    #[serde(flatten)]
    pub kind: TypeKind,
    /// Where it stands; types inside of others have no place of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// A type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TypeKind {
    /// It cannot be told.
    Unknown,
    /// Declared to be anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A list.
    List {
        /// Of what.
        of: Box<Type>,
    },
    /// Keys with values.
    Map {
        /// Of what values.
        of: Box<Type>,
    },
    /// An artifact.
    Artifact {
        /// The name of its schema; without one any artifact.
        #[serde(skip_serializing_if = "Option::is_none")]
        schema: Option<String>,
        /// The version of its schema.
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<String>,
    },
    /// A name whose meaning is a matter of those who use it.
    Named {
        /// The name.
        name: String,
    },
    /// How a task ended.
    Status,
    /// The configuration of the task itself.
    Config,
}

/// A piece of another language.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Expression {
    /// The language.
    pub language: &'static str,
    /// The text; where the expression is no text, as it stands in the file.
    pub text: String,
    /// The list or mapping that stands instead of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// What it refers to.
    pub references: Vec<Reference>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}
