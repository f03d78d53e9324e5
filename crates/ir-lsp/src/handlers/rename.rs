//! `textDocument/prepareRename` and `textDocument/rename`.

use std::sync::Arc;

use ir_analyzer::ide::{self, Refusal};
use tower_lsp_server::Client;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{
    MessageType, PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
};

use super::{Stale, answer};
use crate::convert::{Others, workspace_edit};
use crate::state::State;

/// The protocol's `RequestFailed`: the request was right, and what it asks for cannot be done.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

pub(crate) async fn prepare_rename(
    state: &Arc<State>,
    at: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let prepared = answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let prepared = ide::prepare_rename(question.source(), &question.surroundings.workspace, offset);
        let range = |found: ide::Renamable| PrepareRenameResponse::RangeWithPlaceholder {
            range: question.places().range(found.span),
            placeholder: found.name,
        };
        Some(prepared.map(range))
    });
    match prepared.await? {
        Some(Err(Refusal::NoName)) | None => Ok(None),
        Some(prepared) => prepared.map(Some).map_err(|refusal| refused(&refusal)),
    }
}

pub(crate) async fn rename(state: &Arc<State>, client: &Client, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = params.text_document_position;
    let new = params.new_name;
    let renamed = answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let others = Others::new(&question.state);
        others.adopt(&question.snapshot);
        let lookup = |path: &std::path::Path| others.source(path);
        let workspace = &question.surroundings.workspace;
        let renaming = match ide::rename(question.source(), workspace, &lookup, offset, &new) {
            Ok(renaming) => renaming,
            Err(refusal) => return Some(Err(refused(&refusal))),
        };
        if !others.are_current() {
            return Some(Err(Error::content_modified()));
        }
        let (here, abilities) = (Some(&*question.snapshot.path), question.state.abilities());
        let edit = workspace_edit(&renaming.files, here, renaming.caution.as_deref(), &others, abilities);
        Some(Ok((edit, renaming.caution)))
    });
    let Some(renamed) = renamed.await? else { return Ok(None) };
    let (edit, caution) = renamed?;
    if let Some(caution) = caution.filter(|_| !state.abilities().annotated_edits) {
        client.show_message(MessageType::WARNING, caution).await;
    }
    Ok(edit)
}

fn refused(refusal: &Refusal) -> Error {
    Error { code: REQUEST_FAILED, message: refusal.to_string().into(), data: None }
}
