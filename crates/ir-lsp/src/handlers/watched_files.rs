//! `workspace/didChangeWatchedFiles`.

use std::sync::Arc;

use tower_lsp_server::ls_types::DidChangeWatchedFilesParams;

use crate::state::State;
use crate::{convert, scan};

/// Whatever happened to a file: it is looked at, and then what is there counts.
pub(crate) fn did_change_watched_files(state: &Arc<State>, params: &DidChangeWatchedFilesParams) {
    let paths = params.changes.iter().map(|change| convert::path(&change.uri));
    scan::look_at(state, paths.filter(|path| scan::is_candidate(path)).collect());
}
