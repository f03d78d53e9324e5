//! `dead-output`

use ir_model::{Base, Body, Diagnostic, Resolution, Safety, Severity};
use rustc_hash::FxHashSet;

use crate::facts::mend::{self, without_port};
use crate::facts::step::{entries, owner};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "dead-output",
    family: Family::Reference,
    severity: Severity::Info,
    summary: "an output that no other task reads",
    explanation: "\
A component of the pipeline has an output that no task reads and that the pipeline does not hand out.

That may be right: models and metrics are often looked at by people. Where it is a value made for another task, the task reads something
else. Off unless it is switched on.

Pass the output on, or remove it.",
    fixable: true,
    examples: &[
        Example {
            title: "nobody reads the loss",
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
#                                    ^^^^ dead-output: no task reads the output `loss` of `comp-train`
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "an inner graph hands out what nobody outside takes",
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
  comp-attempt:
    outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
#                                    ^^^^ dead-output: no task reads the output `loss` of `comp-attempt`
    dag:
      outputs:
        parameters: {loss: {valueFromParameter: {producerSubtask: train, outputParameterKey: loss}}}
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
root:
  dag:
    tasks:
      attempt:
        componentRef: {name: comp-attempt}
        taskInfo: {name: attempt}
",
        },
        Example {
            title: "the pipeline hands it out",
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
  outputDefinitions: {parameters: {loss: {parameterType: NUMBER_DOUBLE}}}
  dag:
    outputs:
      parameters: {loss: {valueFromParameter: {producerSubtask: train, outputParameterKey: loss}}}
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
    if !context.source.tree.lost().is_empty() {
        return;
    }
    let mut read = FxHashSet::default();
    for (id, reference) in package.symbols.refs.iter().filter(|(_, r)| matches!(r.base, Base::Member(_))) {
        match package.resolutions.of(id) {
            Resolution::Found(def) | Resolution::WrongKind(def) => drop(read.insert(def)),
            // Who knows what was meant.
            Resolution::Missing { .. } | Resolution::Unknown if reference.ns == ir_model::Ns::Output => return,
            _ => {}
        }
    }
    for (id, component) in package.components.iter() {
        let exported = package.def(component.def).is_none_or(|d| d.flags.exported);
        if entries(package).any(|entry| entry == id) || exported || package.resolutions.uses(component.def).is_empty() {
            continue;
        }
        for port in component.outputs.ids().filter_map(|id| package.ports.get(id)) {
            if read.contains(&port.def) {
                continue;
            }
            let Some(span) = package.def_span(port.def) else { continue };
            let (owner, name) = (owner(package, component.def), quote(package.def_name(port.def)));
            let title = format!("no task reads the output {name} of {owner}");
            let finding = Diagnostic::new(RULE.id, RULE.severity, span, title).unnecessary();
            // What a program writes cannot be told to it otherwise: only what a graph hands out can go.
            let graph = matches!(component.body, Body::Graph(_));
            let edits = graph.then(|| without_port(&context.source.tree, package, port.def)).flatten();
            context.report(mend::with(finding, edits, format!("remove {name}"), Safety::Suggested));
        }
    }
}
