//! `textDocument/hover`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{Hover, HoverContents, HoverParams};

use super::{Stale, answer};
use crate::convert::markup;
use crate::state::State;

pub(crate) async fn hover(state: &Arc<State>, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let what = ide::hover(question.source(), &question.surroundings.workspace, offset);
        let why = ide::explanation(&question.snapshot.findings(&question.surroundings), offset);
        let hover = match (what, why) {
            (Some(what), Some(why)) => {
                ide::Hover { markdown: format!("{}\n\n---\n\n{}", what.markdown, why.markdown), ..what }
            }
            (what, why) => what.or(why)?,
        };
        let contents = HoverContents::Markup(markup(hover.markdown, question.state.abilities().hover_markdown));
        Some(Hover { contents, range: Some(question.places().range(hover.span)) })
    })
    .await
}
