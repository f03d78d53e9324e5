//! `workspace/symbol` and `workspaceSymbol/resolve`.

use std::path::PathBuf;
use std::sync::Arc;

use ir_analyzer::ide;
use ir_syntax::Span;
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    Location, OneOf, Uri, WorkspaceLocation, WorkspaceSymbol, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use crate::convert::{self, Others};
use crate::state::State;

/// No more than these are sent: who does not find it among them types another letter.
const MOST: usize = 128;

/// Where a symbol is, until it is asked for.
#[derive(Serialize, Deserialize)]
struct Data {
    path: PathBuf,
    start: u32,
    end: u32,
}

pub(crate) async fn symbol(
    state: &Arc<State>,
    params: WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let shared = Arc::clone(state);
    let found = state.work.answer(move || {
        let workspace = shared.known().surroundings().workspace;
        let others = Others::new(&shared);
        let hits = ide::search(&workspace, &params.query, MOST);
        hits.into_iter().filter_map(|hit| convert(hit, &others, shared.abilities().late_places)).collect()
    });
    found.await.map(|symbols| Some(WorkspaceSymbolResponse::Nested(symbols))).map_err(|_| Error::internal_error())
}

fn convert(hit: ide::Hit, others: &Others<'_>, late: bool) -> Option<WorkspaceSymbol> {
    let ide::Location { path, span } = hit.location;
    let (location, data) = if late {
        let uri = Uri::from_file_path(&path)?;
        let data = Data { path, start: span.start, end: span.end };
        (OneOf::Right(WorkspaceLocation { uri }), serde_json::to_value(data).ok())
    } else {
        (OneOf::Left(others.location(&path, span)?), None)
    };
    let container_name = Some(hit.container).filter(|name| !name.is_empty());
    let kind = convert::kind(hit.kind);
    Some(WorkspaceSymbol { name: hit.name, kind, tags: None, container_name, location, data })
}

/// Says where a symbol is exactly. In a file that cannot be read any more it stays where it is.
pub(crate) async fn resolve(state: &Arc<State>, mut symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
    let Some(data) = symbol.data.as_ref().and_then(|data| Data::deserialize(data).ok()) else { return Ok(symbol) };
    let shared = Arc::clone(state);
    let place = state.work.answer(move || -> Option<Location> {
        // A client may send anything: only files of the workspace are looked at.
        shared.known().surroundings().workspace.file(&data.path)?;
        Others::new(&shared).location(&data.path, Span::new(data.start, data.end.max(data.start)))
    });
    if let Some(location) = place.await.map_err(|_| Error::internal_error())? {
        symbol.location = OneOf::Left(location);
    }
    Ok(symbol)
}
