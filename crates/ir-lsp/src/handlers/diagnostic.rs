//! `textDocument/diagnostic`.

use std::collections::HashMap;
use std::sync::Arc;

use ir_model::Key;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportKind, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri,
};

use crate::publish;
use crate::pull::Report;
use crate::snapshot::{Snapshot, Surroundings};
use crate::state::{News, State};

/// The findings of so many other documents come along at most.
const MOST_RELATED: usize = 32;

type Related = HashMap<Uri, DocumentDiagnosticReportKind>;

/// The findings of an open document; none of one that is not open or not ours.
pub(crate) async fn diagnostic(
    state: &Arc<State>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let previous = params.previous_result_id;
    let Some(snapshot) = state.snapshot(&params.text_document.uri) else {
        return Ok(answer(Report::new(Vec::new()), None, previous.as_deref()));
    };
    let shared = Arc::clone(state);
    let done = state.work.answer(move || {
        let (surroundings, news) = publish::settle(&shared, &snapshot)?;
        if let Some(news) = news {
            publish::schedule_users(&shared, &news);
        }
        let report = Report::of(&shared, &snapshot, &surroundings);
        let related = related(&shared, &snapshot);
        let current = shared.known().is_current(&snapshot);
        current.then(|| answer(report, related, previous.as_deref()))
    });
    done.await.map_err(|_| Error::internal_error())?.ok_or_else(overtaken)
}

fn answer(
    report: Report,
    related_documents: Option<Related>,
    previous: Option<&str>,
) -> DocumentDiagnosticReportResult {
    let report = match kind(report, previous) {
        DocumentDiagnosticReportKind::Unchanged(report) => {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents,
                unchanged_document_diagnostic_report: report,
            })
        }
        DocumentDiagnosticReportKind::Full(report) => {
            DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents,
                full_document_diagnostic_report: report,
            })
        }
    };
    DocumentDiagnosticReportResult::Report(report)
}

fn kind(report: Report, previous: Option<&str>) -> DocumentDiagnosticReportKind {
    if previous == Some(&*report.id) {
        UnchangedDocumentDiagnosticReport { result_id: report.id }.into()
    } else {
        FullDocumentDiagnosticReport { result_id: Some(report.id), items: report.items }.into()
    }
}

/// The findings of the other open documents that look at this one, for clients that cannot be asked to look
/// again. These findings are known unless what others see of this document has changed.
fn related(state: &State, snapshot: &Snapshot) -> Option<Related> {
    let abilities = state.abilities();
    if !abilities.related_documents || abilities.refreshes {
        return None;
    }
    let (users, surroundings): (Vec<_>, Surroundings) = {
        let known = state.known();
        let surroundings = known.surroundings();
        let interfaces = surroundings.workspace.file(&snapshot.path).map(|f| surroundings.workspace.interfaces_of(f));
        let keys: Vec<Key> = interfaces.iter().flat_map(|i| i.iter()).flat_map(|i| i.keys.iter().cloned()).collect();
        let this = News { path: snapshot.path.clone(), keys };
        let open = known.documents().map(|document| &document.snapshot);
        let users = open.filter(|other| other.path != this.path && other.looks_at(&this));
        (users.take(MOST_RELATED).cloned().collect(), surroundings)
    };
    let reports = users.iter().map(|user| (user.uri.clone(), kind(Report::of(state, user, &surroundings), None)));
    let reports: Related = reports.collect();
    (!reports.is_empty()).then_some(reports)
}

/// The version is no longer current: the client may ask about the new one.
fn overtaken() -> Error {
    Error {
        code: ErrorCode::ServerError(-32802),
        message: "the document has changed".into(),
        data: Some(serde_json::json!({ "retriggerRequest": true })),
    }
}
