//! All findings of one file.

use ir_model::{Diagnostic, Severity};
use ir_schema::Violation;

use crate::rule::Context;
use crate::settings::{Level, Settings};
use crate::source::Source;
use crate::workspace::Workspace;

/// Runs the rules that are on by default on `source`. See [`check_with`].
#[must_use]
pub fn check(source: &Source, workspace: &Workspace) -> Vec<Diagnostic> {
    check_with(source, workspace, &Settings::default())
}

/// Runs the rules on `source`. Findings are sorted by place, each once. A file that is no pipeline file
/// has none.
#[must_use]
pub fn check_with(source: &Source, workspace: &Workspace, settings: &Settings) -> Vec<Diagnostic> {
    let Some(package) = &source.package else { return Vec::new() };
    let violations = violations(source);
    let mut context = Context { source, package, workspace, settings, violations: &violations, findings: Vec::new() };
    let mut findings = Vec::new();
    for rule in crate::rules::all() {
        let level = settings.level(rule);
        if level == Level::Off {
            continue;
        }
        (rule.check)(&mut context);
        findings.extend(context.findings.drain(..).filter_map(|f| weigh(f, level, settings)));
    }
    findings.sort_by(|a, b| (a.span, a.rule, &a.title).cmp(&(b.span, b.rule, &b.title)));
    findings.dedup_by(|a, b| (a.span, a.rule, &a.title) == (b.span, b.rule, &b.title));
    findings
}

/// Gives a finding the weight it has under these settings; `None` where it does not concern them.
fn weigh(mut finding: Diagnostic, level: Level, settings: &Settings) -> Option<Diagnostic> {
    if !finding.engines.is_empty() {
        if settings.targets.is_empty() {
            finding.severity = finding.severity.min(Severity::Warning);
        } else if !finding.engines.iter().any(|e| settings.targets.contains(e)) {
            return None;
        }
    }
    if let Level::At(severity) = level {
        finding.severity = severity;
    }
    Some(finding)
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
