//! When documents are checked, and when their findings are sent.
//!
//! Each document has at most one check under way. It begins at once when the document is idle; changes
//! that come meanwhile make it run again on the newest version, after a moment's quiet. What a check
//! finds about a version that is no longer current is dropped. Findings are put into the outbox under
//! the lock that also guards the versions, and the outbox keeps only the newest of each document: the
//! client never sees older findings after newer ones, however slowly it reads.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{Diagnostic, Uri};

use crate::convert::{Places, diagnostic};
use crate::snapshot::{Snapshot, Surroundings};
use crate::state::{Known, News, State};

/// How long to wait after a version was overtaken, so that a burst is checked once.
const QUIET: Duration = Duration::from_millis(4);
/// How long news of other files are gathered before the client is asked to look again.
const BURST: Duration = Duration::from_millis(300);

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
    state.refresh_bell.notify_one();
    schedule_those(state, |snapshot| snapshot.path != news.path && snapshot.looks_at(news));
}

/// Checks again the open documents that look at any file.
pub(crate) fn schedule_all_users(state: &Arc<State>) {
    state.refresh_bell.notify_one();
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
        state.pull_bell.notify_one();
    }
    state.touch();
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

/// Learns what others see of a version and has looked at what it names. What it stands in then, and what is
/// new of it to others; `None` where it is overtaken.
pub(crate) fn settle(state: &State, snapshot: &Snapshot) -> Option<(Surroundings, Option<News>)> {
    if !state.known().is_current(snapshot) {
        return None;
    }
    let parsed = snapshot.parsed();
    let seen = snapshot.path.is_absolute().then(|| {
        let interfaces = ir_analyzer::interfaces(&parsed.source);
        (interfaces, ir_analyzer::uses(&parsed.source))
    });
    let (surroundings, news) = {
        let mut known = state.known();
        if !known.is_current(snapshot) {
            return None;
        }
        let news = seen.and_then(|(interfaces, uses)| known.learn(&snapshot.path, interfaces, uses));
        (known.surroundings(), news)
    };
    crate::scan::look_at(state, surroundings.workspace.wanted(&parsed.source));
    Some((surroundings, news))
}

/// Checks one version and hands over what it found, unless it is overtaken. Who pulls findings asks for them.
fn check(state: &Arc<State>, snapshot: &Snapshot) {
    let Some((surroundings, news)) = settle(state, snapshot) else { return };
    if !state.abilities().pulls {
        let diagnostics = diagnostics(state, snapshot, &surroundings);
        deliver(&mut state.known(), snapshot, snapshot.is_ours(), diagnostics);
        state.outbox_bell.notify_one();
    }
    if let Some(news) = news {
        schedule_users(state, &news);
    }
}

/// The findings of a version, as the client can show them.
pub(crate) fn diagnostics(state: &State, snapshot: &Snapshot, surroundings: &Surroundings) -> Vec<Diagnostic> {
    let findings = snapshot.findings(surroundings);
    let places = Places::new(state, snapshot);
    findings.iter().map(|finding| diagnostic(finding, &surroundings.workspace, &places)).collect()
}

/// Tells a client that does not pull what is wrong with a configuration file that is not open, and when nothing
/// is wrong any more.
pub(crate) fn tell_about_configuration(state: &State, path: &Path) {
    if state.abilities().pulls {
        return;
    }
    let Some(uri) = Uri::from_file_path(path) else { return };
    let diagnostics = match Snapshot::closed(uri.clone(), path) {
        Some(snapshot) => {
            let surroundings = state.known().surroundings();
            diagnostics(state, &snapshot, &surroundings)
        }
        None => Vec::new(),
    };
    let mut known = state.known();
    if known.open_at(path).is_some() {
        return;
    }
    let told = known.told.remove(&uri);
    if !diagnostics.is_empty() {
        known.told.insert(uri.clone());
    }
    if told || !diagnostics.is_empty() {
        known.outbox.insert(uri, Parcel { version: None, diagnostics });
        state.outbox_bell.notify_one();
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

/// Asks the client to look again at what depends on other files, for ever. What happens in a burst is one
/// reason to ask.
pub(crate) async fn refresh(state: Arc<State>, client: Client) {
    let views = &state.abilities().views;
    if !views.refresh_hints && !views.refresh_lenses {
        return;
    }
    loop {
        state.refresh_bell.notified().await;
        tokio::time::sleep(BURST).await;
        if views.refresh_hints && client.inlay_hint_refresh().await.is_err() {
            tracing::debug!("the client did not look at hints again");
        }
        if views.refresh_lenses && client.code_lens_refresh().await.is_err() {
            tracing::debug!("the client did not look at lenses again");
        }
    }
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
