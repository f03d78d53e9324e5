//! `unused-component`

use ir_model::{ComponentId, Diagnostic, Resolution, Role, Safety, Severity};
use rustc_hash::FxHashSet;

use crate::facts::mend::removing;
use crate::facts::step::entries;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unused-component",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "a component that no task runs",
    explanation: "\
A component is declared in the pipeline and no task names it.

It does no harm and nothing: mostly a task was removed or renamed and its component was forgotten, or a task runs another component than
was meant.

Remove it, or let a task name it.",
    fixable: true,
    examples: &[
        Example {
            title: "a component that was left behind",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-tune: {executorLabel: exec-train}
# ^^^^^^^^^ unused-component: no task runs `comp-tune`
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "each component has its task",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
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
    let (package, tree) = (context.package, &context.source.tree);
    // Without an entry the file is no whole; beside a name that cannot be found or read, who knows what was meant.
    let entries: FxHashSet<ComponentId> = entries(package).collect();
    if entries.is_empty() || !tree.lost().is_empty() {
        return;
    }
    let doubtful = package.symbols.refs.iter().any(|(id, r)| {
        r.role == Role::Call && matches!(package.resolutions.of(id), Resolution::Missing { .. } | Resolution::Unknown)
    });
    if doubtful {
        return;
    }
    for (id, component) in package.components.iter() {
        let Some(def) = package.def(component.def) else { continue };
        let hidden = package.resolutions.named(def.scope, def.ns, def.name).next() != Some(component.def);
        let used = !package.resolutions.uses(component.def).is_empty();
        // A component that is written inside its task has that task.
        if entries.contains(&id) || def.ns != ir_model::Ns::Component || def.flags.exported || hidden || used {
            continue;
        }
        let name = quote(package.def_name(component.def));
        let finding =
            Diagnostic::new(RULE.id, RULE.severity, def.at.span, format!("no task runs {name}")).unnecessary();
        context.report(removing(finding, tree.node(def.node), format!("remove {name}"), Safety::Safe));
    }
}
