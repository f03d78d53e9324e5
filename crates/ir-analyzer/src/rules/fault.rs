//! From what a format's own reader found wrong to findings.

use ir_model::{Diagnostic, Fault, FaultKind, NoteKind};

use crate::rule::{Context, Rule};

/// Reports every fault of one kind, as bad as it says or else as the rule.
pub(super) fn report(context: &mut Context<'_>, rule: &Rule, kind: FaultKind) {
    let package = context.package;
    let consequence = package.dialect.traits.consequences.fault;
    for note in &package.notes {
        let NoteKind::Fault(fault) = &note.kind else { continue };
        if fault.kind != kind {
            continue;
        }
        let Fault { title, label, related, engines, severity, .. } = &**fault;
        let severity = severity.unwrap_or(rule.severity);
        let mut finding = Diagnostic::new(rule.id, severity, note.at, title).label(label).only(engines);
        if let Some((span, words)) = related {
            finding = finding.related(*span, *words);
        }
        finding.fixes.extend(fault.fix.clone());
        let note = fault.note.unwrap_or(consequence);
        context.report(if note.is_empty() { finding } else { finding.note(note) });
    }
}
