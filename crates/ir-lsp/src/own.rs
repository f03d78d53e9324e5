//! The methods that the protocol does not know, `ir/…`, and how clients learn of them.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::{ClientSocket, LspService};

use crate::handlers::document::{DocumentParams, Meaning};
use crate::handlers::graph::{Graph, GraphParams};
use crate::handlers::{document, graph};
use crate::server::Server;
use crate::state::State;

/// The service with all its methods.
pub(crate) fn service(state: &Arc<State>) -> (LspService<Server>, ClientSocket) {
    LspService::build(|client| Server::new(client, Arc::clone(state)))
        .custom_method("ir/graph", Server::graph)
        .custom_method("ir/document", Server::document)
        .finish()
}

/// `ServerCapabilities::experimental`.
pub(crate) fn capabilities() -> Value {
    json!({ "irGraph": true, "irDocument": true })
}

impl Server {
    async fn graph(&self, params: GraphParams) -> Result<Option<Graph>> {
        graph::graph(self.state(), params).await
    }

    async fn document(&self, params: DocumentParams) -> Result<Option<Meaning>> {
        document::document(self.state(), params).await
    }
}
