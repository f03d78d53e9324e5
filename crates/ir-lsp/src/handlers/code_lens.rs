//! `textDocument/codeLens` and `codeLens/resolve`.

use std::sync::Arc;

use ir_analyzer::ide::{self, Lens, LensKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{CodeLens, CodeLensParams, Command, Location, Uri};

use super::{Question, Stale, answer};
use crate::around;
use crate::convert::Places;
use crate::state::State;
use crate::views::Commands;

/// What leads from a lens back to what it is about.
#[derive(Serialize, Deserialize)]
struct Data {
    uri: Uri,
    offset: u32,
    graph: bool,
}

/// Where lenses are; what they say is asked for those that are seen.
pub(crate) async fn code_lens(state: &Arc<State>, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    answer(state, &params.text_document.uri, Stale::Drop, |question| {
        let places = question.places();
        let lens = |lens: &Lens| {
            let graph = matches!(lens.kind, LensKind::Graph(_));
            let data = Data { uri: question.snapshot.uri.clone(), offset: lens.span.start, graph };
            CodeLens { range: places.range(lens.span), command: None, data: serde_json::to_value(data).ok() }
        };
        let shown = |lens: &Lens| match lens.kind {
            LensKind::Graph(_) => question.state.abilities().views.commands.show_graph,
            LensKind::Uses { .. } => true,
        };
        Some(ide::lenses(question.source()).iter().filter(|l| shown(l)).map(lens).collect())
    })
    .await
}

pub(crate) async fn resolve(state: &Arc<State>, lens: CodeLens) -> Result<CodeLens> {
    let data = lens.data.as_ref().and_then(|data| Data::deserialize(data).ok());
    let Some(data) = data else { return Ok(lens) };
    let command = answer(state, &data.uri, Stale::Drop, move |question| {
        let graph = |l: &Lens| matches!(l.kind, LensKind::Graph(_));
        let same = |l: &Lens| l.span.start == data.offset && graph(l) == data.graph;
        let lens = ide::lenses(question.source()).into_iter().find(same)?;
        Some(match &lens.kind {
            LensKind::Graph(name) => Command {
                title: "show graph".to_owned(),
                command: Commands::SHOW_GRAPH.to_owned(),
                arguments: Some(vec![json!({ "uri": question.snapshot.uri, "name": name })]),
            },
            LensKind::Uses { here, exported } => {
                let mut uses: Vec<Location> = here.iter().map(|s| question.places().here(*s)).collect();
                if *exported {
                    uses.extend(elsewhere(question, lens.span.start));
                }
                uses_command(question, &lens, &uses)
            }
        })
    });
    Ok(CodeLens { command: command.await?, ..lens })
}

/// The uses of a component in other files.
fn elsewhere(question: &Question, name: u32) -> Vec<Location> {
    let workspace = &question.surroundings.workspace;
    let path = &question.snapshot.path;
    let mut found = Vec::new();
    for user in around::users(&question.state, workspace, path).iter().filter(|user| user.path != *path) {
        let places = Places::new(&question.state, user);
        let calls = ide::incoming(&user.parsed().source, workspace, path, name);
        found.extend(calls.iter().flat_map(|c| &c.at).map(|s| places.here(*s)));
    }
    found
}

/// How often something is used; where the editor has a command for it, that shows the places.
fn uses_command(question: &Question, lens: &Lens, uses: &[Location]) -> Command {
    let title = match uses.len() {
        0 => "no uses".to_owned(),
        1 => "1 use".to_owned(),
        count => format!("{count} uses"),
    };
    if !question.state.abilities().views.commands.show_references || uses.is_empty() {
        return Command { title, command: String::new(), arguments: None };
    }
    let position = question.places().range(lens.span).start;
    let arguments: Vec<Value> = vec![json!(question.snapshot.uri), json!(position), json!(uses)];
    Command { title, command: Commands::SHOW_REFERENCES.to_owned(), arguments: Some(arguments) }
}
