//! Which node a finding stands in.

use std::cmp::Reverse;

use ir_analyzer::Source;
use ir_model::{Body, ComponentId, Diagnostic, Package, Severity, TaskId};
use ir_syntax::{LineIndex, Span};
use rustc_hash::FxHashMap;

use super::From;
use crate::model::{Drawing, Finding, Pipeline};
use crate::text::shorten;

/// A node names so many findings at most; all are counted.
const MOST: usize = 200;

/// What a stretch of the text belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Task(TaskId),
    Component(ComponentId),
}

/// Puts each finding on all nodes that are drawn from the innermost thing around it.
pub(super) fn attach(
    drawing: &mut Drawing,
    origins: &[Vec<From>],
    source: &Source,
    package: &Package,
    lines: &LineIndex,
    findings: &[Diagnostic],
) {
    let mut shown: Vec<&Diagnostic> = findings.iter().filter(|f| f.severity > Severity::Hint).collect();
    shown.sort_by_key(|f| f.span.start);
    let owners = owners(source, package, &shown);
    let mut drawn: FxHashMap<Owner, Vec<(usize, usize)>> = FxHashMap::default();
    for (p, origins) in origins.iter().enumerate() {
        for (n, from) in origins.iter().enumerate() {
            drawn.entry_of(from.task.map(Owner::Task), (p, n));
            drawn.entry_of(from.component.map(Owner::Component), (p, n));
        }
    }
    let mut told_at: Vec<Vec<usize>> = drawing.pipelines.iter().map(|p| vec![usize::MAX; p.nodes.len()]).collect();
    for (index, (finding, owners)) in shown.iter().zip(&owners).enumerate() {
        let mut any = false;
        for (p, n) in owners.iter().filter_map(|o| drawn.get(o)).flatten() {
            let (Some(pipeline), Some(told_at)) = (drawing.pipelines.get_mut(*p), told_at.get_mut(*p)) else {
                continue;
            };
            any |= tell(pipeline, told_at, *n, index, finding.severity);
        }
        if !any {
            drawing.elsewhere.push(index);
        }
        drawing.findings.push(told(finding, lines));
    }
}

/// Puts a finding on a node and counts it, once, for everything around.
fn tell(pipeline: &mut Pipeline, told_at: &mut [usize], node: usize, index: usize, severity: Severity) -> bool {
    let Some(own) = pipeline.nodes.get_mut(node) else { return false };
    if own.findings.last() != Some(&index) {
        own.count.add(severity);
        if own.findings.len() < MOST {
            own.findings.push(index);
        }
    }
    let mut around = own.parent;
    while let Some(at) = around {
        let (Some(node), Some(told)) = (pipeline.nodes.get_mut(at), told_at.get_mut(at)) else { break };
        if *told == index {
            break;
        }
        *told = index;
        node.inner.add(severity);
        around = node.parent;
    }
    true
}

trait EntryOf {
    fn entry_of(&mut self, owner: Option<Owner>, node: (usize, usize));
}

impl EntryOf for FxHashMap<Owner, Vec<(usize, usize)>> {
    fn entry_of(&mut self, owner: Option<Owner>, node: (usize, usize)) {
        if let Some(owner) = owner {
            self.entry(owner).or_default().push(node);
        }
    }
}

fn told(finding: &Diagnostic, lines: &LineIndex) -> Finding {
    let mut text = shorten(&finding.title, 200);
    if !finding.label.is_empty() {
        text.push_str(": ");
        text.push_str(&shorten(&finding.label, 200));
    }
    let line = lines.line_of(finding.span.start) + 1;
    Finding { rule: finding.rule, severity: finding.severity, text, span: finding.span, line }
}

/// For each finding what the smallest stretch around it belongs to: a task, or the components that use an executor.
fn owners(source: &Source, package: &Package, findings: &[&Diagnostic]) -> Vec<Vec<Owner>> {
    let mut stretches: Vec<(Span, Owner)> = Vec::new();
    for (id, task) in package.tasks.iter().filter(|(_, t)| !package.is_run(t)) {
        let named = package.def(task.def).map(|d| d.body);
        let whole = source.tree.node(task.node).span();
        stretches.push((named.map_or(whole, |n| n.cover(whole)), Owner::Task(id)));
    }
    for (id, component) in package.components.iter() {
        stretches.extend(package.def(component.def).map(|d| (d.body, Owner::Component(id))));
        let pod = match component.body {
            Body::Pod(pod) => package.pods.get(pod),
            _ => None,
        };
        stretches.extend(pod.map(|p| (p.span, Owner::Component(id))));
    }
    stretches.retain(|(span, _)| !span.is_empty());
    stretches.sort_by_key(|(span, _)| (span.start, Reverse(span.end)));

    let mut found = Vec::with_capacity(findings.len());
    let mut open: Vec<(Span, Owner)> = Vec::new();
    let mut next = stretches.into_iter().peekable();
    for finding in findings {
        while let Some(stretch) = next.next_if(|(span, _)| span.start <= finding.span.start) {
            while open.last().is_some_and(|(span, _)| span.end <= stretch.0.start) {
                open.pop();
            }
            open.push(stretch);
        }
        while open.last().is_some_and(|(span, _)| span.end < finding.span.start) {
            open.pop();
        }
        // Several components may share one stretch.
        let innermost = open.iter().rev().find(|(span, _)| span.contains(finding.span)).map(|(span, _)| *span);
        let owners = open.iter().filter(|(span, _)| Some(*span) == innermost).map(|(_, owner)| *owner);
        found.push(owners.collect());
    }
    found
}
