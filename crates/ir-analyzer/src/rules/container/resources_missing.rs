//! `resources-missing`

use ir_model::{Diagnostic, Resource, ResourceBound, Safety, Severity};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Style, Tree};

use crate::facts::mend;
use crate::facts::step::{name, steps, whole};
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "resources-missing",
    family: Family::Container,
    severity: Severity::Info,
    summary: "a container that does not say how much memory it may use",
    explanation: "\
A container has no limit on its memory.

Where the namespace sets none either, one task can take all memory of its node, and others are ended for it. For teams that share a
cluster. Off unless it is switched on.

Set a limit: `task.set_memory_limit('2Gi')` in Python, `resourceMemoryLimit: 2Gi` in the compiled file.",
    fixable: true,
    examples: &[
        Example {
            title: "no limit",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
#              ^^^^^^^^^^^ resources-missing: `exec-train` has no limit on its memory
        command: [train]
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a request alone",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
#              ^^^^^^^^^^^ resources-missing: `exec-train` has no limit on its memory
        command: [train]
        resources: {resourceMemoryRequest: 2Gi}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a limit",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceMemoryLimit: 2Gi}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for (pod, step) in steps(package) {
        let Some(image) = step.image.known() else { continue };
        // Formats whose containers have no resources have no name for the pod either.
        let silent = pod.builtin || pod.def.is_none() || context.source.tree.node(step.node).has_loss();
        if silent || step.resources.bound(Resource::Memory, true).is_some() {
            continue;
        }
        let span = whole(context.source.tree.node(*image));
        let title = format!("{} has no limit on its memory", name(package, pod));
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title);
        let request = step.resources.bound(Resource::Memory, false).copied();
        let edits = request.and_then(|bound| limiting(&context.source.tree, bound));
        context.report(mend::with(finding, edits, "limit it to what is requested".to_owned(), Safety::Suggested));
    }
}

/// The limit that is the request, under a key like that of the request.
fn limiting(tree: &Tree, request: ResourceBound) -> Option<Vec<Edit>> {
    let (key, value) = (tree.node(request.key), tree.node(request.value));
    let name = key.text().replace("Request", "Limit");
    if name == key.text() || value.is_alias() || matches!(value.style(), Style::Literal | Style::Folded) {
        return None;
    }
    let value = value.span().slice(tree.text());
    edit::insert_entry(key.parent()?, &name, value, edit::Place::Before(key.id()))
}
