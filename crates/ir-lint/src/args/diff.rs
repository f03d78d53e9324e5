//! `diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Reading;

/// Options of `diff`.
#[derive(Args, Debug)]
#[command(override_usage = "ir-lint diff [OPTIONS] <OLD> <NEW>
       ir-lint diff [OPTIONS] --against <REV> [PATH]...")]
pub struct Diff {
    /// Two files or two folders, the old one first; with --against, files and folders of the working tree (if none is
    /// named, the current folder).
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Compare with what the files were in this revision of git: a branch, a tag, a commit.
    #[arg(long, value_name = "REV")]
    pub against: Option<String>,

    /// How to show the changes.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Changes,

    /// Which changes make the exit code 1.
    #[arg(long, value_name = "WHICH", default_value = "breaking")]
    pub fail_on: FailOn,

    /// Say nothing but the changes.
    #[arg(long, short)]
    pub quiet: bool,

    /// How to read the files.
    #[command(flatten)]
    pub reading: Reading,
}

/// What changes are written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Changes {
    /// For people.
    Text,
    /// For programs; docs/diff.md describes it.
    Json,
    /// For a pull request: short tables, with what matters less folded away.
    Markdown,
}

/// Which changes make the exit code 1.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum FailOn {
    /// Breaking ones.
    Breaking,
    /// Breaking ones, and those by which callers get something else.
    Behaviour,
    /// All but mere words for people.
    Any,
    /// None.
    Never,
}

impl FailOn {
    /// Whether a change of that verdict does.
    pub fn fails(self, verdict: ir_diff::Verdict) -> bool {
        let least = match self {
            Self::Breaking => ir_diff::Verdict::Breaking,
            Self::Behaviour => ir_diff::Verdict::Behaviour,
            Self::Any => ir_diff::Verdict::Internal,
            Self::Never => return false,
        };
        verdict >= least
    }
}
