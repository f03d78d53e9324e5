//! What files know of each other: interfaces, and the keys by which they are found. No file is read
//! here; whoever holds the files adds and removes them.

use std::collections::HashSet;
use std::path::{Component as Part, Path, PathBuf};
use std::sync::Arc;

use ir_model::{FileId, Key, PortKind, Tri};
use ir_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::Source;

/// What others see of a component: its name, its ports. Small, unlike its [`Source`].
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
    /// Whether there may be more ports than are listed, so that absence proves nothing.
    pub open: bool,
    /// The keys by which other files find it, besides the path of the first one of a file.
    pub keys: Vec<Key>,
}

/// What others see of a file: the component that its path stands for first.
pub type Interfaces = Arc<[Interface]>;

/// How a file names others, each way once.
pub type Uses = Arc<[Key]>;

/// A component of a file, as others see it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Exported {
    /// The file.
    pub file: FileId,
    /// Its place among the interfaces of the file.
    pub index: u32,
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
    interfaces: Interfaces,
    uses: Uses,
}

/// The files at hand, by path and key. Cloning copies tables of pointers, not files.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    entries: Vec<Entry>,
    by_path: FxHashMap<PathBuf, FileId>,
    by_key: FxHashMap<Key, Vec<Exported>>,
    absent: HashSet<PathBuf>,
    /// What is seen of a file that is not known.
    nothing: Interfaces,
}

/// What a reference to another file finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// This component.
    One(Exported),
    /// One of several that claim the same key.
    Many(Vec<Exported>),
    /// A relative path at which certainly nothing is.
    Absent(PathBuf),
    /// The object is at hand, in this file, and has no such part.
    NoSuchPart(Exported),
    /// Nothing at hand, which proves nothing.
    Unknown,
}

impl Workspace {
    /// An empty workspace.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file or replaces what was known of it. `true` when what others see of it changed, so that its
    /// users must be checked again.
    pub fn update(&mut self, path: &Path, interfaces: Interfaces) -> bool {
        let path = normalise(path);
        self.absent.remove(&path);
        let id = self.intern(path);
        let old = self.interfaces_of(id).clone();
        if old == interfaces {
            return false;
        }
        for key in old.iter().flat_map(|i| &i.keys) {
            if let Some(places) = self.by_key.get_mut(key) {
                places.retain(|place| place.file != id);
            }
        }
        for (index, interface) in interfaces.iter().enumerate() {
            let place = Exported { file: id, index: index as u32 };
            for key in &interface.keys {
                self.by_key.entry(key.clone()).or_default().push(place);
            }
        }
        if let Some(entry) = self.entries.get_mut(id.index()) {
            entry.interfaces = interfaces;
        }
        true
    }

    /// Forgets a file that is gone, and remembers that nothing is at its path.
    pub fn remove(&mut self, path: &Path) -> bool {
        let changed = self.update(path, Interfaces::default());
        self.absent.insert(normalise(path));
        changed
    }

    /// Remembers how a file names others, so that its users can be found without reading any file.
    pub fn note_uses(&mut self, path: &Path, uses: Uses) {
        let path = normalise(path);
        if uses.is_empty() && !self.by_path.contains_key(&path) {
            return;
        }
        let id = self.intern(path);
        if let Some(entry) = self.entries.get_mut(id.index()) {
            entry.uses = uses;
        }
    }

    /// How a file names others, as far as that was noted.
    #[must_use]
    pub fn uses_of(&self, file: FileId) -> &[Key] {
        self.entries.get(file.index()).map_or(&[], |e| &e.uses)
    }

    /// The other files that may name something of `file`, in the order in which they were first added.
    #[must_use]
    pub fn users(&self, file: FileId) -> Vec<FileId> {
        let Some(wanted) = self.path(file) else { return Vec::new() };
        let keys: FxHashSet<&Key> = self.interfaces_of(file).iter().flat_map(|i| &i.keys).collect();
        let entries = self.entries.iter().enumerate();
        let names = |entry: &Entry, key: &Key| match key {
            Key::Path(written) => ends_alike(written, wanted) && target_path(&entry.path, written) == wanted,
            key => keys.contains(key),
        };
        let users = entries.filter(|(i, entry)| *i != file.index() && entry.uses.iter().any(|k| names(entry, k)));
        users.map(|(i, _)| FileId::from(i)).collect()
    }

