//! All findings of one file.

use ir_model::Diagnostic;
use ir_schema::Violation;

use crate::rule::Context;
use crate::source::Source;
use crate::workspace::Workspace;

/// Runs every rule on `source`. Findings are sorted by place, each once. A file that is no pipeline
/// file has none.
#[must_use]
pub fn check(source: &Source, workspace: &Workspace) -> Vec<Diagnostic> {
    let Some(package) = &source.package else { return Vec::new() };
    let violations = violations(source);
    let mut context = Context { source, package, workspace, violations: &violations, findings: Vec::new() };
    for rule in crate::rules::all() {
        (rule.check)(&mut context);
    }
    let mut findings = context.findings;
    findings.sort_by(|a, b| (a.span, a.rule, &a.title).cmp(&(b.span, b.rule, &b.title)));
    findings.dedup_by(|a, b| (a.span, a.rule, &a.title) == (b.span, b.rule, &b.title));
    findings
}

/// Where the documents of `source` break their schemas.
fn violations(source: &Source) -> Vec<Violation<'static>> {
    let mut found = Vec::new();
    let documents = source.recognised.iter().flat_map(|r| &r.documents);
    for (root, kind) in source.tree.roots().zip(documents) {
        if let Some(schema) = kind.schema() {
            schema.check_into(root, &mut found);
        }
    }
    found
}
