//! What can only be said once every name is looked up.

mod recursion;
mod skipped;

use ir_model::{FaultKind, Items, Package, RefId, Task};

use super::Argo;
use super::checks::fault;

impl Argo<'_> {
    pub(super) fn judge(&mut self) {
        self.judge_aggregates();
        self.judge_skipped();
        self.judge_recursion();
    }

    /// Only what loops over items has a list of all its outputs: `tasks.a.outputs.parameters`.
    fn judge_aggregates(&mut self) {
        for (reference, at) in std::mem::take(&mut self.aggregates) {
            let Some(task) = task_of(&self.l.package, reference) else { continue };
            let label = match task.each.as_ref().map(|each| &each.items) {
                None => "it does not loop",
                Some(Items::Range(_)) => "only loops over `withItems` and `withParam` have it",
                Some(_) => continue,
            };
            let title = format!("task `{}` has no list of all its outputs", self.l.package.def_name(task.def));
            self.report(at, fault(FaultKind::UnknownVariable, title).label(label));
        }
    }
}

/// The task that a reference finds in this file.
fn task_of(package: &Package, reference: RefId) -> Option<&Task> {
    package.target(reference).and_then(|def| package.task_of(def)).map(|(_, task)| task)
}
