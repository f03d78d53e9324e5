//! `absent-condition-input`

use ir_model::{Binding, Diagnostic, Engine, Package, Port, RefId, Severity, Task, Val};

use crate::flow::{argument, port};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "absent-condition-input",
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "a condition that reads an input which may be absent",
    explanation: "\
A condition reads an input of its task that comes from an input of the graph around, and that one may be left out and has no default.

Where it is left out, the open-source backend does not put it among the values that conditions see: the task does not merely not run, the
driver fails with \"no such key\".

Give the input a default, or ask first: `'x' in inputs.parameter_values && …`.",
    fixable: false,
    examples: &[
        Example {
            title: "an input without a default",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING, isOptional: true}}}
root:
  inputDefinitions: {parameters: {mode: {parameterType: STRING, isOptional: true}}}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        inputs: {parameters: {mode: {componentInputParameter: mode}}}
        taskInfo: {name: train}
        triggerPolicy:
          condition: inputs.parameter_values['mode'] == 'full'
#                                             ^^^^ absent-condition-input: the condition of `train` reads `mode`, which may be absent
",
        },
        Example {
            title: "an input with a default, and a question",
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
      parameters:
        mode: {parameterType: STRING, isOptional: true}
        size: {parameterType: STRING, isOptional: true}
root:
  inputDefinitions:
    parameters:
      mode: {parameterType: STRING, isOptional: true, defaultValue: full}
      size: {parameterType: STRING, isOptional: true}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        inputs: {parameters: {mode: {componentInputParameter: mode}, size: {componentInputParameter: size}}}
        taskInfo: {name: train}
        triggerPolicy:
          condition: inputs.parameter_values['mode'] == 'full' && 'size' in inputs.parameter_values
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(condition) = task.when.and_then(|when| package.exprs.get(when)) else { continue };
        for read in &condition.refs {
            let Some(source) = absent(package, task, *read) else { continue };
            let Some(at) = package.reference(*read).filter(|r| r.must).map(|r| r.at.span) else { continue };
            let name = quote(package.target(*read).map_or("", |def| package.def_name(def)));
            let title =
                format!("the condition of {} reads {name}, which may be absent", quote(package.def_name(task.def)));
            let mut finding =
                Diagnostic::new(RULE.id, RULE.severity, at, title).label("nothing may have been passed here");
            if let Some(at) = package.def_span(source.def) {
                finding = finding.related(at, "may be left out, and has no default");
            }
            let note = "where it is left out, the driver fails with \"no such key\"";
            context.report(finding.note(note).only(&[Engine::KfpArgo]));
        }
    }
}

/// The input of the graph around that `read` is passed from, where that one may be absent.
fn absent<'a>(package: &'a Package, task: &Task, read: RefId) -> Option<&'a Port> {
    let Some(Binding::Input(input)) = package.bindings.get(argument(package, task, read)?.binding) else { return None };
    let port = port(package, *input)?;
    (matches!(port.optional, Val::Known(true, _)) && port.default.is_none()).then_some(port)
}
