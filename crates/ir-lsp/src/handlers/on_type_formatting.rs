//! `textDocument/onTypeFormatting`: the indentation of a new line.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{DocumentOnTypeFormattingParams, TextEdit};

use super::{Stale, answer};
use crate::state::State;

pub(crate) async fn on_type_formatting(
    state: &Arc<State>,
    params: DocumentOnTypeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    if params.ch != "\n" {
        return Ok(None);
    }
    let at = params.text_document_position;
    // Wider levels than people write are those of tabs, which YAML does not have.
    let step = params.options.tab_size.clamp(1, 4) as usize;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let (span, blanks) = ide::indentation(question.source(), question.offset(at.position), step)?;
        Some(vec![TextEdit { range: question.places().range(span), new_text: " ".repeat(blanks) }])
    })
    .await
}
