//! The types of values that flow between tasks.

use ir_syntax::NodeId;

use crate::ids::NameId;
use crate::value::Origin;

/// A neutral type. Every dialect's types map to one of these.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// Cannot be told; silences every check.
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
    /// An ordered list.
    List(Box<Type>),
    /// Keys of any name with values.
    Map(Box<Type>),
    /// An artifact; without a schema any artifact.
    Artifact {
        /// Its schema's name, such as `system.Model`.
        schema: Option<NameId>,
        /// Its schema's version as written.
        version: Option<NameId>,
    },
    /// A name that only means something to whoever compares it (KFP v1's `CSV`).
    Nominal(NameId),
    /// The final status of another task.
    Status,
    /// The configuration of the task itself.
    Config,
}

/// A type where it is declared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeUse {
    /// The type.
    pub ty: Type,
    /// The token that names it; `None` where it is implied.
    pub at: Option<Origin>,
    /// The token that gives its version.
    pub version: Option<Origin>,
    /// The document, as text inside a string, that describes it instead of a name.
    pub document: Option<NodeId>,
}

impl TypeUse {
    /// A type that cannot be told.
    #[must_use]
    pub const fn unknown() -> Self {
        Self::new(Type::Unknown, None)
    }

    /// A type named by one token.
    #[must_use]
    pub const fn new(ty: Type, at: Option<Origin>) -> Self {
        Self { ty, at, version: None, document: None }
    }
}
