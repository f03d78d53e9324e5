//! The document, as plain data. The order of fields is the order in which they are written; what is empty or not said
//! is left out. Every field is explained in `docs/ir.md`.

mod component;
mod document;
mod executor;
mod platform;
mod reference;
mod task;
mod value;

pub use component::{Body, Component, Port};
pub use document::{At, Document, Need, Pipeline, Reason, Stated, Tool};
pub use executor::{Accelerator, Bound, EnvironmentVariable, Executor, Step, Written};
pub use platform::{InitContainer, Mount, Node, Object, Platform, PlatformSettings, Toleration, Variable, Workspace};
pub use reference::{Key, Reference, Status, Target};
pub use task::{Argument, Callee, Claim, Graph, Items, Loop, Retry, Task, Trigger};
pub use value::{Expression, Type, TypeKind, Value};

/// For `skip_serializing_if`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}
