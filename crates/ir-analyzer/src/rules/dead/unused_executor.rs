//! `unused-executor`

use ir_model::{Diagnostic, Ns, Resolution, Role, Safety, Severity};

use crate::facts::mend::removing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unused-executor",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "an executor that no component names",
    explanation: "\
An executor is declared in `deploymentSpec` and no component has it as its `executorLabel`.

It never runs: mostly a component was removed or renamed and its executor was forgotten, or a component names another one than was meant.

Remove it, or let a component name it.",
    fixable: true,
    examples: &[
        Example {
            title: "an executor that was left behind",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
    exec-tune: {container: {image: 'python:3.12', command: [tune]}}
#   ^^^^^^^^^ unused-executor: no component names `exec-tune`
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
            title: "two components share one",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-train-2: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
      train-2:
        componentRef: {name: comp-train-2}
        taskInfo: {name: train-2}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, tree) = (context.package, &context.source.tree);
    if package.entry.is_none() || !tree.lost().is_empty() {
        return;
    }
    // Beside a name that cannot be found, who knows what was meant.
    let doubtful = package.symbols.refs.iter().any(|(id, r)| {
        let nothing = matches!(package.resolutions.of(id), Resolution::Missing { .. } | Resolution::Unknown);
        r.ns == Ns::Executor && nothing
    });
    if doubtful {
        return;
    }
    for (id, def) in package.symbols.defs.iter().filter(|(_, def)| def.ns == Ns::Executor) {
        let hidden = package.resolutions.named(def.scope, def.ns, def.name).next() != Some(id);
        let runs = |r: &ir_model::RefId| package.reference(*r).is_some_and(|r| r.role == Role::Call);
        if hidden || package.resolutions.uses(id).iter().any(runs) {
            continue;
        }
        let name = quote(package.def_name(id));
        let finding =
            Diagnostic::new(RULE.id, RULE.severity, def.at.span, format!("no component names {name}")).unnecessary();
        context.report(removing(finding, tree.node(def.node), format!("remove {name}"), Safety::Safe));
    }
}
