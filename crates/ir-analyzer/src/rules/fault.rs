//! From what a format's own reader found wrong to findings.

use ir_model::{Diagnostic, Fault, FaultKind, NoteKind, Severity};

use crate::rule::{Context, Rule};

/// Reports every fault of one kind. Whatever a rule says of other formats, these are refused by the engine.
pub(super) fn report(context: &mut Context<'_>, rule: &Rule, kind: FaultKind) {
    report_as(context, rule, kind, Severity::Error);
}

/// Reports every fault of one kind, as bad as this.
pub(super) fn report_as(context: &mut Context<'_>, rule: &Rule, kind: FaultKind, severity: Severity) {
    let package = context.package;
    let consequence = package.dialect.traits.consequences.fault;
    for note in &package.notes {
        let NoteKind::Fault(fault) = &note.kind else { continue };
        if fault.kind != kind {
            continue;
        }
        let Fault { title, label, related, engines, .. } = &**fault;
        let mut finding = Diagnostic::new(rule.id, severity, note.at, title).label(label).only(engines);
        if let Some((span, words)) = related {
            finding = finding.related(*span, *words);
        }
        let note = fault.note.unwrap_or(consequence);
        context.report(if note.is_empty() { finding } else { finding.note(note) });
    }
}
