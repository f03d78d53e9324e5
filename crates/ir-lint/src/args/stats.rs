//! `stats`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Reading;

/// Options of `stats`.
#[derive(Args, Debug)]
pub struct Stats {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Listing,

    /// How to read it.
    #[command(flatten)]
    pub reading: Reading,
}

/// How numbers are shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Listing {
    /// For people.
    Text,
    /// For programs; docs/stats.md describes it.
    Json,
    /// Which file names which, for Graphviz.
    Dot,
    /// Which file names which, for Mermaid.
    Mermaid,
}
