//! Steps and tasks.

use ir_model::FaultKind;
use ir_syntax::Node;
use rustc_hash::FxHashSet;

use super::names::Named;
use super::{Argo, fault};
use crate::argo::depends;
use crate::language::publish::place;

/// What says how often a task runs.
const LOOPS: &[&str] = &["withItems", "withParam", "withSequence"];

impl<'t> Argo<'t> {
    /// What steps and tasks have in common.
    pub(in crate::argo) fn check_task(&mut self, node: Node<'t>, step: bool) {
        if let Some(name) = self.written(node, "name") {
            self.check_name(name, if step { Named::Step } else { Named::Task });
        }
        if let Some((key, reference)) = self.l.entry(node, "templateRef").filter(|(_, r)| r.is_mapping()) {
            for wanted in ["name", "template"] {
                if self.l.field(reference, wanted).is_none() && !reference.has_loss() {
                    let title = format!("`{wanted}` is missing in a reference to a template");
                    self.report(key.span(), fault(FaultKind::MissingKey, title));
                }
            }
        }
        self.hooks_have_conditions(node, !step);
    }

    /// What holds of the tasks of a DAG together.
    pub(in crate::argo) fn check_tasks(&mut self, tasks: &[Node<'t>]) {
        let by_result = tasks.iter().find_map(|t| self.l.entry(*t, "depends")).map(|(key, _)| key.span());
        for task in tasks {
            let listed = self.l.entry(*task, "dependencies");
            // Within one task, the schema says so.
            let own = self.l.field(*task, "depends").is_some();
            if let (Some((key, list)), Some(first)) = (listed, by_result.filter(|_| !own))
                && list.items().next().is_some()
            {
                let draft =
                    fault(FaultKind::ConflictingKeys, "`dependencies` cannot stand beside `depends` in one DAG");
                let draft = draft.label("write all of them with `depends`");
                self.report(key.span(), draft.related(first, "the other way"));
            }
            let on_failure = self.l.entry(*task, "continueOn").filter(|_| !own);
            if let (Some((key, _)), Some(first)) = (on_failure, by_result) {
                let draft = fault(FaultKind::ConflictingKeys, "`continueOn` cannot stand beside `depends` in one DAG");
                let draft = draft.label("`depends` says itself on which results to go on");
                self.report(key.span(), draft.related(first, "the other way"));
            }
            let waits = listed.is_some_and(|(_, list)| list.items().next().is_some());
            if let Some(name) = self.written(*task, "name").filter(|_| by_result.is_some() || waits) {
                self.check_digit(name);
            }
        }
        let looping: FxHashSet<&str> = tasks
            .iter()
            .filter(|t| self.first(**t, LOOPS).is_some())
            .filter_map(|t| self.written(*t, "name"))
            .map(Node::text)
            .collect();
        let known: FxHashSet<&str> = tasks.iter().filter_map(|t| self.written(*t, "name")).map(Node::text).collect();
        for task in tasks {
            let Some(text) = self.written(*task, "depends").filter(|d| !d.text().contains("{{")) else { continue };
            for operand in depends::read(text.text()).operands {
                let Some((result, Some(kind))) = operand.result else { continue };
                let name = operand.task.slice(text.text());
                if kind.of_loops() && known.contains(name) && !looping.contains(name) {
                    let result_name = result.slice(text.text());
                    let title = format!("`{name}` does not loop: it has no `{result_name}`");
                    let at = place(&mut self.l, text, 0, result);
                    self.report(at, fault(FaultKind::Dependency, title));
                }
            }
        }
    }
}
