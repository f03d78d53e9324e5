//! `textDocument/inlayHint` and `inlayHint/resolve`.

use std::sync::Arc;

use ir_analyzer::ide::{self, Hint, HintKind};
use ir_syntax::Span;
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{InlayHint, InlayHintKind, InlayHintParams, InlayHintTooltip, Uri};

use super::{Question, Stale, answer};
use crate::convert::{self, markup};
use crate::state::State;

/// What leads from a hint back to what it is about.
#[derive(Serialize, Deserialize)]
struct Data {
    uri: Uri,
    offset: u32,
}

pub(crate) async fn inlay_hint(state: &Arc<State>, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let client = question.state.abilities().views.hints.unwrap_or_default();
        let range = convert::span(question.parsed(), params.range, question.state.abilities().encoding);
        let hints = hints(question, range, !client.lazy);
        Some(hints.into_iter().map(|h| hint(h, question, client.lazy)).collect())
    })
    .await
}

fn hints(question: &Question, range: Span, tooltips: bool) -> Vec<Hint> {
    let kinds = question.state.abilities().views.hints.unwrap_or_default().kinds;
    ide::hints(question.source(), &question.surroundings.workspace, range, kinds, tooltips)
}

fn hint(hint: Hint, question: &Question, lazy: bool) -> InlayHint {
    let data = Data { uri: question.snapshot.uri.clone(), offset: hint.offset };
    let typed = hint.kind == HintKind::Type;
    InlayHint {
        position: question.places().range(Span::at(hint.offset)).start,
        tooltip: tooltip(hint.tooltip, question),
        label: hint.label.into(),
        kind: Some(if typed { InlayHintKind::TYPE } else { InlayHintKind::PARAMETER }),
        text_edits: None,
        padding_left: Some(!typed),
        padding_right: None,
        data: if lazy { serde_json::to_value(data).ok() } else { None },
    }
}

fn tooltip(markdown: Option<String>, question: &Question) -> Option<InlayHintTooltip> {
    let shown = question.state.abilities().hover_markdown;
    markdown.map(|markdown| markup(markdown, shown).into())
}

/// The words on a hint. One of a version that is no longer current stays as it is.
pub(crate) async fn resolve(state: &Arc<State>, hint: InlayHint) -> Result<InlayHint> {
    let data = hint.data.as_ref().and_then(|data| Data::deserialize(data).ok());
    let Some(data) = data else { return Ok(hint) };
    let label = serde_json::to_value(&hint.label).ok();
    let words = answer(state, &data.uri, Stale::Drop, move |question| {
        let found = hints(question, Span::at(data.offset), true);
        let same = |h: &Hint| h.offset == data.offset && label == serde_json::to_value(&h.label).ok();
        tooltip(found.into_iter().find(same)?.tooltip, question)
    });
    Ok(InlayHint { tooltip: words.await?, ..hint })
}
