//! `textDocument/documentHighlight`.

use std::sync::Arc;

use ir_analyzer::ide::{self, HighlightKind};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use super::{Stale, answer};
use crate::state::State;

pub(crate) async fn document_highlight(
    state: &Arc<State>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let found = ide::highlights(question.source(), &question.surroundings.workspace, offset);
        let places = question.places();
        let highlight = |h: ide::Highlight| {
            let kind = match h.kind {
                HighlightKind::Text => DocumentHighlightKind::TEXT,
                HighlightKind::Read => DocumentHighlightKind::READ,
                HighlightKind::Write => DocumentHighlightKind::WRITE,
            };
            DocumentHighlight { range: places.range(h.span), kind: Some(kind) }
        };
        Some(found.into_iter().map(highlight).collect())
    })
    .await
}
