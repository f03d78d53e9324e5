//! When documents are checked, and when their findings are sent.
//!
//! Each document has at most one check under way. It begins at once when the document is idle; changes
//! that come meanwhile make it run again on the newest version, after a moment's quiet. What a check
//! finds about a version that is no longer current is dropped. Findings are put into the outbox under
//! the lock that also guards the versions, and the outbox keeps only the newest of each document: the
//! client never sees older findings after newer ones, however slowly it reads.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{Diagnostic, Uri};

use crate::convert::{Places, diagnostic};
use crate::snapshot::Snapshot;
use crate::state::{Known, News, State};

/// How long to wait after a version was overtaken, so that a burst is checked once.
const QUIET: Duration = Duration::from_millis(4);

/// Where the check of a document stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Checking {
    /// Nothing to do.
    Idle,
    /// One is under way.
    Running,
    /// One is under way, and another is needed.
    Again,
}

/// Diagnostics on their way to the client.
#[derive(Debug)]
pub(crate) struct Parcel {
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

/// Sees to it that the current version of a document is checked. Inside a runtime only.
pub(crate) fn schedule(state: &Arc<State>, uri: &Uri) {
    let opened = {
        let mut known = state.known();
        let Some(document) = known.document(uri) else { return };
        match document.checking {
            Checking::Idle => document.checking = Checking::Running,
            Checking::Running | Checking::Again => {
                document.checking = Checking::Again;
                return;
            }
        }
        document.opened
    };
    tokio::spawn(check_until_settled(Arc::clone(state), uri.clone(), opened));
}

/// Checks again the open documents that look at a file.
pub(crate) fn schedule_users(state: &Arc<State>, news: &News) {
    schedule_those(state, |snapshot| snapshot.path != news.path && snapshot.looks_at(news));
}

/// Checks again the open documents that look at any file.
pub(crate) fn schedule_all_users(state: &Arc<State>) {
    schedule_those(state, Snapshot::looks_abroad);
}

/// Checks again all open documents.
pub(crate) fn schedule_all(state: &Arc<State>) {
    schedule_those(state, |_| true);
}

fn schedule_those(state: &Arc<State>, concerned: impl Fn(&Snapshot) -> bool) {
    let open: Vec<_> = state.known().documents().map(|document| Arc::clone(&document.snapshot)).collect();
    for snapshot in open.iter().filter(|snapshot| concerned(snapshot)) {
        schedule(state, &snapshot.uri);
    }
}

async fn check_until_settled(state: Arc<State>, uri: Uri, opened: u64) {
    loop {
        let snapshot = {
            let mut known = state.known();
            // Closed meanwhile, and perhaps opened again: then that has a check of its own.
            let Some(document) = known.document(&uri).filter(|d| d.opened == opened) else { return };
            document.checking = Checking::Running;
            Arc::clone(&document.snapshot)
        };
        let version = snapshot.version;
        let checked = state.work.check({
            let state = Arc::clone(&state);
            move || check(&state, &snapshot)
        });
        if checked.await.is_err() {
            tracing::error!(uri = uri.as_str(), version, "the document could not be checked");
        }
        {
            let mut known = state.known();
            let Some(document) = known.document(&uri).filter(|d| d.opened == opened) else { return };
            if document.checking == Checking::Running {
                document.checking = Checking::Idle;
                return;
            }
        }
        tokio::time::sleep(QUIET).await;
    }
}

/// Checks one version and hands over what it found, unless it is overtaken.
fn check(state: &Arc<State>, snapshot: &Snapshot) {
    if !state.known().is_current(snapshot) {
        return;
    }
    let parsed = snapshot.parsed();
    let news = if snapshot.path.is_absolute() {
        let interfaces = ir_analyzer::interfaces(&parsed.source);
        let uses = ir_analyzer::uses(&parsed.source);
        let mut known = state.known();
        if known.is_current(snapshot) { known.learn(&snapshot.path, interfaces, uses) } else { None }
    } else {
        None
    };
    let surroundings = {
        let known = state.known();
        if !known.is_current(snapshot) {
            return;
        }
        known.surroundings()
    };
    let workspace = &surroundings.workspace;
    crate::scan::look_at(state, workspace.wanted(&parsed.source));
    let findings = snapshot.findings(&surroundings);
    let places = Places::new(state, snapshot);
    let diagnostics = findings.iter().map(|finding| diagnostic(finding, workspace, &places)).collect();
    deliver(&mut state.known(), snapshot, parsed.source.is_ours(), diagnostics);
    state.outbox_bell.notify_one();
    if let Some(news) = news {
        schedule_users(state, &news);
    }
}

/// Puts findings into the outbox if they are of the current version, and of interest.
fn deliver(known: &mut Known, snapshot: &Snapshot, ours: bool, diagnostics: Vec<Diagnostic>) {
    if !known.is_current(snapshot) {
        return;
    }
    let Some(document) = known.document(&snapshot.uri) else { return };
    if !ours && diagnostics.is_empty() && !document.told {
        return;
    }
    document.told = true;
    known.outbox.insert(snapshot.uri.clone(), Parcel { version: Some(snapshot.version), diagnostics });
}

/// Takes the findings of a closed document off the client's screen.
pub(crate) fn clear(state: &State, known: &mut Known, uri: &Uri) {
    known.outbox.insert(uri.clone(), Parcel { version: None, diagnostics: Vec::new() });
    state.outbox_bell.notify_one();
}

/// Sends what is in the outbox, for ever.
pub(crate) async fn post(state: Arc<State>, client: Client) {
    loop {
        state.outbox_bell.notified().await;
        loop {
            let parcel = state.known().outbox.pop_first();
            let Some((uri, Parcel { version, diagnostics })) = parcel else { break };
            client.publish_diagnostics(uri, diagnostics, version).await;
        }
    }
}
