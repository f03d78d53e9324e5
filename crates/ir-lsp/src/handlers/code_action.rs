//! `textDocument/codeAction`: the fixes of the findings at a place.

use std::collections::HashMap;
use std::sync::Arc;

use ir_model::{Diagnostic, Fix, Safety};
use ir_syntax::Span;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, WorkspaceEdit,
};

use super::{Question, Stale, answer};
use crate::convert::{self, Places};
use crate::state::State;

pub(crate) async fn code_action(state: &Arc<State>, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let wanted = params.context.only.is_none_or(|only| only.iter().any(includes_quickfix));
    if !wanted || !state.abilities().code_actions {
        return Ok(None);
    }
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let range = convert::span(question.parsed(), params.range, question.state.abilities().encoding);
        let findings = question.snapshot.findings(&question.surroundings);
        let places = question.places();
        let mut actions = Vec::new();
        for finding in findings.iter().filter(|finding| overlap(finding.span, range)) {
            let mut preferred = true;
            for fix in &finding.fixes {
                // One of several safe ways out is as good as the other: the first is the best.
                let best = preferred && fix.safety == Safety::Safe;
                preferred &= !best;
                actions.push(CodeActionOrCommand::CodeAction(action(finding, fix, best, question, &places)));
            }
        }
        Some(actions)
    })
    .await
}

/// Kinds are paths, and a client may ask for any prefix of them.
fn includes_quickfix(only: &CodeActionKind) -> bool {
    *only == CodeActionKind::EMPTY || *only == CodeActionKind::QUICKFIX
}

/// Touching is enough: the cursor behind a word's last letter means the word.
fn overlap(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

fn action(finding: &Diagnostic, fix: &Fix, best: bool, question: &Question, places: &Places<'_>) -> CodeAction {
    let edits = convert::edits(fix, places);
    let uri = question.snapshot.uri.clone();
    let edit = if question.state.abilities().versioned_edits {
        let version = Some(question.snapshot.version);
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    } else {
        WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }
    };
    CodeAction {
        title: sentence(&fix.title),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![convert::diagnostic(finding, &question.surroundings.workspace, places)]),
        edit: Some(edit),
        is_preferred: best.then_some(true),
        ..CodeAction::default()
    }
}

/// With a capital letter, as menus have it.
fn sentence(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
