//! `textDocument/selectionRange`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{SelectionRange, SelectionRangeParams};

use super::{Stale, answer};
use crate::convert;
use crate::state::State;

/// One answer for each place, in their order.
pub(crate) async fn selection_range(
    state: &Arc<State>,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let places = question.places();
        let select = |at: &tower_lsp_server::ls_types::Position| {
            convert::selection(&ide::selections(question.source(), question.offset(*at)), *at, &places)
        };
        Some(params.positions.iter().map(select).collect())
    })
    .await
}
