//! `workspace/willRenameFiles`.

use std::path::PathBuf;
use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind, FileOperationRegistrationOptions,
    RenameFilesParams, Uri, WorkspaceEdit,
};

use crate::convert::{self, Others, workspace_edit};
use crate::state::State;

/// What of the files on disk is worth asking about: pipeline files, and the folders that may hold some.
pub(crate) fn registration() -> FileOperationRegistrationOptions {
    let filter = |glob: &str, kind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: glob.to_owned(), matches: Some(kind), options: None },
    };
    let files = filter("**/*.{yaml,yml,json}", FileOperationPatternKind::File);
    FileOperationRegistrationOptions { filters: vec![files, filter("**", FileOperationPatternKind::Folder)] }
}

pub(crate) async fn will_rename_files(state: &Arc<State>, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    let path = |uri: &str| uri.parse::<Uri>().ok().map(|uri| convert::path(&uri)).filter(|path| path.is_absolute());
    let moves = params.files.iter().filter_map(|file| Some((path(&file.old_uri)?, path(&file.new_uri)?)));
    let moves: Vec<(PathBuf, PathBuf)> = moves.collect();
    let shared = Arc::clone(state);
    let edit = state.work.answer(move || {
        let workspace = shared.known().surroundings().workspace;
        let others = Others::new(&shared);
        let lookup = |path: &std::path::Path| others.source(path);
        let files = ide::moved(&workspace, &lookup, &moves);
        workspace_edit(&files, None, None, &others, shared.abilities())
    });
    edit.await.map_err(|_| Error::internal_error())
}
