//! `textDocument/linkedEditingRange`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{LinkedEditingRangeParams, LinkedEditingRanges};

use super::{Stale, answer};
use crate::state::State;

/// What can be typed without any place needing quotes or ending early.
const WORD: &str = "[A-Za-z0-9_-]+";

pub(crate) async fn linked_editing_range(
    state: &Arc<State>,
    params: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let spans = ide::linked(question.source(), &question.surroundings.workspace, offset);
        let places = question.places();
        let ranges: Vec<_> = spans.into_iter().map(|span| places.range(span)).collect();
        (!ranges.is_empty()).then(|| LinkedEditingRanges { ranges, word_pattern: Some(WORD.to_owned()) })
    })
    .await
}
