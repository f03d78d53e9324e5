//! `textDocument/completion`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{CompletionParams, CompletionResponse};

use super::{Stale, answer};
use crate::convert;
use crate::state::State;

pub(crate) async fn completion(state: &Arc<State>, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    answer(state, &at.text_document.uri, Stale::Give, move |question| {
        let offset = question.offset(at.position);
        let items = ide::complete(question.source(), &question.surroundings.workspace, offset);
        let places = question.places();
        let items = items.into_iter().enumerate();
        let items = items.map(|(index, item)| convert::completion(item, index, offset, &places)).collect();
        Some(CompletionResponse::Array(items))
    })
    .await
}
