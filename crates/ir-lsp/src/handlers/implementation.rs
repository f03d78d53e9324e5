//! `textDocument/implementation`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use super::{Stale, answer};
use crate::convert::Others;
use crate::state::State;

pub(crate) async fn implementation(
    state: &Arc<State>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let others = Others::new(&question.state);
        others.adopt(&question.snapshot);
        let lookup = |path: &std::path::Path| others.source(path);
        let found = ide::implementation(question.source(), &question.surroundings.workspace, &lookup, offset);
        Some(GotoDefinitionResponse::Array(found.iter().filter_map(|l| others.location(&l.path, l.span)).collect()))
    })
    .await
}
