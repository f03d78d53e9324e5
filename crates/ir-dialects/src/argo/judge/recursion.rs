//! Templates that run themselves with nothing on the way that could end it.

use ir_model::{Body, Callee, ComponentId, FaultKind, Package, RefId, Severity, TaskRole, Trigger};

use crate::argo::Argo;
use crate::argo::checks::fault;

const NOTE: &str = "the controller ends the workflow at a depth of 100: \"Maximum recursion depth exceeded\"";

/// How far the search has come with a template.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Not,
    Open,
    Done,
}

impl Argo<'_> {
    pub(super) fn judge_recursion(&mut self) {
        let package = &self.l.package;
        let calls: Vec<Vec<(ComponentId, RefId)>> =
            package.components.values().map(|c| self.certain_calls(&c.body)).collect();
        let mut seen = vec![Seen::Not; calls.len()];
        let mut found = Vec::new();
        for (start, _) in package.components.iter() {
            // An explicit stack: chains of templates can be long.
            let mut stack = vec![(start, 0)];
            if !enter(&mut seen, start) {
                continue;
            }
            while let Some((here, next)) = stack.last_mut() {
                let Some((callee, reference)) = calls.get(here.index()).and_then(|c| c.get(*next)).copied() else {
                    if let Some(state) = seen.get_mut(here.index()) {
                        *state = Seen::Done;
                    }
                    stack.pop();
                    continue;
                };
                *next += 1;
                match seen.get(callee.index()) {
                    Some(Seen::Open) => found.push((reference, *here, callee)),
                    Some(Seen::Not) => {
                        enter(&mut seen, callee);
                        stack.push((callee, 0));
                    }
                    _ => {}
                }
            }
        }
        for (reference, last, first) in found {
            self.endless(reference, last, first);
        }
    }

    fn endless(&mut self, reference: RefId, last: ComponentId, first: ComponentId) {
        let package = &self.l.package;
        let name = |id: ComponentId| package.components.get(id).map_or("", |c| package.def_name(c.def));
        let Some(at) = package.reference(reference).map(|r| r.at.span) else { return };
        let title = if last == first {
            format!("`{}` runs itself without end", name(first))
        } else {
            format!("`{}` runs itself without end, by way of `{}`", name(first), name(last))
        };
        let draft = fault(FaultKind::EndlessRecursion, title).label("no condition on the way ends it");
        self.report(at, draft.severity(Severity::Warning).noted(NOTE));
    }

    /// The templates of this file that a template is certain to run: without a condition, a loop that may be empty, or
    /// results that may not come.
    fn certain_calls(&self, body: &Body) -> Vec<(ComponentId, RefId)> {
        let Body::Graph(id) = body else { return Vec::new() };
        let package = &self.l.package;
        let Some(graph) = package.graphs.get(*id).filter(|_| !self.targeted.contains(id)) else { return Vec::new() };
        let tasks = graph.tasks.iter().filter_map(|task| package.tasks.get(*task));
        tasks
            .filter(|t| t.role == TaskRole::Work && t.trigger == Trigger::AllSucceeded)
            .filter(|t| t.when.is_none() && t.each.is_none())
            .filter_map(|task| match task.callee {
                Callee::Ref(reference) => Some((callee(package, task)?, reference)),
                _ => None,
            })
            .collect()
    }
}

fn callee(package: &Package, task: &ir_model::Task) -> Option<ComponentId> {
    package.callee(task).map(|(id, _)| id)
}

fn enter(seen: &mut [Seen], id: ComponentId) -> bool {
    match seen.get_mut(id.index()) {
        Some(state @ Seen::Not) => {
            *state = Seen::Open;
            true
        }
        _ => false,
    }
}
