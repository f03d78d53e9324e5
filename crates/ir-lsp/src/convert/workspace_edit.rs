//! Changes of several files at once.

use std::collections::HashMap;
use std::path::Path;

use ir_analyzer::ide::FileEdits;
use tower_lsp_server::ls_types as lsp;

use super::Others;
use crate::client::Abilities;

/// What clients group the changes of other files by.
const ELSEWHERE: &str = "elsewhere";
/// What clients group changes by of which someone should think first.
const DOUBTFUL: &str = "doubtful";

/// The changes of `files` as the client can take them; of files other than `here`, and where there is a `caution`, to
/// be confirmed if it can ask. `None` where there is nothing to do.
pub(crate) fn workspace_edit(
    files: &[FileEdits],
    here: Option<&Path>,
    caution: Option<&str>,
    others: &Others<'_>,
    abilities: &Abilities,
) -> Option<lsp::WorkspaceEdit> {
    let mut changes = Vec::new();
    let mut annotations = HashMap::new();
    for file in files {
        let other = others.file(&file.path)?;
        let edit = |edit: &ir_syntax::edit::Edit| lsp::TextEdit {
            range: other.range(edit.span, abilities.encoding),
            new_text: edit.text.clone(),
        };
        let elsewhere = here.is_some_and(|here| here != file.path);
        let asked = abilities.annotated_edits && (elsewhere || caution.is_some());
        let id = asked.then(|| {
            let (id, label) = match caution {
                Some(_) => (DOUBTFUL, "What else reads the name?"),
                None => (ELSEWHERE, "Other files"),
            };
            let annotation = lsp::ChangeAnnotation {
                label: label.to_owned(),
                needs_confirmation: Some(true),
                description: caution.map(str::to_owned),
            };
            annotations.insert(id.to_owned(), annotation);
            id.to_owned()
        });
        changes.push((other.document(), file.edits.iter().map(edit).collect::<Vec<_>>(), id));
    }
    if changes.is_empty() {
        return None;
    }
    if !abilities.versioned_edits {
        let changes = changes.into_iter().map(|((uri, _), edits, _)| (uri, edits)).collect();
        return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
    }
    let documents = changes.into_iter().map(|((uri, version), edits, id)| {
        let annotated = |text_edit| match &id {
            Some(id) => lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit, annotation_id: id.clone() }),
            None => lsp::OneOf::Left(text_edit),
        };
        let text_document = lsp::OptionalVersionedTextDocumentIdentifier { uri, version };
        lsp::TextDocumentEdit { text_document, edits: edits.into_iter().map(annotated).collect() }
    });
    Some(lsp::WorkspaceEdit {
        changes: None,
        document_changes: Some(lsp::DocumentChanges::Edits(documents.collect())),
        change_annotations: (!annotations.is_empty()).then_some(annotations),
    })
}
