//! The two versions, read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ir_analyzer::Source;
use ir_diff::{File, Unread};

use super::git::Repository;
use crate::args::Reading;
use crate::discover::{Input, Origin, absolute};
use crate::failure::Failure;
use crate::guard;
use crate::project::{Reader, Seen};
use crate::read::{self, Unreadable};

/// A pipeline file of one of the versions.
#[derive(Debug)]
pub struct Version {
    /// The name by which it is compared.
    pub name: String,
    /// As it is shown.
    pub shown: String,
    /// What it holds.
    pub source: Source,
}

/// Two versions of files.
#[derive(Debug, Default)]
pub struct Versions {
    pub old: Vec<Version>,
    pub new: Vec<Version>,
    /// What can be read in one of the versions alone.
    pub unread: Vec<Unread>,
    /// Remarks on files that were passed over.
    pub notices: Vec<String>,
    pub failures: Vec<Failure>,
}

/// All files of one version: by name, pipeline files and those that are none or cannot be read.
#[derive(Default)]
struct Set {
    files: BTreeMap<String, Version>,
    others: BTreeMap<String, String>,
}

impl Versions {
    /// Two files or two folders.
    pub fn of_two(paths: &[PathBuf], options: &Reading) -> Result<Self, Failure> {
        let [old, new] = paths else {
            let given = match paths.len() {
                0 => "nothing to compare".to_owned(),
                1 => "one path, and two are needed".to_owned(),
                n => format!("{n} paths, and two are needed"),
            };
            let help = "name the old and the new file or folder, or what to compare with: --against main";
            return Err(Failure::of("", given).help(help));
        };
        let mut versions = Self::default();
        if old.is_dir() != new.is_dir() && old.exists() && new.exists() {
            let (file, folder) = if old.is_dir() { (new, old) } else { (old, new) };
            return Err(Failure::of(
                file.display().to_string(),
                format!("is a file, and {} is a folder", folder.display()),
            )
            .help("name two files or two folders"));
        }
        let mut sets = Vec::new();
        for path in [old, new] {
            let (reader, inputs) = Reader::new(std::slice::from_ref(path), options, None)?;
            let base = absolute(&reader.here, path);
            versions.failures.extend(inputs.failures.iter().cloned());
            // A file alone has no name of its own to be compared by.
            let name = |input: &Input| slashed(input.path.strip_prefix(&base).unwrap_or(Path::new("")));
            let set = versions.read(&reader, &inputs.files, name);
            sets.push(set);
        }
        let new = sets.pop().unwrap_or_default();
        versions.settle(sets.pop().unwrap_or_default(), new);
        Ok(versions)
    }

    /// Files of the working tree, and what they were in a revision.
    pub fn against(revision: &str, paths: &[PathBuf], options: &Reading) -> Result<Self, Failure> {
        let here = std::env::current_dir().map_err(|error| Failure::io("current folder", &error))?;
        let repository = Repository::open(&here, revision)?;
        let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() };
        let mut versions = Self::default();
        for path in &paths {
            if absolute(&here, path).strip_prefix(&repository.top).is_err() {
                return Err(Failure::of(path.display().to_string(), "is outside of the repository")
                    .help(format!("name files and folders of {}", repository.top.display())));
            }
        }
        // What is gone is only in the revision.
        let present: Vec<PathBuf> = paths.iter().filter(|p| p.exists()).cloned().collect();
        let (reader, inputs) = Reader::new(&present, options, None)?;
        versions.failures.extend(inputs.failures.iter().cloned());
        let name = |input: &Input| slashed(input.path.strip_prefix(&repository.top).unwrap_or(&input.path));
        let new = versions.read(&reader, &inputs.files, name);
        let looked_at: BTreeSet<String> = inputs.files.iter().map(name).collect();

