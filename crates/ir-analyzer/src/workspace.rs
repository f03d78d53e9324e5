//! What files know of each other: interfaces, and the keys by which they are found. No file is read
//! here; whoever holds the files adds and removes them.

use std::collections::HashSet;
use std::path::{Component as Part, Path, PathBuf};
use std::sync::Arc;

use ir_model::{FileId, Key, PortKind, Tri};
use ir_syntax::Span;
use rustc_hash::FxHashMap;

use crate::source::Source;

/// What others see of a file: the component it defines, its ports. Small, unlike its [`Source`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interface {
    /// What people call the format: "KFP component".
    pub format: &'static str,
    /// The component's name, where it has one.
    pub name: Option<Box<str>>,
    /// The token that names the component, or the start of the file.
    pub at: Span,
    /// What its author says about it.
    pub description: Option<Box<str>>,
    /// Inputs, then outputs, in the order of the text.
    pub ports: Vec<InterfacePort>,
    /// The keys by which other files find it, besides its path.
    pub keys: Vec<Key>,
}

/// An input or output as others see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InterfacePort {
    /// Its name.
    pub name: Box<str>,
    /// Input or output.
    pub input: bool,
    /// Parameter, artifact or either.
    pub kind: PortKind,
    /// Its type as written.
    pub ty: Option<Box<str>>,
    /// Inputs: whether a task must pass it.
    pub required: Tri,
    /// The token that names it.
    pub at: Span,
    /// What its author says about it.
    pub description: Option<Box<str>>,
}

#[derive(Clone, Debug)]
struct Entry {
    path: PathBuf,
    interface: Option<Arc<Interface>>,
}

/// The files at hand, by path and key. Cloning copies tables of pointers, not files.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    entries: Vec<Entry>,
    by_path: FxHashMap<PathBuf, FileId>,
    by_key: FxHashMap<Key, Vec<FileId>>,
    absent: HashSet<PathBuf>,
}

/// What a reference to another file finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// This file.
    One(FileId),
    /// One of several that claim the same key.
    Many(Vec<FileId>),
    /// A relative path at which certainly nothing is.
    Absent(PathBuf),
    /// Nothing at hand, which proves nothing.
    Unknown,
}

impl Workspace {
    /// An empty workspace.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file or replaces what was known of it. `true` when its interface changed, so that its users
    /// must be checked again.
    pub fn update(&mut self, path: &Path, interface: Option<Arc<Interface>>) -> bool {
        let path = normalise(path);
        self.absent.remove(&path);
        let id = self.intern(path);
        let old = self.entries.get(id.index()).and_then(|e| e.interface.clone());
        if old == interface {
            return false;
        }
        for key in old.iter().flat_map(|i| &i.keys) {
            if let Some(files) = self.by_key.get_mut(key) {
                files.retain(|f| *f != id);
            }
        }
        for key in interface.iter().flat_map(|i| &i.keys) {
            self.by_key.entry(key.clone()).or_default().push(id);
        }
        if let Some(entry) = self.entries.get_mut(id.index()) {
            entry.interface = interface;
        }
        true
    }

    /// Forgets a file that is gone, and remembers that nothing is at its path.
    pub fn remove(&mut self, path: &Path) -> bool {
        let changed = self.update(path, None);
        self.absent.insert(normalise(path));
        changed
    }

    /// The id of a file that was added.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<FileId> {
        self.by_path.get(&normalise(path)).copied()
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, file: FileId) -> Option<&Path> {
        self.entries.get(file.index()).map(|e| &*e.path)
    }

    /// What others see of a file.
    #[must_use]
    pub fn interface(&self, file: FileId) -> Option<&Arc<Interface>> {
        self.entries.get(file.index())?.interface.as_ref()
    }

    /// All files that define a component, in the order in which they were first added.
    pub fn interfaces(&self) -> impl Iterator<Item = (FileId, &Arc<Interface>)> {
        self.entries.iter().enumerate().filter_map(|(i, e)| Some((FileId::from(i), e.interface.as_ref()?)))
    }

    /// What `keys`, written in the file `from`, find. The best key that finds anything decides.
    #[must_use]
    pub fn find(&self, from: &Path, keys: &[Key]) -> Found {
        let mut absent = None;
        for key in keys {
            if let Key::Path(written) = key {
                let path = target_path(from, written);
                if let Some(file) = self.by_path.get(&path).filter(|f| self.interface(**f).is_some()) {
                    return Found::One(*file);
                }
                if self.absent.contains(&path) {
                    absent = Some(path);
                }
            }
            match self.by_key.get(key).map(Vec::as_slice) {
                None | Some([]) => {}
                Some([file]) => return Found::One(*file),
                Some(files) => return self.nearest(from, files),
            }
        }
        absent.map_or(Found::Unknown, Found::Absent)
    }

    /// Of several files with one key the one nearest to `from`, if one is nearer than all others.
    fn nearest(&self, from: &Path, files: &[FileId]) -> Found {
        let from = normalise(from);
        let shared = |file: &FileId| {
            self.path(*file).map_or(0, |p| p.components().zip(from.components()).take_while(|(a, b)| a == b).count())
        };
        let best = files.iter().map(shared).max().unwrap_or(0);
        let mut nearest = files.iter().filter(|f| shared(f) == best);
        match (nearest.next(), nearest.next()) {
            (Some(file), None) => Found::One(*file),
            _ => Found::Many(files.to_vec()),
        }
    }

    /// The paths that `source` names and of which nothing is known yet: to be looked at by whoever may
    /// read files, then given to [`Workspace::update`] or [`Workspace::remove`].
    #[must_use]
    pub fn wanted(&self, source: &Source) -> Vec<PathBuf> {
        let Some(package) = &source.package else { return Vec::new() };
        let mut wanted: Vec<PathBuf> = package
            .symbols
            .keys
            .iter()
            .filter_map(|key| match key {
                Key::Path(written) => Some(target_path(&source.path, written)),
                _ => None,
            })
            .filter(|path| !self.by_path.contains_key(path) && !self.absent.contains(path))
            .collect();
        wanted.sort();
        wanted.dedup();
        wanted
    }

    fn intern(&mut self, path: PathBuf) -> FileId {
        if let Some(id) = self.by_path.get(&path) {
            return *id;
        }
        let id = FileId::from(self.entries.len());
        self.entries.push(Entry { path: path.clone(), interface: None });
        self.by_path.insert(path, id);
        id
    }
}

/// The path that `written` (relative, absolute, or `file://` with an absolute one) means in the file `from`.
#[must_use]
pub fn target_path(from: &Path, written: &str) -> PathBuf {
    let written = written.strip_prefix("file://").unwrap_or(written);
    normalise(&from.parent().unwrap_or(Path::new("")).join(written))
}

/// The path without `.` and `..`, by its words alone: no file is looked at.
fn normalise(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Part::CurDir => {}
            Part::ParentDir if matches!(out.components().next_back(), Some(Part::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
