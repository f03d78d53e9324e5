//! `unknown-input`

use ir_model::{Ns, ScopeId, Severity};
use rustc_hash::FxHashSet;

use super::unknown::{all, named};
use crate::arguments::passing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::{input_word, quote};

pub(crate) static RULE: Rule = Rule {
    id: "unknown-input",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a name that is no input of its component or task",
    explanation: "\
Something reads an input that is not declared: a placeholder such as `{{$.inputs.parameters['rate']}}` or
`{inputValue: rate}`, a condition (`inputs.parameter_values['rate']`), a task that passes an input of the graph on, a loop over an input of its task, or the input that
should receive a loop's item.

The SDK's loader of `component.yaml` refuses the file. For compiled pipelines the SDK and the upload accept it; the driver
fails in the cluster (for a condition with \"no such key\"), or the placeholder reaches the program as text.

Declare the input, or write the name of one that is declared. Names are compared letter by letter.",
    fixable: true,
    examples: &[
        Example {
            title: "a placeholder for an input that is not declared",
            text: "\
name: Train
inputs:
- {name: rate, type: Float}
implementation:
  container:
    image: python:3.12
    command: [train, --rate, {inputValue: raet}]
#                                         ^^^^ unknown-input: `Train` has no input `raet`
",
        },
        Example {
            title: "a condition on an input that the task does not have",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}, mode: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {rate: {runtimeValue: {constant: 0.1}}, mode: {runtimeValue: {constant: fast}}}}
        triggerPolicy:
          condition: inputs.parameter_values['mdoe'] == 'fast'
#                                             ^^^^ unknown-input: `inputs.parameter_values['mdoe']` is not an input of task `train`
",
        },
        Example {
            title: "a compiled component that reads what it declares",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: [--rate, \"{{$.inputs.parameters['rate']}}\"]
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {rate: {runtimeValue: {constant: 0.1}}}}
",
        },
    ],
    check,
};

/// Names of inputs that tasks must pass and do not, or pass under another name, by the scope of the task.
fn expected<'a>(context: &Context<'a>) -> FxHashSet<(ScopeId, &'a str)> {
    let package = context.package;
    let mut names = FxHashSet::default();
    for task in package.tasks.values() {
        let Some(passing) = passing(package, task) else { continue };
        let meant = passing.undeclared.iter().filter_map(|u| u.meant);
        let ports = passing.missing.iter().copied().chain(meant);
        names.extend(ports.map(|port| (task.scope, package.def_name(port.def))));
    }
    names
}

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let expected = expected(context);
    for ns in [Ns::Input, Ns::Argument] {
        for unknown in all(package, ns) {
            // The task reads what its component needs: that it does not pass it is told at the task.
            if ns == Ns::Argument && expected.contains(&(unknown.scope, unknown.name)) {
                continue;
            }
            let owner = unknown.owner_name(package);
            let (name, word) = (quote(unknown.name), input_word(unknown.reference.want));
            let title = match unknown.shown(context) {
                Some(shown) if ns == Ns::Argument => format!("{} is not an input of task {owner}", quote(shown)),
                Some(shown) if unknown.in_pod(package) => format!("{} names no {word} of {owner}", quote(shown)),
                _ if ns == Ns::Argument => format!("{name} is not an input of task {owner}"),
                _ => format!("{owner} has no {word} {name}"),
            };
            let mut finding = unknown.finding(package, RULE.id, title, "there is no input of that kind");
            if let Some(def) = unknown.owner(package).filter(|d| package.def_span(*d).is_some_and(|s| !s.is_empty()))
                && let Some(span) = package.def_span(def)
            {
                finding = finding.related(span, format!("the {word}s of {} count", named(package, def)));
            }
            context.report(finding.note(package.dialect.traits.consequences.unknown_input));
        }
    }
}
