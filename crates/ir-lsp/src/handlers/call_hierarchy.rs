//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`: which
//! component runs which.

use std::sync::Arc;

use ir_analyzer::ide::{self, Callable};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, SymbolKind,
};

use super::{Stale, answer};
use crate::around;
use crate::convert::{self, Places};
use crate::snapshot::Snapshot;
use crate::state::State;

pub(crate) async fn prepare(
    state: &Arc<State>,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Drop, move |question| {
        let offset = question.offset(at.position);
        let found = ide::callables(question.source(), &question.surroundings.workspace, offset);
        let mut places = question.places();
        let items: Vec<_> = found.into_iter().filter_map(|c| item(c, &mut places)).collect();
        (!items.is_empty()).then_some(items)
    })
    .await
}

fn item(callable: Callable, places: &mut Places<'_>) -> Option<CallHierarchyItem> {
    let whole = places.location(&callable.path, callable.span)?;
    let name = places.location(&callable.path, callable.selection)?;
    Some(CallHierarchyItem {
        name: callable.name,
        kind: if callable.graph { SymbolKind::MODULE } else { SymbolKind::CLASS },
        tags: None,
        detail: callable.detail,
        uri: whole.uri,
        range: whole.range,
        selection_range: name.range,
        data: None,
    })
}

/// Where the name of an item begins in its file, in bytes.
fn name(item: &CallHierarchyItem, file: &Snapshot, state: &State) -> u32 {
    convert::offset(file.parsed(), item.selection_range.start, state.abilities().encoding)
}

pub(crate) async fn incoming(
    state: &Arc<State>,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    around::ask(state, move |state, surroundings| {
        let workspace = &surroundings.workspace;
        let path = convert::path(&params.item.uri);
        let file = around::file(state, workspace, &path)?;
        let name = name(&params.item, &file, state);
        let mut calls = Vec::new();
        for user in around::users(state, workspace, &path) {
            let mut places = Places::new(state, &user);
            for call in ide::incoming(&user.parsed().source, workspace, &path, name) {
                let from_ranges = call.at.iter().map(|s| places.range(*s)).collect();
                calls.extend(item(call.other, &mut places).map(|from| CallHierarchyIncomingCall { from, from_ranges }));
            }
        }
        Some(calls)
    })
    .await
}

pub(crate) async fn outgoing(
    state: &Arc<State>,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    around::ask(state, move |state, surroundings| {
        let workspace = &surroundings.workspace;
        let file = around::file(state, workspace, &convert::path(&params.item.uri))?;
        let name = name(&params.item, &file, state);
        let mut places = Places::new(state, &file);
        let mut calls = Vec::new();
        for call in ide::outgoing(&file.parsed().source, workspace, name) {
            let from_ranges = call.at.iter().map(|s| places.range(*s)).collect();
            calls.extend(item(call.other, &mut places).map(|to| CallHierarchyOutgoingCall { to, from_ranges }));
        }
        Some(calls)
    })
    .await
}
