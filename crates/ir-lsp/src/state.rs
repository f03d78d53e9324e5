//! All that the server knows, behind one lock that is never held over an `await` or any real work.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use ir_analyzer::{Interfaces, Settings, Uses, Workspace};
use ir_model::Key;
use ropey::Rope;
use tokio::sync::Notify;
use tower_lsp_server::ls_types::Uri;

use crate::client::Abilities;
use crate::convert;
use crate::documents::{self, Change};
use crate::publish::{Checking, Parcel};
use crate::scan::Jobs;
use crate::snapshot::{Snapshot, Surroundings};
use crate::work::{Held, Work};

/// All that the server knows: the open documents, and the interfaces of the files around them.
#[derive(Debug)]
pub struct State {
    known: Mutex<Known>,
    abilities: OnceLock<Abilities>,
    shut_down: AtomicBool,
    pub(crate) work: Work,
    /// Rung when something is in [`Known::outbox`].
    pub(crate) outbox_bell: Notify,
    pub(crate) disk: Mutex<Jobs>,
    /// Rung when something is in `disk`.
    pub(crate) disk_bell: Notify,
}

/// What the lock guards.
#[derive(Debug, Default)]
pub(crate) struct Known {
    documents: HashMap<Uri, Document>,
    /// Paths of the open documents, in the analyzer's spelling.
    open: HashMap<PathBuf, Uri>,
    workspace: Arc<Workspace>,
    settings: Arc<Settings>,
    /// Where `workspace` knows that nothing is.
    absent: HashSet<PathBuf>,
    /// Counts the changes of `workspace`.
    revision: u64,
    generation: u64,
    /// The workspace's folders.
    pub(crate) folders: Vec<PathBuf>,
    /// Diagnostics to be sent, the newest of each document.
    pub(crate) outbox: BTreeMap<Uri, Parcel>,
}

/// An open document.
#[derive(Debug)]
pub(crate) struct Document {
    /// The current version.
    pub(crate) snapshot: Arc<Snapshot>,
    /// The generation at which it was opened.
    pub(crate) opened: u64,
    /// Whether a check is under way.
    pub(crate) checking: Checking,
    /// Whether the client was ever told of findings, or that there are none: from then on it is told
    /// of every version.
    pub(crate) told: bool,
}

/// A file that others now see differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct News {
    /// The file.
    pub(crate) path: PathBuf,
    /// By what else it is, or was, found.
    pub(crate) keys: Vec<Key>,
}

/// The lock, also after a panic of another holder: every change under it is whole at any time.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// An empty state, for one session.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            known: Mutex::default(),
            abilities: OnceLock::new(),
            shut_down: AtomicBool::new(false),
            work: Work::new(),
            outbox_bell: Notify::new(),
            disk: Mutex::default(),
            disk_bell: Notify::new(),
        })
    }

    /// The text of an open document as the server has it.
    #[must_use]
    pub fn text(&self, uri: &Uri) -> Option<String> {
        self.snapshot(uri).map(|snapshot| snapshot.text().to_string())
    }

    /// Waits until no answer and no check is being computed, and lets none begin until the result is
    /// dropped. Text changes go on. Makes races repeatable in tests.
    pub async fn hold(&self) -> Option<Held> {
        self.work.hold().await
    }

    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        lock(&self.known)
    }

    /// What the client can do.
    pub(crate) fn abilities(&self) -> &Abilities {
        self.abilities.get_or_init(Abilities::default)
    }

    pub(crate) fn set_abilities(&self, abilities: Abilities) {
        // The protocol allows one `initialize`.
        let _ = self.abilities.set(abilities);
    }

    pub(crate) fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }

    pub(crate) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::SeqCst);
    }

    /// The current version of an open document.
    pub(crate) fn snapshot(&self, uri: &Uri) -> Option<Arc<Snapshot>> {
        self.known().documents.get(uri).map(|document| Arc::clone(&document.snapshot))
    }
}

impl Known {
    pub(crate) fn document(&mut self, uri: &Uri) -> Option<&mut Document> {
        self.documents.get_mut(uri)
    }

