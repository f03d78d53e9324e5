//! What the team decided: the configuration file, and what the command line says over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_analyzer::Settings;

use crate::args::Config;
use crate::failure::{Failure, shown};
use crate::read::{self, Unreadable};
use crate::report::{Others, Reporter, Subject, Text};

/// The configuration file's name.
const NAME: &str = ".ir-lint.yaml";

/// Why there are no settings.
pub enum Unsettled {
    /// The file could not be read.
    Failed(Failure),
    /// What is wrong in the file, as text to show.
    Wrong(String),
}

/// The settings of a run in the folder `here`. The configuration has at most so many bytes.
pub fn settings(options: &Config, most: u64, here: &Path, reporter: Reporter) -> Result<Settings, Unsettled> {
    let file = if options.isolated { None } else { options.config.clone().or_else(|| nearest(here)) };
    let mut settings = match file {
        Some(file) => from_file(&file, here, reporter, most)?,
        None => Settings::default(),
    };
    if !options.target.is_empty() {
        settings.targets = options.target.clone();
    }
    Ok(settings)
}

/// The file in `here` or the nearest folder above it, not beyond the repository.
fn nearest(here: &Path) -> Option<PathBuf> {
    for folder in here.ancestors() {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

fn from_file(file: &Path, here: &Path, reporter: Reporter, most: u64) -> Result<Settings, Unsettled> {
    let name = shown(here, file);
    let text: Arc<str> = read::file(file, &name, most).map_err(|error| match error {
        Unreadable::Failed(failure) | Unreadable::TooLarge(failure) => Unsettled::Failed(failure),
        Unreadable::NotText(not_text) => Unsettled::Failed(not_text.failure),
    })?;
    let (settings, wrong) = Settings::read(&text);
    if wrong.is_empty() {
        return Ok(settings);
    }
    let text = Text::new(name, text);
    Err(Unsettled::Wrong(reporter.piece(&Subject { file: &text, findings: &wrong, others: &Others::new() })))
}
