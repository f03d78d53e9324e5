//! From a problem of an expression to a finding.

use ir_model::{Diagnostic, ExprProblem, ExprProblemKind, Fix, Safety};

use crate::rule::{Context, Rule};
use crate::words::{instead, near, quote};

/// Reports every problem of one kind.
pub(super) fn report(context: &mut Context<'_>, rule: &Rule, kind: ExprProblemKind, consequence: &str) {
    let package = context.package;
    for problem in package.exprs.values().flat_map(|e| &e.problems).filter(|p| p.kind == kind) {
        let mut finding = finding(context, rule, problem).only(problem.engines);
        if !consequence.is_empty() {
            finding = finding.note(consequence);
        }
        context.report(finding);
    }
}

/// The finding, with the likely name under the caret and as a fix.
fn finding(context: &Context<'_>, rule: &Rule, problem: &ExprProblem) -> Diagnostic {
    let finding = Diagnostic::new(rule.id, rule.severity, problem.span, &problem.title);
    let name = problem.span.slice(context.source.text());
    if problem.candidates.is_empty() {
        let finding = finding.label(&problem.label);
        return problem.fix.iter().cloned().fold(finding, Diagnostic::fix);
    }
    let finding = finding.label(instead(name, &problem.candidates, &problem.label));
    let Some(meant) = near(name, problem.candidates.iter().copied()) else { return finding };
    let words = format!("replace {} by {}", quote(name), quote(meant));
    finding.fix(Fix::replace(problem.span, meant, words, Safety::Suggested))
}
