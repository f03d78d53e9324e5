//! Pipelines drawn. From a file's neutral representation and its findings to a [`Drawing`], plain data in which every
//! node knows its place in the text and has a stable id; from a drawing to SVG, HTML, Mermaid, DOT or JSON.
//!
//! ```
//! use ir_analyzer::{Source, Workspace, check};
//! use ir_graph::{Format, Options, Theme, draw, render};
//!
//! let text = "pipelineInfo: {name: greet}\nschemaVersion: 2.1.0\nroot: {dag: {tasks: {hello: {}}}}\n";
//! let source = Source::new("greet.yaml", text);
//! let drawing = draw(&source, &check(&source, &Workspace::new()), &Options::default());
//! assert_eq!(drawing.node_at(text.find("hello").unwrap_or(0) as u32).map(|n| &*n.id), Some("greet/hello"));
//! assert!(render(&drawing, Format::Svg, Theme::Auto).starts_with("<svg "));
//! ```

mod build;
pub mod layout;
mod model;
mod render;
pub mod scene;
mod table;
mod text;

pub use build::{Options, draw};
pub use model::{Count, Drawing, Edge, Finding, Flow, FlowKind, Group, Kind, Mark, Node, Pipeline, Place, Port};
pub use render::{Format, Theme, render};
