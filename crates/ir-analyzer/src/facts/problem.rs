//! Defects that the module of a format has found, with its words.

use ir_model::{Diagnostic, NoteKind, ProblemKind};

use crate::rule::{Context, Rule};

/// Reports every problem of a kind as a finding of `rule`.
pub(crate) fn report(context: &mut Context<'_>, rule: &Rule, kind: ProblemKind) {
    let package = context.package;
    for note in &package.notes {
        let NoteKind::Problem(problem) = &note.kind else { continue };
        if problem.kind != kind {
            continue;
        }
        let severity = problem.severity.unwrap_or(rule.severity);
        let mut finding = Diagnostic::new(rule.id, severity, note.at, &*problem.title).label(&*problem.label);
        if let Some((at, words)) = problem.related {
            finding = finding.related(at, words);
        }
        if !problem.note.is_empty() {
            finding = finding.note(problem.note);
        }
        finding.fixes.extend(problem.fix.clone());
        context.report(finding);
    }
}