    pub(crate) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.values()
    }

    /// Whether `snapshot` is the current version of its document.
    pub(crate) fn is_current(&self, snapshot: &Snapshot) -> bool {
        self.documents.get(&snapshot.uri).is_some_and(|d| d.snapshot.generation == snapshot.generation)
    }

    /// The open document at `path`.
    pub(crate) fn open_at(&self, path: &Path) -> Option<Arc<Snapshot>> {
        let uri = self.open.get(path)?;
        self.documents.get(uri).map(|document| Arc::clone(&document.snapshot))
    }

    /// The other files, and what the team decided.
    pub(crate) fn surroundings(&self) -> Surroundings {
        Surroundings {
            workspace: Arc::clone(&self.workspace),
            revision: self.revision,
            settings: Arc::clone(&self.settings),
        }
    }

    /// Takes over settings. `false` where nothing changes.
    pub(crate) fn settle(&mut self, settings: Settings) -> bool {
        let changes = *self.settings != settings;
        if changes {
            self.settings = Arc::new(settings);
        }
        changes
    }

    /// Opens a document, or opens it anew.
    pub(crate) fn open(&mut self, uri: Uri, version: i32, text: &str) {
        let path = convert::path(&uri);
        let generation = self.next_generation();
        let snapshot = Snapshot::new(uri.clone(), path.clone(), version, generation, Rope::from_str(text));
        let told = self.documents.get(&uri).is_some_and(|document| document.told);
        let snapshot = Arc::new(snapshot);
        let document = Document { snapshot, opened: generation, checking: Checking::Idle, told };
        self.open.insert(path, uri.clone());
        self.documents.insert(uri, document);
    }

    /// Applies changes in order. `false` if the document is not open.
    pub(crate) fn change(&mut self, uri: &Uri, version: i32, changes: &[Change], abilities: &Abilities) -> bool {
        let generation = self.next_generation();
        let Some(document) = self.documents.get_mut(uri) else { return false };
        let old = &document.snapshot;
        let mut text = old.text().clone();
        for change in changes {
            documents::apply(&mut text, change, abilities.encoding);
        }
        document.snapshot = Arc::new(old.next(version, generation, text));
        true
    }

    /// Closes a document.
    pub(crate) fn close(&mut self, uri: &Uri) -> Option<Document> {
        let document = self.documents.remove(uri)?;
        if self.open.get(&document.snapshot.path) == Some(uri) {
            self.open.remove(&document.snapshot.path);
        }
        Some(document)
    }

    /// Learns what others see of a file, and how it names others.
    pub(crate) fn learn(&mut self, path: &Path, interfaces: Interfaces, uses: Uses) -> Option<News> {
        let appeared = self.absent.remove(path);
        let known = self.workspace.file(path);
        if known.map_or(&[][..], |file| self.workspace.uses_of(file)) != &*uses {
            // No finding depends on it: the revision stays.
            Arc::make_mut(&mut self.workspace).note_uses(path, uses);
        }
        let old = known.map(|file| self.workspace.interfaces_of(file).clone()).unwrap_or_default();
        if !appeared && known.is_some() && old == interfaces {
            return None;
        }
        let keys = old.iter().chain(&*interfaces).flat_map(|i| i.keys.iter().cloned()).collect();
        if !Arc::make_mut(&mut self.workspace).update(path, interfaces) && !appeared {
            return None;
        }
        self.revision += 1;
        Some(News { path: path.to_owned(), keys })
    }

    /// Learns that nothing is at `path`.
    pub(crate) fn forget(&mut self, path: &Path) -> Option<News> {
        if !self.absent.insert(path.to_owned()) {
            return None;
        }
        let file = self.workspace.file(path);
        let old = file.map(|file| self.workspace.interfaces_of(file).clone()).unwrap_or_default();
        let keys = old.iter().flat_map(|i| i.keys.iter().cloned()).collect();
        let workspace = Arc::make_mut(&mut self.workspace);
        workspace.note_uses(path, Uses::default());
        workspace.remove(path);
        self.revision += 1;
        Some(News { path: path.to_owned(), keys })
    }

    /// Forgets the closed files in `folder`, and what is not there, without claiming that they are gone.
    pub(crate) fn leave(&mut self, folder: &Path) -> bool {
        let workspace = Arc::clone(&self.workspace);
        let left = workspace
            .paths()
            .filter(|path| !self.open.contains_key(*path))
            .chain(self.absent.iter().map(PathBuf::as_path));
        let left: Vec<PathBuf> = left.filter(|path| path.starts_with(folder)).map(Path::to_owned).collect();
        left.iter().filter(|path| self.learn(path, Interfaces::default(), Uses::default()).is_some()).count() > 0
    }

    fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }
}
