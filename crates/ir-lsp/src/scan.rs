//! The files around the open documents: looked at in the background, one by one, and only their
//! interfaces kept. An open document always shadows its file.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ignore::WalkBuilder;
use ir_analyzer::{Interfaces, Settings, Source, Uses};

use crate::convert::read;
use crate::publish;
use crate::state::{State, lock};

/// No closed file longer than this, in bytes, is looked at.
const MAX_FILE: u64 = 4 << 20;
/// No more files than this are looked at in one folder of the workspace.
const MAX_FILES: usize = 100_000;
/// After so many files of a scan, what was learnt is shared and newer wishes are seen to.
const BATCH: usize = 64;

/// The name of the configuration file.
const CONFIGURATION: &str = ".ir-lint.yaml";

/// What is to be looked at.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    paths: BTreeSet<PathBuf>,
    folders: VecDeque<PathBuf>,
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
    lock(&state.disk).folders.push_back(folder);
    state.disk_bell.notify_one();
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
        let files = scan_folder(state, &folder);
        tracing::info!(folder = %folder.display(), files, "scanned");
        // Also without news: what they name may lie in the folder and not be there.
        publish::schedule_all_users(state);
    }
}

/// Looks at single files.
fn do_paths(state: &Arc<State>) {
    loop {
        // Taken before it is looked at: a change that comes later puts it in again.
        let path = lock(&state.disk).paths.pop_first();
        let Some(path) = path else { return };
        if path.file_name().is_some_and(|name| name == CONFIGURATION) {
            settle(state, &path);
            continue;
        }
        let look = look(&path);
        let news = {
            let mut known = state.known();
            match look {
                _ if known.open_at(&path).is_some() => None,
                Look::Gone => known.forget(&path),
                Look::There(interfaces, uses) => known.learn(&path, interfaces, uses),
            }
        };
        if let Some(news) = news {
            publish::schedule_users(state, &news);
        }
    }
}

/// Reads the configuration of the team, where it lies in the first folder of the workspace: the whole
/// workspace has one. A broken one counts as far as it can be read.
fn settle(state: &Arc<State>, path: &Path) {
    let first = state.known().folders.first().cloned();
    if path.parent() != first.as_deref() {
        return;
    }
    let text = read(path, MAX_FILE).ok().flatten();
    let (settings, wrong) = text.as_deref().map(Settings::read).unwrap_or_default();
    for finding in &wrong {
        tracing::warn!(path = %path.display(), "{}", finding.title);
    }
    if state.known().settle(settings) {
        publish::schedule_all(state);
    }
}

/// Looks at all files of a folder that no ignore file excludes.
fn scan_folder(state: &Arc<State>, folder: &Path) -> usize {
    settle(state, &folder.join(CONFIGURATION));
    let mut files = 0;
    let mut batch = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let Ok(entry) = entry else { continue };
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
        if let Look::There(interfaces, uses) = look(entry.path())
            && !(interfaces.is_empty() && uses.is_empty())
        {
            batch.push((entry.into_path(), interfaces, uses));
        }
        if files % BATCH == 0 {
            share(state, &mut batch);
            do_paths(state);
        }
    }
    share(state, &mut batch);
    files
}

fn share(state: &State, batch: &mut Vec<(PathBuf, Interfaces, Uses)>) {
    let mut known = state.known();
    for (path, interfaces, uses) in batch.drain(..) {
        if known.open_at(&path).is_none() {
            known.learn(&path, interfaces, uses);
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
    /// Something; with the interfaces of the components that others could name, and how it names others.
    There(Interfaces, Uses),
}

fn look(path: &Path) -> Look {
    let nothing = || Look::There(Interfaces::default(), Uses::default());
    match read(path, MAX_FILE) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Look::Gone,
        Err(_) | Ok(None) => nothing(),
        Ok(Some(text)) => {
            // A file that breaks the analyzer must not end the scan.
            let seen = std::panic::catch_unwind(|| {
                let source = Source::new(path, text);
                Look::There(ir_analyzer::interfaces(&source), ir_analyzer::uses(&source))
            });
            seen.unwrap_or_else(|_| {
                tracing::error!(path = %path.display(), "this file cannot be analyzed");
                nothing()
            })
        }
    }
}

/// Whether the name is one that a pipeline file could have.
pub(crate) fn is_candidate(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|e| ["yaml", "yml", "json"].iter().any(|ours| e.eq_ignore_ascii_case(ours)))
}
