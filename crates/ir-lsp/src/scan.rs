//! The files around the open documents: looked at in the background, one by one, and only their
//! interfaces kept. An open document always shadows its file.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ignore::WalkBuilder;
use ir_analyzer::{Interfaces, Source, Uses};

use crate::config;
use crate::convert::read;
use crate::publish;
use crate::state::{State, lock};

/// No closed file longer than this, in bytes, is looked at.
const MAX_FILE: u64 = 4 << 20;
/// No more files than this are looked at in one folder of the workspace.
const MAX_FILES: usize = 100_000;
/// After so many files of a scan, what was learnt is shared and newer wishes are seen to.
const BATCH: usize = 64;

/// What is to be looked at.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    paths: BTreeSet<PathBuf>,
    folders: VecDeque<PathBuf>,
    /// How many folders are waiting or being scanned.
    scans: usize,
}

/// Has files looked at, those of `paths` that lie in the workspace.
pub(crate) fn look_at(state: &State, mut paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    {
        let known = state.known();
        paths.retain(|path| known.folders.iter().any(|folder| path.starts_with(folder)));
    }
    if !paths.is_empty() {
        lock(&state.disk).paths.extend(paths);
        state.disk_bell.notify_one();
    }
}

/// Has a folder of the workspace scanned.
pub(crate) fn scan(state: &State, folder: PathBuf) {
    let mut jobs = lock(&state.disk);
    jobs.folders.push_back(folder);
    jobs.scans += 1;
    drop(jobs);
    state.disk_bell.notify_one();
}

/// Whether a folder is being scanned, or waits for it.
pub(crate) fn is_scanning(state: &State) -> bool {
    lock(&state.disk).scans > 0
}

/// Does the jobs as they come, for ever: one at a time, so that the newest look at a file always wins.
pub(crate) async fn run(state: Arc<State>) {
    loop {
        state.disk_bell.notified().await;
        let state = Arc::clone(&state);
        if let Err(error) = tokio::task::spawn_blocking(move || drain(&state)).await {
            tracing::error!(%error, "looking at the workspace's files failed");
        }
    }
}

fn drain(state: &Arc<State>) {
    loop {
        do_paths(state);
        let folder = lock(&state.disk).folders.pop_front();
        let Some(folder) = folder else { return };
        let _ended = Ended(state);
        let files = scan_folder(state, &folder);
        tracing::info!(folder = %folder.display(), files, "scanned");
        // Also without news: what they name may lie in the folder and not be there.
        publish::schedule_all_users(state);
    }
}

/// Counts a scan as done, also where it ends by a panic.
struct Ended<'a>(&'a State);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        lock(&self.0.disk).scans -= 1;
        self.0.touch();
    }
}

/// Looks at single files.
fn do_paths(state: &Arc<State>) {
    loop {
        // Taken before it is looked at: a change that comes later puts it in again.
        let path = lock(&state.disk).paths.pop_first();
        let Some(path) = path else { return };
        lock(&state.reports).remove(&path);
        if config::is_configuration(&path) {
            settle(state, &path);
            state.touch();
            continue;
        }
        let look = look(&path);
        let news = {
            let mut known = state.known();
            match look {
                Look::There(Seen { ours: true, .. }) => drop(known.ours.insert(path.clone())),
                _ => drop(known.ours.remove(&path)),
            }
            match look {
                _ if known.open_at(&path).is_some() => None,
                Look::Gone => known.forget(&path),
                Look::There(seen) => known.learn(&path, seen.interfaces, seen.uses),
            }
        };
        state.touch();
        if let Some(news) = news {
            publish::schedule_users(state, &news);
        }
    }
}

/// Reads a configuration file again: it is new, has changed or is gone.
fn settle(state: &Arc<State>, path: &Path) {
    let configurations = {
        let mut known = state.known();
        if path.is_file() {
            known.ours.insert(path.to_owned());
        } else {
            known.ours.remove(path);
        }
        Arc::clone(&known.configurations)
    };
    publish::tell_about_configuration(state, path);
    if configurations.reread(path) {
        publish::schedule_all(state);
    }
}

/// Looks at all files of a folder that no ignore file excludes.
fn scan_folder(state: &Arc<State>, folder: &Path) -> usize {
    let mut files = 0;
    let mut batch = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let Ok(entry) = entry else { continue };
        if entry.file_type().is_some_and(|kind| kind.is_dir()) {
            let configuration = entry.path().join(config::NAME);
            if configuration.is_file() {
                settle(state, &configuration);
            }
        }
        if !entry.file_type().is_some_and(|kind| kind.is_file()) || !is_candidate(entry.path()) {
            continue;
        }
        if state.is_shut_down() || !state.known().folders.iter().any(|f| f == folder) {
            break;
        }
        if files == MAX_FILES {
            tracing::warn!(folder = %folder.display(), files, "too many files: the rest is not looked at");
            break;
        }
        files += 1;
        give_way(state);
        if let Look::There(seen) = look(entry.path())
            && !seen.is_nothing()
        {
            batch.push((entry.into_path(), seen));
        }
        if files % BATCH == 0 {
            share(state, &mut batch);
            do_paths(state);
        }
    }
    share(state, &mut batch);
    files
}

fn share(state: &State, batch: &mut Vec<(PathBuf, Seen)>) {
    let mut known = state.known();
    for (path, seen) in batch.drain(..) {
        if seen.ours {
            known.ours.insert(path.clone());
        }
        if known.open_at(&path).is_none() {
            known.learn(&path, seen.interfaces, seen.uses);
        }
    }
}

/// Waits while someone waits for an answer, but not for ever.
fn give_way(state: &State) {
    for _ in 0..20 {
        if !state.work.is_busy() {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What a look at a path shows.
enum Look {
    /// Certainly nothing is there.
    Gone,
    /// Something.
    There(Seen),
}

/// A file, as others see it.
#[derive(Default)]
struct Seen {
    /// Of the components that others could name.
    interfaces: Interfaces,
    /// How it names others.
    uses: Uses,
    /// Whether it is a pipeline file.
    ours: bool,
}

impl Seen {
    fn is_nothing(&self) -> bool {
        self.interfaces.is_empty() && self.uses.is_empty() && !self.ours
    }
}

fn look(path: &Path) -> Look {
    match read(path, MAX_FILE) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Look::Gone,
        Err(_) | Ok(None) => Look::There(Seen::default()),
        Ok(Some(text)) => {
            // A file that breaks the analyzer must not end the scan.
            let seen = std::panic::catch_unwind(|| {
                let source = Source::new(path, text);
                let (interfaces, uses) = (ir_analyzer::interfaces(&source), ir_analyzer::uses(&source));
                Seen { interfaces, uses, ours: source.is_ours() }
            });
            Look::There(seen.unwrap_or_else(|_| {
                tracing::error!(path = %path.display(), "this file cannot be analyzed");
                Seen::default()
            }))
        }
    }
}

/// Whether the name is one that a pipeline file could have.
pub(crate) fn is_candidate(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|e| ["yaml", "yml", "json"].iter().any(|ours| e.eq_ignore_ascii_case(ours)))
}
