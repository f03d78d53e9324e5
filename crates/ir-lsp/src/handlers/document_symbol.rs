//! `textDocument/documentSymbol`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{DocumentSymbolParams, DocumentSymbolResponse};

use super::{Stale, answer};
use crate::convert;
use crate::state::State;

pub(crate) async fn document_symbol(
    state: &Arc<State>,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    answer(state, &params.text_document.uri, Stale::Drop, |question| {
        Some(convert::symbols(ide::outline(question.source()), &question.places()))
    })
    .await
}
