//! `textDocument/completion` and `completionItem/resolve`.

use std::sync::Arc;

use ir_analyzer::ide;
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{CompletionItem, CompletionParams, CompletionResponse};

use super::{Stale, answer};
use crate::convert;
use crate::state::State;

/// The words on the proposals that were made last. They are kept, as the text will have gone on when the client
/// asks for them.
#[derive(Debug, Default)]
pub(crate) struct Proposed {
    /// Which list it is.
    list: u64,
    words: Vec<Option<String>>,
}

/// What leads from a proposal back to its words.
#[derive(Serialize, Deserialize)]
struct Data {
    list: u64,
    index: usize,
}

pub(crate) async fn completion(state: &Arc<State>, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    answer(state, &at.text_document.uri, Stale::Give, move |question| {
        let offset = question.offset(at.position);
        let items = ide::complete(question.source(), &question.surroundings.workspace, offset);
        let places = question.places();
        let lazy = question.state.abilities().lazy_documentation;
        let list = if lazy { keep(&question.state, &items) } else { 0 };
        let items = items.into_iter().enumerate().map(|(index, item)| {
            let data = if lazy && item.documentation.is_some() { Some(Data { list, index }) } else { None };
            let data = data.and_then(|data| serde_json::to_value(data).ok());
            CompletionItem { data, ..convert::completion(item, index, offset, &places) }
        });
        Some(CompletionResponse::Array(items.collect()))
    })
    .await
}

/// Keeps the words on `items`; the number of the list.
fn keep(state: &State, items: &[ide::Completion]) -> u64 {
    let mut proposed = state.proposed();
    proposed.list += 1;
    proposed.words = items.iter().map(|item| item.documentation.clone()).collect();
    proposed.list
}

/// A proposal with the words on it; as it is where they are no longer known.
pub(crate) fn resolve(state: &Arc<State>, item: CompletionItem) -> CompletionItem {
    let data = item.data.as_ref().and_then(|data| Data::deserialize(data).ok());
    let Some(data) = data else { return item };
    let proposed = state.proposed();
    let words = proposed.words.get(data.index).cloned().flatten().filter(|_| proposed.list == data.list);
    let documentation = words.map(|words| convert::documentation(words, state)).or(item.documentation);
    CompletionItem { documentation, ..item }
}