    /// The paths of all files that were ever added.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.entries.iter().map(|entry| &*entry.path)
    }

    /// The files that name others by paths, with these paths as they are written.
    pub fn paths_used(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.entries.iter().flat_map(|entry| {
            entry.uses.iter().filter_map(|key| match key {
                Key::Path(written) => Some((&*entry.path, &**written)),
                _ => None,
            })
        })
    }

    /// Whether certainly nothing is at `path`.
    #[must_use]
    pub fn is_absent(&self, path: &Path) -> bool {
        self.absent.contains(&normalise(path))
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

    /// What others see of a component.
    #[must_use]
    pub fn interface(&self, place: Exported) -> Option<&Interface> {
        self.interfaces_of(place.file).get(place.index as usize)
    }

    /// What others see of a file; nothing where it is not known.
    #[must_use]
    pub fn interfaces_of(&self, file: FileId) -> &Interfaces {
        self.entries.get(file.index()).map_or(&self.nothing, |e| &e.interfaces)
    }

    /// All components that others may name, file by file in the order in which they were first added.
    pub fn interfaces(&self) -> impl Iterator<Item = (Exported, &Interface)> {
        self.entries.iter().enumerate().flat_map(|(i, e)| {
            let place = move |index: usize| Exported { file: FileId::from(i), index: index as u32 };
            e.interfaces.iter().enumerate().map(move |(index, interface)| (place(index), interface))
        })
    }

    /// What `keys`, written in the file `from`, find. The best key that finds anything decides.
    #[must_use]
    pub fn find(&self, from: &Path, keys: &[Key]) -> Found {
        let mut otherwise = Found::Unknown;
        for key in keys {
            if let Key::Path(written) = key {
                let path = target_path(from, written);
                if let Some(file) = self.by_path.get(&path).filter(|f| !self.interfaces_of(**f).is_empty()) {
                    return Found::One(Exported { file: *file, index: 0 });
                }
                if self.absent.contains(&path) {
                    otherwise = Found::Absent(path);
                }
            }
            match self.claimants(from, key) {
                Found::Unknown => {}
                found => return found,
            }
            if let Key::Object { kind, name, part: Some(_) } = key {
                let whole = Key::Object { kind, name: name.clone(), part: None };
                if let Found::One(object) = self.claimants(from, &whole) {
                    otherwise = Found::NoSuchPart(object);
                }
            }
        }
        otherwise
    }

    /// Who claims a key: of several the one nearest to `from`, if one is nearer than all others.
    fn claimants(&self, from: &Path, key: &Key) -> Found {
        let places = match self.by_key.get(key).map(Vec::as_slice) {
            None | Some([]) => return Found::Unknown,
            Some([place]) => return Found::One(*place),
            Some(places) => places,
        };
        let from = normalise(from);
        let shared = |place: &Exported| {
            self.path(place.file)
                .map_or(0, |p| p.components().zip(from.components()).take_while(|(a, b)| a == b).count())
        };
        let best = places.iter().map(shared).max().unwrap_or(0);
        let mut nearest = places.iter().filter(|p| shared(p) == best);
        match (nearest.next(), nearest.next()) {
            (Some(place), None) => Found::One(*place),
            _ => Found::Many(places.to_vec()),
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
        self.entries.push(Entry { path: path.clone(), interfaces: Interfaces::default(), uses: Uses::default() });
        self.by_path.insert(path, id);
        id
    }
}

/// Whether two paths can be one: a cheap test before they are put together.
fn ends_alike(written: &str, path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_none_or(|name| written.ends_with(name))
}

/// The path that `written` (relative, absolute, or `file://` with an absolute one) means in the file `from`.
#[must_use]
pub fn target_path(from: &Path, written: &str) -> PathBuf {
    let written = written.strip_prefix("file://").unwrap_or(written);
    normalise(&from.parent().unwrap_or(Path::new("")).join(written))
}

/// The path without `.` and `..`, by its words alone: no file is looked at.
pub(crate) fn normalise(path: &Path) -> PathBuf {
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
