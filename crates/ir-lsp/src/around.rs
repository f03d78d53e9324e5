//! The text of the files around, read when a question needs more of them than their interfaces.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_analyzer::Workspace;
use ir_model::Key;
use ropey::Rope;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::Uri;

use crate::convert;
use crate::snapshot::{Snapshot, Surroundings};
use crate::state::State;

/// No closed file longer than this, in bytes, is read.
const MAX_FILE: u64 = 4 << 20;
/// No question reads more files than this.
const MAX_FILES: usize = 4_000;

/// Answers a question that is about several files.
///
/// # Errors
///
/// When the computation ended without an answer.
pub(crate) async fn ask<T: Send + 'static>(
    state: &Arc<State>,
    work: impl FnOnce(&Arc<State>, &Surroundings) -> T + Send + 'static,
) -> Result<T> {
    let surroundings = state.known().surroundings();
    let shared = Arc::clone(state);
    state.work.answer(move || work(&shared, &surroundings)).await.map_err(|_| Error::internal_error())
}

/// A document that is open, or a pipeline file of the workspace. Others are not looked at.
pub(crate) fn file(state: &State, workspace: &Workspace, path: &Path) -> Option<Arc<Snapshot>> {
    if let Some(open) = state.known().open_at(path) {
        return Some(open);
    }
    let known = workspace.file(path).is_some_and(|file| !workspace.interfaces_of(file).is_empty());
    if !known {
        return None;
    }
    let text = convert::read(path, MAX_FILE).ok()??;
    let uri = Uri::from_file_path(path)?;
    Some(Arc::new(Snapshot::new(uri, path.to_owned(), 0, 0, Rope::from_str(&text))))
}

/// The files that may name a component of the file at `path`, that file first.
pub(crate) fn users(state: &State, workspace: &Workspace, path: &Path) -> Vec<Arc<Snapshot>> {
    let mut found: Vec<Arc<Snapshot>> = file(state, workspace, path).into_iter().collect();
    let words = words(workspace, path);
    if words.is_empty() {
        return found;
    }
    let mut paths: Vec<PathBuf> = workspace
        .interfaces()
        .filter_map(|(place, _)| workspace.path(place.file))
        .filter(|other| *other != path)
        .map(Path::to_path_buf)
        .collect();
    paths.dedup();
    let others = paths.iter().take(MAX_FILES).filter_map(|other| file(state, workspace, other));
    found.extend(others.filter(|other| {
        let text = other.text().to_string();
        words.iter().any(|word| text.contains(word))
    }));
    found
}

/// What a file must hold that names a component of the file at `path`: one of these.
fn words(workspace: &Workspace, path: &Path) -> Vec<String> {
    let Some(file) = workspace.file(path) else { return Vec::new() };
    let mut words: Vec<String> = path.file_name().map(|n| n.to_string_lossy().into_owned()).into_iter().collect();
    for key in workspace.interfaces_of(file).iter().flat_map(|i| &i.keys) {
        words.push(match key {
            Key::Digest(word) | Key::Path(word) | Key::Location(word) => word.to_string(),
            Key::Object { name, .. } => name.to_string(),
        });
    }
    words.sort();
    words.dedup();
    words
}
