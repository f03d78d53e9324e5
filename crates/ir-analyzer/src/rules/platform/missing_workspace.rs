//! `missing-workspace`

use ir_model::{Diagnostic, Engine, Graph, NoteKind, Package, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "missing-workspace",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a workspace that the pipeline does not ask for",
    explanation: "\
A task reads `{{$.workspace_path}}`, or an importer downloads into the workspace (`downloadToWorkspace`), and no
`pipelineConfig.workspace` asks for that volume in the platform document. The compiler refuses to write such a pipeline; the run of
one fails, for there is no such directory.

Ask for the workspace: `platforms.kubernetes.pipelineConfig.workspace` with a `size` and a `kubernetes` key.",
    fixable: false,
    examples: &[
        Example {
            title: "a path without a workspace",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, \"{{$.inputs.parameters['dir']}}\"]}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {dir: {parameterType: STRING}}}
root:
  dag:
    tasks:
      first:
        componentRef: {name: comp-train}
        taskInfo: {name: first}
        inputs: {parameters: {dir: {runtimeValue: {constant: \"{{$.workspace_path}}/a\"}}}}
#                                                             ^^^^^^^^^^^^^^^^^^^^ missing-workspace: the pipeline has no workspace
",
        },
        Example {
            title: "a workspace that is asked for",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, \"{{$.inputs.parameters['dir']}}\"]}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {dir: {parameterType: STRING}}}
root:
  dag:
    tasks:
      first:
        componentRef: {name: comp-train}
        taskInfo: {name: first}
        inputs: {parameters: {dir: {runtimeValue: {constant: \"{{$.workspace_path}}/a\"}}}}
---
platforms: {kubernetes: {pipelineConfig: {workspace: {size: 5Gi, kubernetes: {}}}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if package.platforms.iter().any(|p| p.workspace.is_some()) || is_component(package) {
        return;
    }
    for note in package.notes.iter().filter(|n| n.kind == NoteKind::NeedsWorkspace) {
        let finding = Diagnostic::new(RULE.id, RULE.severity, note.at, "the pipeline has no workspace")
            .label("needs `pipelineConfig.workspace`")
            .note("there is no such directory in the pod: the run fails")
            .only(&[Engine::KfpArgo, Engine::KfpLocal]);
        context.report(finding);
    }
}

/// Whether the file is a single component: the pipeline that uses it has the platform document.
fn is_component(package: &Package) -> bool {
    let graphs: Vec<&Graph> = package.graphs.values().filter(|g| g.owner.is_some()).collect();
    let [graph] = graphs.as_slice() else { return false };
    let [task] = graph.tasks.as_slice() else { return false };
    let task = package.tasks.get(*task).and_then(|t| package.def(t.def)).map(|d| d.name);
    task.is_some() && task == package.name.known().copied()
}
