//! Findings as the protocol's diagnostics.

use ir_analyzer::{RULES_URL, Workspace};
use ir_model::{Diagnostic, DiagnosticTag, Fix, Safety, Severity};
use serde_json::json;
use tower_lsp_server::ls_types as lsp;

use super::Places;

/// Who says so: the name by which editors group findings, and people configure them.
const SOURCE: &str = "ir-lint";

/// A finding, as far as the client can show it.
pub(crate) fn diagnostic(finding: &Diagnostic, workspace: &Workspace, places: &Places<'_>) -> lsp::Diagnostic {
    let abilities = places.state.abilities();
    let href = || format!("{RULES_URL}{}.md", finding.rule).parse().ok();
    let code_description = if abilities.code_description { href() } else { None };
    let tag = finding.tag.map(|tag| match tag {
        DiagnosticTag::Unnecessary => lsp::DiagnosticTag::UNNECESSARY,
        DiagnosticTag::Deprecated => lsp::DiagnosticTag::DEPRECATED,
    });
    let tag = tag.filter(|tag| abilities.diagnostic_tags.contains(tag));
    let data = abilities.diagnostic_data && !finding.fixes.is_empty();
    lsp::Diagnostic {
        range: places.range(finding.span),
        severity: Some(severity(finding.severity)),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        code_description: code_description.map(|href| lsp::CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: message(finding),
        related_information: if abilities.related { related(finding, workspace, places) } else { None },
        tags: tag.map(|tag| vec![tag]),
        data: data.then(|| fixes(&finding.fixes, places)),
    }
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

/// The title and the label as one line, as editors show one; then the notes.
fn message(finding: &Diagnostic) -> String {
    let mut message = finding.title.clone();
    if !finding.label.is_empty() {
        message.push_str(": ");
        message.push_str(&finding.label);
    }
    for note in &finding.notes {
        message.push('\n');
        message.push_str(note);
    }
    message
}

fn related(
    finding: &Diagnostic,
    workspace: &Workspace,
    places: &Places<'_>,
) -> Option<Vec<lsp::DiagnosticRelatedInformation>> {
    let mut all = Vec::new();
    for related in &finding.related {
        let location = match related.file {
            None => Some(places.here(related.span)),
            Some(file) => workspace.path(file).and_then(|path| places.location(path, related.span)),
        };
        let message = related.message.clone();
        all.extend(location.map(|location| lsp::DiagnosticRelatedInformation { location, message }));
    }
    (!all.is_empty()).then_some(all)
}

/// The fixes, for clients that apply them without asking back.
fn fixes(fixes: &[Fix], places: &Places<'_>) -> serde_json::Value {
    let fix =
        |fix: &Fix| json!({ "title": fix.title, "safe": fix.safety == Safety::Safe, "edits": edits(fix, places) });
    json!({ "fixes": fixes.iter().map(fix).collect::<Vec<_>>() })
}

/// The edits of a fix.
pub(crate) fn edits(fix: &Fix, places: &Places<'_>) -> Vec<lsp::TextEdit> {
    let edit =
        |edit: &ir_model::TextEdit| lsp::TextEdit { range: places.range(edit.span), new_text: edit.text.clone() };
    fix.edits.iter().map(edit).collect()
}
