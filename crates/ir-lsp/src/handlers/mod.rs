//! One request, one file. What a handler does before its first `await` happens in the order in which
//! the client wrote.

pub(crate) mod code_action;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod document_highlight;
pub(crate) mod document_symbol;
pub(crate) mod hover;
pub(crate) mod implementation;
pub(crate) mod initialize;
pub(crate) mod linked_editing_range;
pub(crate) mod references;
pub(crate) mod rename;
pub(crate) mod sync;
pub(crate) mod type_definition;
pub(crate) mod watched_files;
pub(crate) mod will_rename_files;
pub(crate) mod workspace_folders;
pub(crate) mod workspace_symbol;

use std::sync::Arc;

use ir_analyzer::Source;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{Position, Uri};

use crate::convert::{self, Places};
use crate::snapshot::{Parsed, Snapshot, Surroundings};
use crate::state::State;
use crate::work::Failed;

/// What a question is about.
pub(crate) struct Question {
    pub(crate) state: Arc<State>,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) surroundings: Surroundings,
}

impl Question {
    pub(crate) fn parsed(&self) -> &Parsed {
        self.snapshot.parsed()
    }

    pub(crate) fn source(&self) -> &Source {
        &self.parsed().source
    }

    pub(crate) fn places(&self) -> Places<'_> {
        Places::new(&self.state, &self.snapshot)
    }

    pub(crate) fn offset(&self, position: Position) -> u32 {
        convert::offset(self.parsed(), position, self.state.abilities().encoding)
    }
}

/// What becomes of an answer about a version that is no longer current.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stale {
    /// It holds places that have moved: the client is told to ask again.
    Drop,
    /// It is given: the client fits it to what was typed meanwhile.
    Give,
}

/// Answers a question about the version that is current now. `None` for documents that are not open
/// or not ours.
pub(crate) async fn answer<T: Send + 'static>(
    state: &Arc<State>,
    uri: &Uri,
    stale: Stale,
    work: impl FnOnce(&Question) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let question = {
        let mut known = state.known();
        let Some(document) = known.document(uri) else { return Ok(None) };
        let snapshot = Arc::clone(&document.snapshot);
        let surroundings = known.surroundings();
        Question { state: Arc::clone(state), snapshot, surroundings }
    };
    let answered = state.work.answer(move || {
        let is_stale = || stale == Stale::Drop && !question.state.known().is_current(&question.snapshot);
        if is_stale() {
            return Err(Error::content_modified());
        }
        let answer = if question.source().is_ours() { work(&question) } else { None };
        if is_stale() { Err(Error::content_modified()) } else { Ok(answer) }
    });
    match answered.await {
        Ok(answer) => answer,
        Err(Failed::Panicked | Failed::Stopped) => Err(Error::internal_error()),
    }
}
