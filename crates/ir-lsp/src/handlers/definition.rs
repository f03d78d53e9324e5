//! `textDocument/definition`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use super::{Stale, answer};
use crate::state::State;

pub(crate) async fn definition(
    state: &Arc<State>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let found = ide::definition(question.source(), &question.surroundings.workspace, question.offset(at.position));
        let places = question.places();
        let locations: Vec<_> = found.iter().filter_map(|l| places.location(&l.path, l.span)).collect();
        (!locations.is_empty()).then_some(GotoDefinitionResponse::Array(locations))
    })
    .await
}
