//! `textDocument/didOpen`, `didChange`, `didClose`: all synchronous, so that they happen in order.

use std::sync::Arc;

use tower_lsp_server::ls_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, Uri,
};

use crate::state::State;
use crate::{convert, publish, scan};

pub(crate) fn did_open(state: &Arc<State>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    state.known().open(document.uri.clone(), document.version, &document.text);
    publish::schedule(state, &document.uri);
}

pub(crate) fn did_change(state: &Arc<State>, params: DidChangeTextDocumentParams) {
    let document = params.text_document;
    let changes: Vec<_> = params.content_changes.into_iter().map(convert::change).collect();
    if !state.known().change(&document.uri, document.version, &changes, state.abilities()) {
        tracing::warn!(uri = document.uri.as_str(), "a change to a document that is not open");
        return;
    }
    publish::schedule(state, &document.uri);
}

pub(crate) fn did_close(state: &Arc<State>, params: DidCloseTextDocumentParams) {
    let uri: Uri = params.text_document.uri;
    let path = {
        let mut known = state.known();
        let Some(document) = known.close(&uri) else { return };
        state.told().remove(&uri);
        if document.told {
            publish::clear(state, &mut known, &uri);
        }
        document.snapshot.path.clone()
    };
    // What counts from now on is the file on disk.
    scan::look_at(state, vec![path]);
}