        let mut blobs = Vec::new();
        for path in &paths {
            let found = repository.list(path)?;
            if found.is_empty() && !present.contains(path) {
                versions.failures.push(
                    Failure::of(path.display().to_string(), format!("neither here nor in {revision}"))
                        .help("paths start at the current folder"),
                );
            }
            // What is named is looked at whatever it is called.
            let base = slashed(absolute(&here, path).strip_prefix(&repository.top).unwrap_or(Path::new("")));
            blobs.extend(found.into_iter().filter(|blob| blob.path == base || wanted(&blob.path, &base, options)));
        }
        blobs.sort();
        blobs.dedup();
        // A file that is there and was not looked at is left out on both sides: .gitignore may say so.
        blobs.retain(|blob| looked_at.contains(&blob.path) || !repository.top.join(&blob.path).exists());
        let mut old = Set::default();
        let texts = repository.read(&blobs, options.max_file_size)?;
        for (blob, bytes) in blobs.into_iter().zip(texts) {
            let path = repository.top.join(&blob.path);
            let shown = format!("{revision}:{}", blob.path);
            let named = looked_at.contains(&blob.path) && new.files.contains_key(&blob.path);
            let Some(bytes) = bytes else {
                old.others.insert(blob.path, format!("it is too large in {revision}"));
                continue;
            };
            let source = match read::text(bytes, &shown) {
                Ok(text) => guard::run(&shown, || Source::new(&*path, text)),
                Err(Unreadable::Failed(failure) | Unreadable::TooLarge(failure)) => Err(failure),
                Err(Unreadable::NotText(not_text)) if named => Err(not_text.failure),
                Err(Unreadable::NotText(_)) => continue,
            };
            match source {
                Ok(source) if source.is_ours() => {
                    old.files.insert(blob.path.clone(), Version { name: blob.path, shown, source });
                }
                Ok(source) => {
                    old.others.insert(blob.path, why_not(&source, &format!("in {revision} it")));
                }
                Err(failure) => {
                    old.others.insert(blob.path, failure.message.clone());
                }
            }
        }
        versions.settle(old, new);
        Ok(versions)
    }

    fn read(&mut self, reader: &Reader<'_>, inputs: &[Input], name: impl Fn(&Input) -> String) -> Set {
        let seen = reader.each(inputs, |input| {
            guard::run(&input.shown, || reader.source(input, input.origin != Origin::Found))
                .unwrap_or_else(Seen::Failed)
        });
        let mut set = Set::default();
        for (input, seen) in inputs.iter().zip(seen) {
            let name = name(input);
            match seen {
                Seen::PassedOver => {
                    set.others.insert(name, "it is no pipeline file".to_owned());
                }
                Seen::Noticed(notice) => {
                    self.notices.push(notice);
                    set.others.insert(name, "it is no pipeline file".to_owned());
                }
                Seen::Failed(failure) => {
                    set.others.insert(name, failure.message.clone());
                    self.failures.push(failure);
                }
                Seen::Ours(source) => {
                    let shown = input.shown.clone();
                    set.files.insert(name.clone(), Version { name, shown, source });
                }
            }
        }
        set
    }

    /// What is a pipeline file in one version only, and there in the other, is no change: nothing can be told of it.
    fn settle(&mut self, mut old: Set, mut new: Set) {
        let mut drop = |set: &mut Set, others: &BTreeMap<String, String>, which: &str| {
            for (name, why) in others {
                if let Some(version) = set.files.remove(name) {
                    let name = if name.is_empty() { version.shown } else { name.clone() };
                    self.unread.push(Unread { name, why: format!("the {which} version: {why}") });
                }
            }
        };
        drop(&mut new, &old.others, "old");
        drop(&mut old, &new.others, "new");
        self.old = old.files.into_values().collect();
        self.new = new.files.into_values().collect();
    }

    /// The old files, as they are compared.
    pub fn old_files(&self) -> Vec<File<'_>> {
        files(&self.old)
    }

    /// The new files, as they are compared.
    pub fn new_files(&self) -> Vec<File<'_>> {
        files(&self.new)
    }
}

fn files(versions: &[Version]) -> Vec<File<'_>> {
    versions.iter().map(|v| File { name: &v.name, source: &v.source }).collect()
}

/// Why a text is no pipeline file.
fn why_not(source: &Source, what: &str) -> String {
    match source.tree.errors().first() {
        Some(error) => format!("{what} is no pipeline file: {}", error.message),
        None => format!("{what} is no pipeline file"),
    }
}

/// Whether a file in a folder is looked at.
fn wanted(path: &str, folder: &str, options: &Reading) -> bool {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let hidden = inside.split('/').any(|part| part.starts_with('.'));
    let name = path.to_ascii_lowercase();
    (options.hidden || !hidden) && [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end))
}

/// A path with slashes.
fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
