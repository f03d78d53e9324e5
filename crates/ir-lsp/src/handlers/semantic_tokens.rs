//! `textDocument/semanticTokens/full`, `/full/delta` and `/range`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
};

use super::{Question, Stale, answer};
use crate::convert;
use crate::state::State;

/// What the client was told last of a document: it can be told the difference.
#[derive(Debug)]
pub(crate) struct Told {
    id: String,
    tokens: Vec<SemanticToken>,
}

/// All tokens, and their name. They depend on nothing but the text.
fn all(question: &Question) -> SemanticTokens {
    let data = convert::tokens(&ide::tokens(question.source(), None), &question.places());
    SemanticTokens { result_id: Some(question.snapshot.generation.to_string()), data }
}

/// Remembers what is told.
fn tell(question: &Question, tokens: &SemanticTokens) -> Option<Told> {
    let told = Told { id: tokens.result_id.clone().unwrap_or_default(), tokens: tokens.data.clone() };
    question.state.told().insert(question.snapshot.uri.clone(), told)
}

pub(crate) async fn full(state: &Arc<State>, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    answer(state, &params.text_document.uri, Stale::Drop, |question| {
        let tokens = all(question);
        tell(question, &tokens);
        Some(tokens.into())
    })
    .await
}

pub(crate) async fn delta(
    state: &Arc<State>,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let previous = params.previous_result_id;
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let tokens = all(question);
        let told = tell(question, &tokens).filter(|told| told.id == previous);
        Some(match told {
            Some(told) => {
                let edits = convert::tokens_edit(&told.tokens, &tokens.data).into_iter().collect();
                SemanticTokensDelta { result_id: tokens.result_id, edits }.into()
            }
            None => tokens.into(),
        })
    })
    .await
}

pub(crate) async fn range(
    state: &Arc<State>,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let span = convert::span(question.parsed(), params.range, question.state.abilities().encoding);
        let data = convert::tokens(&ide::tokens(question.source(), Some(span)), &question.places());
        Some(SemanticTokens { result_id: None, data }.into())
    })
    .await
}
