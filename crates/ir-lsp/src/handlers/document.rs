//! `ir/document`: what a document means, in the neutral form that all formats share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::TextDocumentIdentifier;

use super::{Stale, answer};
use crate::state::State;

/// What a client asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocumentParams {
    text_document: TextDocumentIdentifier,
    /// Whether everything says where it stands.
    #[serde(default)]
    spans: bool,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub(crate) struct Meaning {
    /// The version of the document that was read.
    version: i32,
    /// JSON laid out for people, see `docs/ir.md`. Text, because its members have an order that readers like.
    json: String,
}

pub(crate) async fn document(state: &Arc<State>, params: DocumentParams) -> Result<Option<Meaning>> {
    let folders = state.known().folders.clone();
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let options = ir_export::Options { spans: params.spans, base: base(&question.snapshot.path, &folders) };
        let document = ir_export::export(question.source(), &question.surroundings.workspace, &options)?;
        Some(Meaning { version: question.snapshot.version, json: document.to_json(true) })
    })
    .await
}

/// The folder from which paths are told: the innermost one of the workspace, else the document's own.
fn base(path: &Path, folders: &[PathBuf]) -> PathBuf {
    let around = folders.iter().filter(|folder| path.starts_with(folder)).max_by_key(|folder| folder.as_os_str().len());
    around.map(PathBuf::as_path).or_else(|| path.parent()).unwrap_or(Path::new("")).to_owned()
}
