//! A module for each command: options in, exit code out.

mod check;
mod explain;
mod graph;
mod ir;
mod stats;

pub use check::check;
pub use explain::{explain, list as rules};
pub use graph::graph;
pub use ir::ir;
pub use stats::stats;
