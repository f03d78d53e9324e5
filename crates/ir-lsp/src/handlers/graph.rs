//! `ir/graph`: the pipelines of a document, drawn, and where in the text its boxes stand.

use std::sync::Arc;

use ir_graph::{Drawing, Format, Options, Theme};
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{Range, TextDocumentIdentifier};

use super::{Stale, answer};
use crate::convert::Places;
use crate::state::State;

/// What a client asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GraphParams {
    text_document: TextDocumentIdentifier,
    /// The colours of the page, where its reader has chosen none.
    #[serde(default)]
    theme: Colours,
    /// Groups inside of so many others are collapsed at first.
    depth: Option<usize>,
}

/// The colours of a page.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Colours {
    Light,
    Dark,
    #[default]
    Auto,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub(crate) struct Graph {
    /// The version of the document that is drawn.
    version: i32,
    /// A page that needs nothing else, see `docs/graph.md`.
    html: String,
    /// The boxes in it, outer ones before those inside, pipelines among them.
    nodes: Vec<Node>,
}

/// A box and its place. A task may be drawn more than once: then several boxes have one place.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    /// As in the page.
    id: String,
    /// The box around it; a pipeline has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// All of the task.
    range: Range,
    /// The token that names it.
    name_range: Range,
}

pub(crate) async fn graph(state: &Arc<State>, params: GraphParams) -> Result<Option<Graph>> {
    let theme = match params.theme {
        Colours::Light => Theme::Light,
        Colours::Dark => Theme::Dark,
        Colours::Auto => Theme::Auto,
    };
    let options = Options { depth: params.depth, ..Options::default() };
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let findings = question.snapshot.findings(&question.surroundings);
        let drawing = ir_graph::draw(question.source(), &findings, &options);
        let html = ir_graph::render(&drawing, Format::Html, theme);
        Some(Graph { version: question.snapshot.version, html, nodes: nodes(&drawing, &question.places()) })
    })
    .await
}

fn nodes(drawing: &Drawing, places: &Places<'_>) -> Vec<Node> {
    let of = |pipeline: &ir_graph::Pipeline| -> Vec<Node> {
        let parent = |at: usize| pipeline.nodes.get(at).map(|around| around.id.clone());
        let node = |node: &ir_graph::Node| Node {
            id: node.id.clone(),
            parent: node.parent.and_then(parent),
            range: places.range(node.place.span),
            name_range: places.range(node.place.name),
        };
        pipeline.nodes.iter().map(node).collect()
    };
    drawing.pipelines.iter().flat_map(of).collect()
}
