//! `textDocument/typeDefinition`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use super::{Stale, answer};
use crate::state::State;

pub(crate) async fn type_definition(
    state: &Arc<State>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let found = ide::type_definition(question.source(), &question.surroundings.workspace, offset);
        let places = question.places();
        Some(GotoDefinitionResponse::Array(found.iter().filter_map(|l| places.location(&l.path, l.span)).collect()))
    })
    .await
}
