//! `init`.

use std::path::PathBuf;

use clap::Args;

use super::Reading;

/// Options of `init`.
#[derive(Args, Debug)]
pub struct Init {
    /// The folder, the top of a repository if it can be.
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,

    /// How to read it.
    #[command(flatten)]
    pub reading: Reading,
}
