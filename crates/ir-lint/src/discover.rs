//! From the paths of the command line to the files to look at.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, mpsc};

use ignore::{WalkBuilder, WalkState};

use crate::args::Reading;
use crate::failure::{Failure, shown};

/// A file to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// Where it is, or for standard input would be: absolute, without `.` and `..`.
    pub path: PathBuf,
    /// As it is shown.
    pub shown: String,
    /// How it came here.
    pub origin: Origin,
    /// What was read of it already, where it stands in a package.
    pub content: Option<Arc<str>>,
}

/// How a file came to be looked at. What was named deserves an answer in any case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// It is standard input.
    Stdin,
    /// It was named.
    Named,
    /// It is in a folder that was named.
    Found,
}

/// What the paths of the command line are.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Sorted by path, each once.
    pub files: Vec<Input>,
    /// The folders that were named, absolute.
    pub folders: Vec<PathBuf>,
    /// Further folders in which files may be read, by what the team decided: absolute.
    pub roots: Vec<PathBuf>,
    /// Paths that cannot be looked at.
    pub failures: Vec<Failure>,
}

/// Finds the files to look at among `paths`. `here` is the current folder.
pub fn discover(paths: &[PathBuf], options: &Reading, here: &Path) -> Inputs {
    let mut inputs = Inputs::default();
    let mut folders = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.files.push(stdin(options, here));
            continue;
        }
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => folders.push(path.clone()),
            Ok(meta) if meta.is_file() => inputs.files.push(Input {
                path: absolute(here, path),
                shown: shown(here, path),
                origin: Origin::Named,
                content: None,
            }),
            // Opening a pipe that nobody writes to would wait for ever.
            Ok(_) => inputs.failures.push(
                Failure::of(shown(here, path), "neither a file nor a folder")
                    .help("to check what a program writes, use standard input: … | ir-lint check -"),
            ),
            Err(error) => inputs.failures.push(Failure::io(shown(here, path), &error)),
        }
    }
    walk(&folders, options, here, &mut inputs);
    inputs.folders = folders.iter().map(|f| absolute(here, f)).collect();
    inputs.files.sort_by(|a, b| (&a.path, a.origin).cmp(&(&b.path, b.origin)));
    inputs.files.dedup_by(|again, first| again.path == first.path);
    inputs
}

fn stdin(options: &Reading, here: &Path) -> Input {
    let (name, shown) = match &options.stdin_filename {
        Some(name) => (name.as_path(), shown(here, name)),
        None => (Path::new("<stdin>"), "<stdin>".to_owned()),
    };
    Input { path: absolute(here, name), shown, origin: Origin::Stdin, content: None }
}

/// Looks through all folders at once, each file of theirs as soon as it is seen.
fn walk(folders: &[PathBuf], options: &Reading, here: &Path, inputs: &mut Inputs) {
    let Some((first, others)) = folders.split_first() else { return };
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    let respect = !options.no_ignore;
    builder
        .hidden(!options.hidden)
        .parents(respect)
        .ignore(respect)
        .git_ignore(respect)
        .git_global(respect)
        .git_exclude(respect)
        .threads(options.jobs.map_or(0, std::num::NonZero::get));

    let (sender, receiver) = mpsc::channel();
    builder.build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let seen = match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) && is_candidate(entry.path()) => {
                    Ok(entry.into_path())
                }
                Ok(_) => return WalkState::Continue,
                Err(error) => Err(failure(here, &error)),
            };
            if sender.send(seen).is_ok() { WalkState::Continue } else { WalkState::Quit }
        })
    });
    drop(sender);
    for seen in receiver {
        match seen {
            Ok(path) => inputs.files.push(Input {
                path: absolute(here, &path),
                shown: shown(here, &path),
                origin: Origin::Found,
                content: None,
            }),
            Err(failure) => inputs.failures.push(failure),
        }
    }
}

/// Whether a file in a folder may be a pipeline file, by its name.
fn is_candidate(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

fn failure(here: &Path, error: &ignore::Error) -> Failure {
    let mut path = String::new();
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = shown(here, at);
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            ignore::Error::Io(error) => return Failure::io(path, error),
            other => return Failure::of(path, other.to_string()),
        }
    }
}

/// `path` from the file system's root on, without `.` and `..`. No file is looked at.
pub fn absolute(here: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
