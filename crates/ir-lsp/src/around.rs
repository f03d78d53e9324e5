//! The text of the files around, read when a question needs more of them than their interfaces.

use std::path::Path;
use std::sync::Arc;

use ir_analyzer::Workspace;
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
    let users = workspace.file(path).map(|file| workspace.users(file)).unwrap_or_default();
    let paths = users.into_iter().filter_map(|user| workspace.path(user)).take(MAX_FILES);
    std::iter::once(path).chain(paths).filter_map(|path| file(state, workspace, path)).collect()
}
