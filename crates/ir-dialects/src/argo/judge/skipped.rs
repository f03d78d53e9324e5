//! Values of tasks that a condition may have left out.

use ir_model::{Binding, FaultKind, Package, RefId, Severity, Task, Trigger};

use super::task_of;
use crate::argo::Argo;
use crate::argo::checks::fault;

/// What becomes of the value.
const NOTE: &str = "since version 4 the workflow fails: \"output is an absent optional\"; before, the value was empty";

impl Argo<'_> {
    /// A task that always runs reads an output of one that may be skipped, and neither side has a value for that.
    pub(super) fn judge_skipped(&mut self) {
        let package = &self.l.package;
        let mut found = Vec::new();
        for task in package.tasks.values().filter(|t| t.when.is_none() && t.trigger == Trigger::AllSucceeded) {
            for argument in &task.args {
                let Some(Binding::Output { task: producer, port }) = package.bindings.get(argument.binding) else {
                    continue;
                };
                let supplied = package
                    .target(argument.port)
                    .and_then(|def| package.port_of(def))
                    .is_none_or(|input| input.default.is_some());
                if let Some(by) = task_of(package, *producer).filter(|_| !supplied)
                    && by.when.is_some()
                    && by.graph == task.graph
                    && waits(package, task, by)
                    && package.target(*port).is_some_and(|output| !self.fallbacks.contains(&output))
                {
                    found.push((*port, by.def));
                }
            }
        }
        for (port, by) in found {
            self.skipped(port, by);
        }
    }

    fn skipped(&mut self, port: RefId, by: ir_model::DefId) {
        let package = &self.l.package;
        let Some(reference) = package.reference(port) else { return };
        let (at, task) = (reference.at.span, package.def_name(by));
        let output = package.target(port).map_or("", |def| package.def_name(def));
        let title = format!("the condition of `{task}` may leave it out: then it has no `{output}`");
        let draft = fault(FaultKind::SkippedOutput, title).label("no default on either side");
        self.report(at, draft.severity(Severity::Warning).noted(NOTE));
    }
}

/// Whether a task runs after another that was skipped: it stands in a later stage, or waits for it by name alone.
fn waits(package: &Package, task: &Task, by: &Task) -> bool {
    match (task.stage, by.stage) {
        (Some(own), Some(before)) => before < own,
        _ => package.graphs.get(task.graph).is_some_and(|graph| {
            let own = |waits| package.tasks.get(waits).is_some_and(|t| t.def == task.def);
            graph.edges.iter().any(|edge| own(edge.waits) && package.target(edge.on) == Some(by.def))
        }),
    }
}
