//! All findings of one file.

use std::sync::LazyLock;

use ir_model::{Diagnostic, Dialect, Engine, Severity};
use ir_schema::{Remark, Violation};

use crate::facts::memo::Memo;
use crate::rule::Context;
use crate::settings::{Level, Settings};
use crate::source::Source;
use crate::suppress::Suppressions;
use crate::workspace::Workspace;

/// Runs the rules that are on by default on `source`. See [`check_with`].
#[must_use]
pub fn check(source: &Source, workspace: &Workspace) -> Vec<Diagnostic> {
    static DEFAULT: LazyLock<Settings> = LazyLock::new(Settings::default);
    check_with(source, workspace, &DEFAULT)
}

/// Runs the rules on `source`. Findings are sorted by place, each once, without those that a comment in the file leaves
/// out. A file that is no pipeline file has none.
#[must_use]
pub fn check_with(source: &Source, workspace: &Workspace, settings: &Settings) -> Vec<Diagnostic> {
    let Some(package) = &source.package else { return Vec::new() };
    let levels = || crate::rules::all().iter().copied().zip(settings.levels().iter().copied());
    let remarked = levels().any(|(rule, level)| level != Level::Off && crate::rules::reads_remarks(rule));
    let (violations, remarks) = held_against_schemas(source, remarked);
    let suppressions = Suppressions::of(&source.tree);
    let mut context = Context {
        source,
        package,
        workspace,
        settings,
        violations: &violations,
        suppressions: &suppressions,
        remarks: &remarks,
        findings: Vec::new(),
        memo: Memo::default(),
    };
    let mut findings = Vec::new();
    for (rule, level) in levels() {
        if level == Level::Off {
            continue;
        }
        (rule.check)(&mut context);
        let open = context.findings.drain(..).filter(|f| !suppressions.cover(f));
        findings.extend(open.filter_map(|f| weigh(f, level, package.dialect, settings)));
    }
    findings.sort_by(|a, b| (a.span, a.rule, &a.title).cmp(&(b.span, b.rule, &b.title)));
    findings.dedup_by(|a, b| (a.span, a.rule, &a.title) == (b.span, b.rule, &b.title));
    findings
}

/// Gives a finding the weight it has under these settings; `None` where it does not concern them.
fn weigh(mut finding: Diagnostic, level: Level, dialect: &Dialect, settings: &Settings) -> Option<Diagnostic> {
    let objects = |engine: &Engine| finding.engines.contains(engine);
    if !finding.engines.is_empty() {
        let takers = dialect.traits.engines;
        if !takers.is_empty() && !takers.iter().any(objects) {
            return None;
        }
        let all_object = !takers.is_empty() && takers.iter().all(objects);
        if settings.targets.is_empty() && !all_object {
            finding.severity = finding.severity.min(Severity::Warning);
        } else if !settings.targets.is_empty() && !settings.targets.iter().any(objects) {
            return None;
        }
    }
    if let Level::At(severity) = level {
        finding.severity = severity;
    }
    Some(finding)
}

/// Where the documents of `source` break their schemas, and what these remark on their keys where it is wanted.
fn held_against_schemas(source: &Source, remarked: bool) -> (Vec<Violation<'static>>, Vec<Remark<'static>>) {
    let (mut violations, mut remarks) = (Vec::new(), Vec::new());
    for part in source.recognised.iter().flat_map(|r| r.parts(&source.tree)) {
        match part.kind.schema() {
            Some(schema) if remarked => schema.check_and_remark_into(part.root, &mut violations, &mut remarks),
            Some(schema) => schema.check_into(part.root, &mut violations),
            None => {}
        }
    }
    (violations, remarks)
}
