//! `graph`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Config, Reading};

/// Options of `graph`.
#[derive(Args, Debug)]
pub struct Graph {
    /// The file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// What to write; if not said, what the name of the output file says, else svg.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Picture>,

    /// Where to write it; standard output if not said.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Collapse graphs inside of N others; 0 shows each pipeline as one box.
    #[arg(long, value_name = "N")]
    pub depth: Option<usize>,

    /// The colours of svg and html; auto is as the reader's system is set.
    #[arg(long, value_name = "THEME", default_value = "auto")]
    pub theme: Theme,

    /// What the team decided.
    #[command(flatten)]
    pub config: Config,

    /// How to read it.
    #[command(flatten)]
    pub reading: Reading,
}

/// What a drawing is written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Picture {
    /// A picture.
    Svg,
    /// A page with search, collapsing groups, and the details of each task.
    Html,
    /// Text for Mermaid.
    Mermaid,
    /// Text for Graphviz.
    Dot,
    /// For programs; docs/graph.md describes it.
    Json,
}

impl Picture {
    /// What a file of that name holds.
    pub fn of(file: &std::path::Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "html" | "htm" => Some(Self::Html),
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "dot" | "gv" => Some(Self::Dot),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl From<Picture> for ir_graph::Format {
    fn from(picture: Picture) -> Self {
        match picture {
            Picture::Svg => Self::Svg,
            Picture::Html => Self::Html,
            Picture::Mermaid => Self::Mermaid,
            Picture::Dot => Self::Dot,
            Picture::Json => Self::Json,
        }
    }
}

/// The colours of a drawing.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
#[allow(missing_docs)]
pub enum Theme {
    Light,
    Dark,
    Auto,
}

impl From<Theme> for ir_graph::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::Auto => Self::Auto,
        }
    }
}
