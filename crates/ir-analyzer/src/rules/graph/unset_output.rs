//! `unset-output`

use ir_model::{Binding, Body, Diagnostic, RefName, Severity};
use rustc_hash::FxHashSet;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unset-output",
    family: Family::Graph,
    severity: Severity::Warning,
    summary: "an output that its graph never hands out",
    explanation: "\
A component that is a graph declares an output, and nothing in the graph says which task's output that is. The compiler never writes
such a file.

The SDK and the upload accept it. The output never exists: whatever reads it fails in the cluster.

Say where the output comes from, or remove its declaration.",
    fixable: false,
    examples: &[
        Example {
            title: "declared and never handed out",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
root:
  outputDefinitions:
    parameters:
      loss: {parameterType: NUMBER_DOUBLE}
#     ^^^^ unset-output: nothing in the graph of `root` gives the output `loss`
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
        Example {
            title: "handed out",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
root:
  outputDefinitions:
    parameters:
      loss: {parameterType: NUMBER_DOUBLE}
  dag:
    outputs: {parameters: {loss: {valueFromParameter: {producerSubtask: train, outputParameterKey: loss}}}}
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
        let Body::Graph(graph) = component.body else { continue };
        let Some((graph, def)) = package.graphs.get(graph).zip(package.def(component.def)) else { continue };
        // An empty graph is a defect of its own, and lost text may have held the rest.
        if graph.open.is_some() || graph.tasks.is_empty() || context.source.tree.node(def.node).has_loss() {
            continue;
        }
        let mut given = FxHashSet::default();
        let mut unread = false;
        for output in &graph.outputs {
            let name = package.reference(output.port).map(|port| port.name);
            let nothing = matches!(package.bindings.get(output.binding), Some(Binding::OneOf(all)) if all.is_empty());
            match name {
                Some(RefName::Name(name)) if !nothing => _ = given.insert(name),
                Some(RefName::Name(_)) => {}
                _ => unread = true,
            }
        }
        for port in component.outputs.ids().filter_map(|id| package.ports.get(id)).filter(|_| !unread) {
            let Some(output) = package.def(port.def).filter(|d| !given.contains(&d.name)) else { continue };
            let name = quote(package.def_name(port.def));
            let title =
                format!("nothing in the graph of {} gives the output {name}", quote(package.def_name(component.def)));
            let finding =
                Diagnostic::new(RULE.id, RULE.severity, output.at.span, title).label("declared, and never handed out");
            context.report(finding.note("the file loads; the output never exists, and whatever reads it fails"));
        }
    }
}
