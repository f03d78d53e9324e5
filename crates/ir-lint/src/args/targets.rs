//! `targets`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Reading;

/// Options of `targets`.
#[derive(Args, Debug)]
pub struct Targets {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub paths: Vec<PathBuf>,

    /// Only this engine; may be given several times. `kfp-local` is all of KFP's local runners.
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    pub engine: Vec<String>,

    /// Fail (exit code 1) where a file cannot run on this engine as it is; may be given several times.
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    pub require: Vec<String>,

    /// Fail as well where nobody knows whether it can.
    #[arg(long, requires = "require")]
    pub require_known: bool,

    /// Say where each statement is known from.
    #[arg(long)]
    pub sources: bool,

    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Verdicts,

    /// How to read the files.
    #[command(flatten)]
    pub reading: Reading,
}

/// What the answer is written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Verdicts {
    /// Tables and reasons, for people.
    Text,
    /// For programs; docs/targets.md describes it.
    Json,
    /// Tables and reasons in Markdown.
    Markdown,
}

/// The name of an engine, or of a family of engines.
fn engine(name: &str) -> Result<String, String> {
    let evidence = ir_targets::Evidence::embedded();
    if evidence.named(name).next().is_some() {
        return Ok(name.to_owned());
    }
    let ids: Vec<&str> = evidence.engines.iter().map(|engine| engine.id.as_str()).collect();
    Err(format!("no engine of that name; there are {}", ids.join(", ")))
}
