//! What the team decided: the configurations beside the files, and what the command line says over them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ir_analyzer::config::{Change, Choice, Configurations, Decision, Files};
use ir_analyzer::{Level, Settings};
use ir_syntax::Span;

use crate::args::Config;
use crate::discover::{Inputs, Origin, absolute};
use crate::failure::{Failure, shown};
use crate::read::{self, Unreadable};
use crate::report::{Others, Reporter, Subject, Text};

/// Why there are no settings.
pub enum Unsettled {
    /// The file could not be read.
    Failed(Failure),
    /// What is wrong in the files, as text to show.
    Wrong(String),
}

/// The keys that the command line can set: the others are about files of one folder.
const KEYS: [&str; 6] = ["target", "registries", "rules", "features", "exclude", "roots"];

/// The configurations of `inputs`, all of them sound. Files that they exclude are left out of the inputs. The current folder
/// is `here`, and a configuration has at most so many bytes.
pub fn settle(
    options: &Config,
    most: u64,
    here: &Path,
    inputs: &mut Inputs,
    reporter: Reporter,
) -> Result<Configurations, Unsettled> {
    let configurations = configurations(options, most, here)?;
    inputs.files.retain(|file| file.origin != Origin::Found || !configurations.all.is_excluded(&file.path));
    let all = configurations.sound(inputs.files.iter().map(|file| &*file.path), here, reporter)?;
    let mut before = None;
    for path in inputs.files.iter().map(|file| &*file.path) {
        if before.replace(path.parent()) == Some(path.parent()) {
            continue;
        }
        for root in all.of(path).roots() {
            if !inputs.roots.iter().any(|known| known == root) {
                inputs.roots.push(root.to_path_buf());
            }
        }
    }
    Ok(all)
}

/// The settings of one file.
pub fn of_file(
    options: &Config,
    most: u64,
    here: &Path,
    file: &Path,
    reporter: Reporter,
) -> Result<Arc<Settings>, Unsettled> {
    let file = absolute(here, file);
    let all = configurations(options, most, here)?.sound([&*file].into_iter(), here, reporter)?;
    Ok(all.settings(&file))
}

/// Configurations of which nothing is known yet.
pub struct Unchecked {
    all: Configurations,
    disk: Arc<Disk>,
}

impl Unchecked {
    /// Looks at the configurations of these files.
    pub fn sound<'p>(
        self,
        paths: impl Iterator<Item = &'p Path>,
        here: &Path,
        reporter: Reporter,
    ) -> Result<Configurations, Unsettled> {
        let wrong = self.all.wrong(paths);
        if let Some(failure) = self.disk.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(Unsettled::Failed(failure));
        }
        let drawn = wrong.iter().filter_map(|wrong| {
            let text = Text::new(shown(here, wrong.path.as_deref()?), Arc::clone(&wrong.text));
            let subject = Subject { file: &text, findings: &wrong.findings, others: &Others::new() };
            Some(reporter.piece(&subject))
        });
        let drawn: String = drawn.collect();
        if drawn.is_empty() { Ok(self.all) } else { Err(Unsettled::Wrong(drawn)) }
    }
}

/// The configurations of a run, as far as the command line says.
pub fn configurations(options: &Config, most: u64, here: &Path) -> Result<Unchecked, Unsettled> {
    let disk = Arc::new(Disk { most, here: here.to_path_buf(), failure: Mutex::default() });
    let (mut files, mut over) = (Vec::new(), Vec::new());
    for written in &options.config {
        match written.split_once('=') {
            Some((key, value)) if !Path::new(written).exists() => over.push(set(key, value)?),
            _ => files.push(absolute(here, Path::new(written))),
        }
    }
    let choice = match files.as_slice() {
        [] if options.isolated => Choice::Nothing,
        [] => Choice::Nearest,
        [file] if !options.isolated => Choice::One(file.clone()),
        _ => {
            let failure = Failure::of("", "there is one configuration file, or with --isolated none");
            return Err(Unsettled::Failed(
                failure.help("a configuration can extend others, see docs/configuration.md"),
            ));
        }
    };
    if let Choice::One(file) = &choice
        && let Err(error) = std::fs::metadata(file)
    {
        return Err(Unsettled::Failed(Failure::io(shown(here, file), &error)));
    }
    let all = Configurations::with(Arc::clone(&disk) as Arc<dyn Files>, &choice, here, &over, decisions(options));
    if let Some(wrong) = all.wrong([]).into_iter().find(|wrong| wrong.path.is_none())
        && let Some(finding) = wrong.findings.first()
    {
        let failure = Failure::of("", format!("--config: {}", finding.title));
        let failure = if finding.label.is_empty() { failure } else { failure.help(&*finding.label) };
        return Err(Unsettled::Failed(failure));
    }
    Ok(Unchecked { all, disk })
}

/// The text of a configuration that says what `KEY=VALUE` says.
fn set(key: &str, value: &str) -> Result<Arc<str>, Unsettled> {
    let parts: Vec<&str> = key.split('.').collect();
    if !parts.first().is_some_and(|first| KEYS.contains(first)) {
        let failure = Failure::of("", format!("--config cannot set `{key}`"));
        return Err(Unsettled::Failed(failure.help(format!("write a file, or one of {}", KEYS.join(", ")))));
    }
    let mut text = String::new();
    for (depth, part) in parts.iter().enumerate() {
        text += &format!("{}{part}:{}", " ".repeat(depth), if depth + 1 < parts.len() { "\n" } else { " " });
    }
    Ok(format!("{text}{value}\n").into())
}

/// What options of their own say.
fn decisions(options: &Config) -> Vec<Decision> {
    let names = |names: &[String]| names.iter().map(|name| Box::from(name.as_str())).collect::<Vec<_>>();
    let mut all = Vec::new();
    if !options.target.is_empty() {
        all.push(Change::Targets(options.target.clone()));
    }
    if !options.select.is_empty() {
        all.push(Change::Select(names(&options.select)));
    }
    all.extend(names(&options.ignore).into_iter().map(|name| Change::Level(name, Level::Off)));
    all.into_iter().map(|change| Decision { change, at: Span::default() }).collect()
}

/// The files on disk.
struct Disk {
    most: u64,
    here: PathBuf,
    /// The first file that is there and cannot be read.
    failure: Mutex<Option<Failure>>,
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        if !path.is_file() {
            return None;
        }
        let failure = match read::file(path, &shown(&self.here, path), self.most) {
            Ok(text) => return Some(text),
            Err(Unreadable::Failed(failure) | Unreadable::TooLarge(failure)) => failure,
            Err(Unreadable::NotText(not_text)) => not_text.failure,
        };
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        None
    }

    fn is_top(&self, folder: &Path) -> bool {
        folder.join(".git").exists()
    }
}
