//! `ir`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Reading;

/// Options of `ir`.
#[derive(Args, Debug)]
pub struct Ir {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub paths: Vec<PathBuf>,

    /// Say of everything where it stands in the text.
    #[arg(long)]
    pub spans: bool,

    /// How to write it; if not said, json for one file and json-lines for several.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Written>,

    /// How to read it.
    #[command(flatten)]
    pub reading: Reading,
}

/// How documents are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Written {
    /// One document, for people to read.
    Json,
    /// One document a line.
    JsonLines,
}
