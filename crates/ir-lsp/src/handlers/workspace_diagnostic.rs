//! `workspace/diagnostic`: all findings of the workspace, and then a wait for others.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tower_lsp_server::Client;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::notification::Notification;
use tower_lsp_server::ls_types::{
    ProgressToken, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport as Item,
};

use crate::pull::{Subject, gone, subjects};
use crate::scan;
use crate::state::State;
use crate::work::Failed;

/// How long changes are gathered before the workspace is looked at again.
const BURST: Duration = Duration::from_millis(100);
/// A part of the answer has no more documents than this.
const PART: usize = 64;
/// And is sent after so long a time, if there is anything in it.
const PART_TIME: Duration = Duration::from_millis(100);

/// `$/progress` with a part of the answer.
enum Partial {}

#[derive(Serialize, Deserialize)]
struct PartialParams {
    token: ProgressToken,
    value: WorkspaceDiagnosticReport,
}

impl Notification for Partial {
    type Params = PartialParams;
    const METHOD: &'static str = "$/progress";
}

/// The findings of all documents of the workspace. Where nothing is new to the client, the answer waits until
/// something is, or the server ends. Dropped, as where the client cancels, it stops after the file at hand.
pub(crate) async fn workspace_diagnostic(
    state: &Arc<State>,
    client: &Client,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let previous: HashMap<Uri, String> = params.previous_result_ids.into_iter().map(|id| (id.uri, id.value)).collect();
    let sink = params.partial_result_params.partial_result_token;
    let mut progress = params.work_done_progress_params.work_done_token;
    // A client that knows nothing, and cannot be told piecemeal, is not left waiting for its first answer.
    let waits = sink.is_some() || !previous.is_empty();
    let mut changes = state.changes();
    loop {
        changes.mark_unchanged();
        // What files name is known when all have been looked at: before, there is much to say that is soon wrong.
        while scan::is_scanning(state) && !state.is_shut_down() {
            wait(&mut changes).await?;
        }
        let answer = Answer {
            client,
            sink: sink.clone(),
            full: Vec::new(),
            same: Vec::new(),
            news: false,
            sent: Instant::now(),
        };
        let answer = pass(state, client, &previous, answer, progress.take()).await?;
        if answer.news || !waits || state.is_shut_down() {
            return Ok(answer.end().await);
        }
        wait(&mut changes).await?;
        if !state.is_shut_down() {
            tokio::time::sleep(BURST).await;
        }
    }
}

async fn wait(changes: &mut tokio::sync::watch::Receiver<u64>) -> Result<()> {
    changes.changed().await.map_err(|_| Error::internal_error())
}

/// Looks once at all documents.
async fn pass<'a>(
    state: &Arc<State>,
    client: &Client,
    previous: &HashMap<Uri, String>,
    mut answer: Answer<'a>,
    progress: Option<ProgressToken>,
) -> Result<Answer<'a>> {
    let subjects = subjects(state);
    let all = subjects.len();
    let progress = match progress {
        Some(token) => Some(client.progress(token, "Checking the workspace").with_percentage(0).begin().await),
        None => None,
    };
    let mut left: HashMap<&Uri, &String> = previous.iter().collect();
    let mut percent = 0;
    for (index, subject) in subjects.into_iter().enumerate() {
        if state.is_shut_down() {
            break;
        }
        let uri = subject.uri().clone();
        let item = look(state, subject, left.get(&uri).map(|id| (*id).clone())).await?;
        if let Some(item) = item {
            left.remove(&uri);
            answer.add(item).await;
        }
        let now = u32::try_from(index * 100 / all.max(1)).unwrap_or(100);
        if let Some(progress) = progress.as_ref().filter(|_| now > percent) {
            percent = now;
            progress.report_with_message(format!("{index}/{all}"), percent).await;
        }
    }
    // Known to the client, and no more there or not ours any more.
    let nothing = gone("file:///".parse().map_err(|_| Error::internal_error())?);
    for (uri, id) in left {
        if !state.is_shut_down() && id_of(&nothing) != Some(id) {
            answer.add(gone(uri.clone())).await;
        }
    }
    if let Some(progress) = progress {
        progress.finish().await;
    }
    Ok(answer)
}

/// One file, which is a piece of work like the check of a document.
async fn look(state: &Arc<State>, subject: Subject, previous: Option<String>) -> Result<Option<Item>> {
    let shared = Arc::clone(state);
    match state.work.check(move || subject.look(&shared, previous.as_deref())).await {
        Ok(item) => Ok(item),
        // The others are worth looking at all the same.
        Err(Failed::Panicked) => Ok(None),
        Err(Failed::Stopped) => Err(Error::internal_error()),
    }
}

fn id_of(item: &Item) -> Option<&String> {
    match item {
        Item::Full(full) => full.full_document_diagnostic_report.result_id.as_ref(),
        Item::Unchanged(same) => Some(&same.unchanged_document_diagnostic_report.result_id),
    }
}

/// An answer as it grows: sent in parts where the client takes parts.
struct Answer<'a> {
    client: &'a Client,
    sink: Option<ProgressToken>,
    full: Vec<Item>,
    /// Documents of which nothing is new: told only with others of which something is.
    same: Vec<Item>,
    /// Whether anything is new.
    news: bool,
    sent: Instant,
}

impl Answer<'_> {
    async fn add(&mut self, item: Item) {
        match item {
            Item::Full(_) => {
                self.news = true;
                self.full.push(item);
            }
            Item::Unchanged(_) => self.same.push(item),
        }
        if self.full.len() >= PART || self.sent.elapsed() > PART_TIME {
            self.flush().await;
        }
    }

    /// Sends what there is, if parts can be sent.
    async fn flush(&mut self) {
        let Some(token) = self.sink.clone().filter(|_| !self.full.is_empty()) else { return };
        let value = WorkspaceDiagnosticReport { items: std::mem::take(&mut self.full) };
        self.client.send_notification::<Partial>(PartialParams { token, value }).await;
        self.sent = Instant::now();
    }

    /// The answer, or what is left of it.
    async fn end(mut self) -> WorkspaceDiagnosticReportResult {
        let same = std::mem::take(&mut self.same);
        self.full.extend(same);
        self.flush().await;
        WorkspaceDiagnosticReport { items: self.full }.into()
    }
}
