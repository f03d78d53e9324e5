//! `textDocument/references`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{Location, ReferenceParams};

use super::{Stale, answer};
use crate::state::State;

pub(crate) async fn references(state: &Arc<State>, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position;
    let declaration = params.context.include_declaration;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let found = ide::references(question.source(), &question.surroundings.workspace, offset, declaration);
        let places = question.places();
        Some(found.iter().filter_map(|l| places.location(&l.path, l.span)).collect())
    })
    .await
}
