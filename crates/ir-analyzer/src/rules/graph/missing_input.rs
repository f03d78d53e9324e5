//! `missing-input`

use ir_model::{Diagnostic, FaultKind, Severity};

use crate::arguments::passing;
use crate::foreign::foreign_passing;
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::{input_word, quote};

pub(crate) static RULE: Rule = Rule {
    id: "missing-input",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a task that does not pass a required input",
    explanation: "\
A component declares an input without a default and not as optional, and a task that runs the component does not pass it.

The SDK and the upload accept such a compiled pipeline; the driver fails in the cluster when it resolves the task's inputs.

A pipeline job that does not pass an input of its pipeline is refused, unless the client that submits it adds the value: this
is a warning.

Pass the input, or declare it as optional (`isOptional: true`) or with a default. The input that receives a loop's item and
inputs of type TASK_CONFIG are filled by the engine.",
    fixable: false,
    examples: &[
        Example {
            title: "an input is forgotten",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      train:
#     ^^^^^ missing-input: task `train` does not pass the required input `epochs`
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a component of another file",
            text: "\
name: Pipeline
implementation:
  graph:
    tasks:
      load: {componentRef: {url: ./load.yaml}}
#     ^^^^ missing-input: task `load` does not pass the required input `table`
# file: load.yaml
name: Load
inputs: [{name: table, type: String}]
implementation: {container: {image: 'python:3.12', command: [load, {inputValue: table}]}}
",
        },
        Example {
            title: "a job without a value",
            text: "\
pipelineSpec:
  pipelineInfo: {name: training}
  schemaVersion: 2.1.0
  deploymentSpec:
    executors:
      exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
  components:
    comp-train:
      executorLabel: exec-train
      inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
  root:
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
          inputs: {parameters: {epochs: {componentInputParameter: epochs}}}
runtimeConfig: {gcsOutputDirectory: 'gs://bucket'}
#^^^^^^^^^^^^^ missing-input: the run does not pass the required input `epochs`
",
        },
        Example {
            title: "inputs with a default may be left out",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER, defaultValue: 10, isOptional: true}}}
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
    fault::report(context, &RULE, FaultKind::MissingInput);
    let package = context.package;
    for task in package.tasks.values() {
        let Some(def) = package.def(task.def) else { continue };
        if let Some(callee) = context.foreign_callee(task) {
            for port in foreign_passing(package, task, callee).missing {
                let (name, input) = (quote(package.names.text(def.name)), quote(&port.name));
                let title = format!("task {name} does not pass the required {} {input}", input_word(Some(port.kind)));
                let finding = Diagnostic::new(RULE.id, RULE.severity, def.at.span, title)
                    .label(format!("runs {} without {input}", callee.name()))
                    .related_in(callee.file, port.at, "declared here, without a default");
                context.report(finding.note(package.dialect.traits.consequences.missing_input));
            }
        }
        let Some(passing) = passing(package, task) else { continue };
        let run = package.is_run(task);
        for port in passing.missing {
            let (name, input) = (quote(package.names.text(def.name)), quote(package.def_name(port.def)));
            let (severity, title, label) = if run {
                let title = format!("the run does not pass the required {} {input}", input_word(Some(port.kind)));
                let whole = package.dialect.traits.runs_are_whole;
                let severity = if whole.is_empty() { Severity::Warning } else { RULE.severity };
                (severity, title, "a value is wanted here".to_owned())
            } else {
                // What the whole runs by itself takes its arguments.
                let title = if def.flags.implied {
                    format!("nothing passes the required {} {input} to {name}", input_word(Some(port.kind)))
                } else {
                    format!("task {name} does not pass the required {} {input}", input_word(Some(port.kind)))
                };
                let label = format!("runs {} without {input}", quote(package.def_name(passing.callee)));
                (RULE.severity, title, label)
            };
            let mut finding = Diagnostic::new(RULE.id, severity, def.at.span, title).label(label);
            if run {
                finding = finding.only(package.dialect.traits.runs_are_whole);
                let alike =
                    task.args.iter().filter_map(|a| package.reference(a.port)).find(|r| r.want == Some(port.kind));
                if let Some(given) = alike {
                    finding = finding.related(given.at.span, "the others are given here");
                }
            }
            if let Some(at) = package.def_span(port.def) {
                finding = finding.related(at, "declared here, without a default");
            }
            // Files of this form also serve as templates.
            let note = if run {
                package.dialect.traits.consequences.missing_value
            } else {
                package.dialect.traits.consequences.missing_input
            };
            context.report(finding.note(note));
        }
    }
}
