//! `ambiguous-port`

use ir_model::{Diagnostic, Engine, PortKind, Severity};
use rustc_hash::FxHashMap;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "ambiguous-port",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "a parameter and an artifact of one name",
    explanation: "\
A component has an input parameter and an input artifact of the same name, or two such outputs. Here they stand in two tables; the SDK
puts both into one and keeps the last without a word, so that a pipeline in Python that uses the component can no longer pass the other.

Give one of them another name.",
    fixable: false,
    examples: &[
        Example {
            title: "one name for two inputs",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters: {table: {parameterType: STRING, isOptional: true}}
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}, isOptional: true}}
#                 ^^^^^ ambiguous-port: `comp-train` has a parameter and an artifact called `table`
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
        Example {
            title: "an input and an output may share a name",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters: {table: {parameterType: STRING, isOptional: true}}
    outputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for component in package.components.values() {
        for ports in [&component.inputs, &component.outputs] {
            let mut first = FxHashMap::default();
            for port in ports.ids().filter_map(|id| package.ports.get(id)) {
                let Some(def) = package.def(port.def) else { continue };
                let (kind, at) = *first.entry(def.name).or_insert((port.kind, def.at.span));
                // Twice in one table is another defect.
                if kind == port.kind || port.kind == PortKind::Either {
                    continue;
                }
                let (owner, name) = (quote(package.def_name(component.def)), quote(package.def_name(port.def)));
                let title = format!("{owner} has a parameter and an artifact called {name}");
                let finding = Diagnostic::new(RULE.id, RULE.severity, def.at.span, title).related(at, "the other one");
                let note = "the SDK keeps this one without a word: nothing can be passed to the other";
                context.report(finding.note(note).only(&[Engine::KfpSdk]));
            }
        }
    }
}
