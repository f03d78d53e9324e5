//! Findings for who asks for them: reports with an id by which the same findings are known again.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ir_analyzer::Settings;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDocumentDiagnosticReport as Item, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::publish;
use crate::snapshot::{Snapshot, Surroundings};
use crate::state::{State, lock};

/// How long reasons to look again are gathered before the client is asked to.
const BURST: Duration = Duration::from_millis(50);
/// How long a client may take to answer that it looks again, before it is asked anew.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is known of closed files without reading them again.
pub(crate) type Cache = HashMap<PathBuf, Cached>;

/// The findings of a closed file, as far as they have to be remembered.
#[derive(Debug)]
pub(crate) struct Cached {
    stamp: Stamp,
    settings: Arc<Settings>,
    /// Under which revision of the workspace, where the findings depend on other files.
    revision: Option<u64>,
    /// The id of the findings; `None` where the file is not ours.
    id: Option<String>,
}

/// By what a file on disk is known not to have changed: when it was written, and its length in bytes.
type Stamp = (Option<SystemTime>, u64);

/// All findings of a version.
#[derive(Debug)]
pub(crate) struct Report {
    /// The same findings have the same id, in all of a session.
    pub(crate) id: String,
    pub(crate) items: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn new(items: Vec<Diagnostic>) -> Self {
        let mut hasher = DefaultHasher::new();
        match serde_json::to_vec(&items) {
            Ok(bytes) => bytes.hash(&mut hasher),
            Err(error) => tracing::error!(%error, "findings that cannot be written"),
        }
        Self { id: format!("{:016x}", hasher.finish()), items }
    }

    /// The findings of a version; files that are not ours have none.
    pub(crate) fn of(state: &State, snapshot: &Snapshot, surroundings: &Surroundings) -> Self {
        let ours = snapshot.is_ours();
        Self::new(if ours { publish::diagnostics(state, snapshot, surroundings) } else { Vec::new() })
    }

    /// As the answer about one of many documents, to a client that knows the findings of this id.
    fn item(self, uri: Uri, version: Option<i32>, previous: Option<&str>) -> Item {
        let version = version.map(i64::from);
        if previous == Some(&*self.id) {
            return unchanged(uri, version, self.id);
        }
        let full = FullDocumentDiagnosticReport { result_id: Some(self.id), items: self.items };
        Item::Full(WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report: full })
    }
}

fn unchanged(uri: Uri, version: Option<i64>, result_id: String) -> Item {
    let report = UnchangedDocumentDiagnosticReport { result_id };
    Item::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version,
        unchanged_document_diagnostic_report: report,
    })
}

/// What takes the findings of a document away that has none any more.
pub(crate) fn gone(uri: Uri) -> Item {
    Report::new(Vec::new()).item(uri, None, None)
}

/// A document whose findings belong to those of the workspace.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// An open one.
    Open(Arc<Snapshot>),
    /// A file on disk.
    Closed(Uri, PathBuf),
}

/// All documents of the workspace that have findings, or may have.
pub(crate) fn subjects(state: &State) -> Vec<Subject> {
    let known = state.known();
    let open = known.documents().map(|document| Subject::Open(Arc::clone(&document.snapshot)));
    let closed = known.ours.iter().filter(|path| known.open_at(path).is_none());
    let closed = closed.filter_map(|path| Some(Subject::Closed(Uri::from_file_path(path)?, path.clone())));
    let mut all: Vec<Subject> = open.chain(closed).collect();
    all.sort_by(|a, b| a.uri().cmp(b.uri()));
    all
}

impl Subject {
    pub(crate) fn uri(&self) -> &Uri {
        match self {
            Subject::Open(snapshot) => &snapshot.uri,
            Subject::Closed(uri, _) => uri,
        }
    }

    /// What to say about it; `None` where it is not ours. Work: never on an async thread.
    pub(crate) fn look(&self, state: &Arc<State>, previous: Option<&str>) -> Option<Item> {
        match self {
            Subject::Open(snapshot) => {
                let Some((surroundings, news)) = publish::settle(state, snapshot) else {
                    // Overtaken: what the client knows stays until the next look.
                    return previous.map(|id| unchanged(snapshot.uri.clone(), None, id.to_owned()));
                };
                if let Some(news) = news {
                    publish::schedule_users(state, &news);
                }
                if !snapshot.is_ours() {
                    return None;
                }
                let report = Report::of(state, snapshot, &surroundings);
                Some(report.item(snapshot.uri.clone(), Some(snapshot.version), previous))
            }
            Subject::Closed(uri, path) => closed(state, uri, path, previous),
        }
    }
}

/// Looks at a file on disk, unless it is known that nothing has changed.
fn closed(state: &State, uri: &Uri, path: &Path, previous: Option<&str>) -> Option<Item> {
    let surroundings = state.known().surroundings();
    let settings = surroundings.configurations.settings_for(path);
    let about = std::fs::metadata(path).ok()?;
    let stamp = (about.modified().ok(), about.len());
    if let Some(cached) = lock(&state.reports).get(path) {
        let fresh = cached.stamp == stamp
            && Arc::ptr_eq(&cached.settings, &settings)
            && cached.revision.is_none_or(|revision| revision == surroundings.revision);
        if fresh {
            match &cached.id {
                None => return None,
                Some(id) if previous == Some(id) => return Some(unchanged(uri.clone(), None, id.clone())),
                Some(_) => {}
            }
        }
    }
    let snapshot = Snapshot::closed(uri.clone(), path)?;
    let ours = snapshot.is_ours();
    let report = Report::of(state, &snapshot, &surroundings);
    let revision = snapshot.looks_abroad().then_some(surroundings.revision);
    let cached = Cached { stamp, settings, revision, id: ours.then(|| report.id.clone()) };
    lock(&state.reports).insert(path.to_owned(), cached);
    ours.then(|| report.item(uri.clone(), None, previous))
}

/// Asks a client that pulls to look again where findings may have changed though the texts have not, for ever.
/// What happens in a burst is one reason to ask.
pub(crate) async fn refresh(state: Arc<State>, client: Client) {
    if !(state.abilities().pulls && state.abilities().refreshes) {
        return;
    }
    loop {
        state.pull_bell.notified().await;
        tokio::time::sleep(BURST).await;
        let asked = tokio::time::timeout(PATIENCE, client.workspace_diagnostic_refresh());
        if !matches!(asked.await, Ok(Ok(()))) {
            tracing::debug!("the client did not look at findings again");
        }
    }
}
