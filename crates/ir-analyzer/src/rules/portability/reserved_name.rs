//! `reserved-name`

use ir_model::{Body, DefId, Diagnostic, FaultKind, PortKind, Reserved, ReservedFor, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "reserved-name",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "a name that the engine keeps for itself",
    explanation: "\
The open-source backend gives some names itself: `root` to the graph of the pipeline, `executor-logs` to the artifact that holds what a
container prints. A component of the name `root`, or an output artifact of the name `executor-logs`, gets in its way: the compiler takes
one graph for the other, and the driver overwrites the output. Neither says a word.

Give it another name.",
    fixable: false,
    examples: &[
        Example {
            title: "a component called root, and an output like the log",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  root:
# ^^^^ reserved-name: a component called `root`
    executorLabel: exec-train
    outputDefinitions:
      artifacts:
        executor-logs: {artifactType: {schemaTitle: system.Artifact, schemaVersion: 0.0.1}}
#       ^^^^^^^^^^^^^ reserved-name: an output artifact called `executor-logs`
root:
  dag:
    tasks:
      train: {componentRef: {name: root}, taskInfo: {name: train}}
",
        },
        Example {
            title: "other names",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-root:
    executorLabel: exec-train
    outputDefinitions: {artifacts: {logs: {artifactType: {schemaTitle: system.Artifact, schemaVersion: 0.0.1}}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-root}, taskInfo: {name: train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let entries: Vec<_> = package.units().filter_map(|unit| unit.entry).collect();
    let mut found: Vec<(DefId, &'static Reserved)> = Vec::new();
    for reserved in package.dialect.traits.reserved {
        for (id, component) in package.components.iter() {
            match reserved.of {
                ReservedFor::Component if !entries.contains(&id) => found.push((component.def, reserved)),
                ReservedFor::OutputArtifact if matches!(component.body, Body::Pod(_)) => {
                    let outputs = component.outputs.ids().filter_map(|id| package.ports.get(id));
                    let artifacts = outputs.filter(|port| port.kind == PortKind::Artifact);
                    found.extend(artifacts.map(|port| (port.def, reserved)));
                }
                _ => {}
            }
        }
    }
    for (def, reserved) in found {
        let Some(at) = package.def_span(def).filter(|_| package.def_name(def) == reserved.name) else { continue };
        let thing = match reserved.of {
            ReservedFor::Component => "a component",
            ReservedFor::OutputArtifact => "an output artifact",
        };
        let title = format!("{thing} called {}", quote(reserved.name));
        let who: Vec<&str> = reserved.engines.iter().map(|e| e.title()).collect();
        let finding = Diagnostic::new(RULE.id, RULE.severity, at, title);
        let finding = finding.label(format!("a name of {}'s own", who.join(" and ")));
        context.report(finding.note(reserved.consequence).only(reserved.engines));
    }
    fault::report(context, &RULE, FaultKind::ReservedName);
}
