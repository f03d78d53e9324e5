//! `textDocument/foldingRange`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{FoldingRange, FoldingRangeParams};

use super::{Stale, answer};
use crate::convert;
use crate::state::State;

pub(crate) async fn folding_range(state: &Arc<State>, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    answer(state, &params.text_document.uri, Stale::Drop, |question| {
        let client = question.state.abilities().views.folds.unwrap_or_default();
        Some(convert::folds(&ide::folds(question.source()), client, &question.places()))
    })
    .await
}
