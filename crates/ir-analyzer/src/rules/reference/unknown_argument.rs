//! `unknown-argument`

use ir_model::{Diagnostic, Extra, FaultKind, Fix, Package, Port, Ref, Safety, Severity, Task, Tri};

use super::unknown::named;
use crate::arguments::passing;
use crate::foreign::{Foreign, foreign_passing};
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::{input_word, instead, quote};
use crate::workspace::InterfacePort;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-argument",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "a task passes something that its component does not declare",
    explanation: "\
An argument has a name that the task's component has no input for.

In compiled pipelines the engine passes it on and nobody reads it: usually a slip in the name. Where the slip leaves a
required input without a value, the run fails, and the finding is an error. Names that start with `pipelinechannel--` are the
compiler's own and are left alone.

The values of a pipeline job must be inputs of its pipeline, else the client refuses the job (\"not found in the pipeline job input
definitions\").

Write the name of an input of the component, or drop the argument.",
    fixable: true,
    examples: &[
        Example {
            title: "a slip that leaves an input without value",
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
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs:
          parameters:
            epoch: {runtimeValue: {constant: 10}}
#           ^^^^^ unknown-argument: `comp-train` has no input `epoch`
",
        },
        Example {
            title: "a component of another file",
            text: "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef: {url: ./load.yaml}
        arguments: {tabel: sales}
#                   ^^^^^ unknown-argument: `Load` has no input `tabel`
# file: load.yaml
name: Load
inputs: [{name: table, type: String}]
implementation: {container: {image: 'python:3.12', command: [load, {inputValue: table}]}}
",
        },
        Example {
            title: "a job with a value for no input",
            text: "\
pipelineSpec:
  pipelineInfo: {name: training}
  schemaVersion: 2.1.0
  deploymentSpec:
    executors:
      exec-train: {container: {image: 'python:3.12', command: [train]}}
  components:
    comp-train: {executorLabel: exec-train}
  root:
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER, defaultValue: 1}}}
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
runtimeConfig:
  parameterValues: {epoch: 10}
#                   ^^^^^ unknown-argument: the pipeline has no input `epoch`
",
        },
        Example {
            title: "a value of the compiler's own",
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
        inputs:
          parameters:
            pipelinechannel--epochs: {runtimeValue: {constant: 10}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::UnknownArgument);
    let package = context.package;
    for task in package.tasks.values() {
        if let Some(callee) = context.foreign_callee(task) {
            for finding in foreign(package, task, callee) {
                context.report(finding);
            }
        }
        let Some(passing) = passing(package, task) else { continue };
        for undeclared in passing.undeclared {
            let Some(reference) = package.reference(undeclared.argument.port) else { continue };
            let breaks = undeclared.meant.is_some_and(|m| m.required() == Tri::Yes);
            let run = package.is_run(task);
            let traits = &package.dialect.traits;
            let extra = if run { traits.extra_values } else { traits.extra_arguments };
            let refused = extra == Extra::Error || (breaks && !run);
            let severity = if refused { Severity::Error } else { RULE.severity };
            let callee = if run { "the pipeline".to_owned() } else { named(package, passing.callee) };
            let word = input_word(reference.want);
            let title = format!("{callee} has no {word} {}", quote(undeclared.name));
            let inputs = package.component_of(passing.callee).map(|(_, c)| c.inputs.ids()).into_iter().flatten();
            let serves = |port: &&Port| reference.want.is_none_or(|want| port.kind.serves(want));
            let ports = inputs.filter_map(|p| package.ports.get(p)).filter(serves);
            let names: Vec<&str> = ports.map(|p| package.def_name(p.def)).collect();
            let span = reference.at.span;
            let mut finding = Diagnostic::new(RULE.id, severity, span, title);
            match undeclared.meant {
                Some(meant) => {
                    let name = package.def_name(meant.def);
                    finding = finding.label(format!("did you mean {}?", quote(name)));
                    if let Some(at) = package.def_span(meant.def) {
                        finding = finding.related(at, "declared here");
                    }
                    let words = format!("replace {} by {}", quote(undeclared.name), quote(name));
                    finding = finding.fix(Fix::replace(span, name, words, Safety::Suggested));
                }
                None => finding = finding.label(instead(undeclared.name, &names, &format!("it has no {word}s"))),
            }
            let note = match (breaks, run) {
                (_, true) => traits.consequences.extra_value,
                (true, _) => traits.consequences.missing_input,
                _ => "nothing reads the value",
            };
            context.report(finding.note(note));
        }
    }
}

/// The same for a component of another file.
fn foreign(package: &Package, task: &Task, callee: Foreign<'_>) -> Vec<Diagnostic> {
    let undeclared = foreign_passing(package, task, callee).undeclared.into_iter();
    let finding = |(reference, name, meant): (&Ref, &str, Option<&InterfacePort>)| {
        let title = format!("{} has no {} {}", callee.name(), input_word(reference.want), quote(name));
        let breaks = meant.is_some_and(|m| m.required == Tri::Yes);
        let refused = breaks || package.dialect.traits.extra_arguments == Extra::Error;
        let severity = if refused { Severity::Error } else { RULE.severity };
        let finding = Diagnostic::new(RULE.id, severity, reference.at.span, title);
        let finding = match meant {
            Some(port) => {
                let words = format!("replace {} by {}", quote(name), quote(&port.name));
                finding
                    .label(format!("did you mean {}?", quote(&port.name)))
                    .related_in(callee.file, port.at, "declared here")
                    .fix(Fix::replace(reference.at.span, &*port.name, words, Safety::Suggested))
            }
            None => {
                let names: Vec<&str> = callee.ports(true).map(|p| &*p.name).collect();
                finding.label(instead(name, &names, "it has no inputs")).related_in(
                    callee.file,
                    callee.interface.at,
                    "the component",
                )
            }
        };
        let unread = "nothing reads the value";
        finding.note(if refused { package.dialect.traits.consequences.missing_input } else { unread })
    };
    undeclared.map(finding).collect()
}
