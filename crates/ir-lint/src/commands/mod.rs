//! A module for each command: options in, exit code out.

mod check;
mod diff;
mod explain;
mod graph;
mod ir;
mod stats;
mod targets;

pub use check::check;
pub use diff::diff;
pub use explain::{explain, list as rules};
pub use graph::graph;
pub use ir::ir;
pub use stats::stats;
pub use targets::targets;
