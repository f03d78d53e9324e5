//! The neutral representation of one file as a [`Document`]: nested plain data that says everything by name, to be
//! written as JSON. `docs/ir.md` explains it to whoever builds on it, [`SCHEMA`] describes it to programs.
//!
//! ```
//! use ir_analyzer::{Source, Workspace};
//! use ir_export::{Options, export};
//!
//! let text = "pipelineInfo: {name: greet}\nschemaVersion: 2.1.0\nroot: {dag: {tasks: {hello: {}}}}\n";
//! let source = Source::new("greet.yaml", text);
//! let document = export(&source, &Workspace::new(), &Options::default()).unwrap();
//! assert_eq!(document.dialect, "kfp-pipeline");
//! assert!(document.to_json(false).contains(r#""name":"hello""#));
//! ```

mod make;
mod model;

pub use make::{Options, export};
pub use model::{
    Accelerator, Argument, At, Body, Bound, Callee, Claim, Component, Document, EnvironmentVariable, Executor,
    Expression, Graph, InitContainer, Items, Key, Loop, Mount, Need, Node, Object, Pipeline, Platform,
    PlatformSettings, Port, Reason, Reference, Retry, Stated, Status, Step, Target, Task, Toleration, Tool, Trigger,
    Type, TypeKind, Value, Variable, Workspace, Written,
};

/// The version of the shape of documents, see `docs/ir.md` for what its parts promise.
pub const VERSION: &str = "1.0";

/// The JSON Schema of documents.
pub const SCHEMA: &str = include_str!("../../../schemas/ir.schema.json");
