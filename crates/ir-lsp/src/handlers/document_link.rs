//! `textDocument/documentLink`.

use std::sync::Arc;

use ir_analyzer::ide::{self, LinkTarget};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use super::{Stale, answer};
use crate::state::State;

/// All links with their targets: finding them takes no longer than finding where they are.
pub(crate) async fn document_link(state: &Arc<State>, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    answer(state, &params.text_document.uri, Stale::Drop, |question| {
        let words = question.state.abilities().views.links.unwrap_or(false);
        let places = question.places();
        let links = ide::links(question.source(), &question.surroundings.workspace);
        let link = |link: ide::Link| {
            let target = match link.target {
                // What is no address by the protocol's rules is none to the client.
                LinkTarget::Page(page) => page.parse::<Uri>().ok()?,
                LinkTarget::File(path) => Uri::from_file_path(path)?,
            };
            let tooltip = words.then(|| link.tooltip.to_owned());
            Some(DocumentLink { range: places.range(link.span), target: Some(target), tooltip, data: None })
        };
        Some(links.into_iter().filter_map(link).collect())
    })
    .await
}
