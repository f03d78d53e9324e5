//! `unknown-output`

use ir_model::{Base, Diagnostic, Fix, Ns, RefName, Resolution, Role, Safety, Severity};

use super::unknown::{all, named};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::{instead, near, quote};

pub(crate) static RULE: Rule = Rule {
    id: "unknown-output",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a name that is no output of its component or task",
    explanation: "\
A value is taken from an output that the task's component does not declare, a placeholder writes to one, or a graph hands
out one that its component does not declare.

The SDK loads a compiled pipeline without looking at these names, and so does the upload. The run then fails in the driver:
a missing parameter is nothing, a missing artifact crashes the driver. The loader of `component.yaml` refuses the file.

Write the name of an output that the component declares, or declare it.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt output",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {accuracy: {parameterType: NUMBER_DOUBLE}}}
root:
  dag:
    outputs:
      parameters:
        accuracy:
          valueFromParameter: {producerSubtask: train, outputParameterKey: acuracy}
#                                                                          ^^^^^^^ unknown-output: task `train` has no output parameter `acuracy`
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
  outputDefinitions: {parameters: {accuracy: {parameterType: NUMBER_DOUBLE}}}
",
        },
        Example {
            title: "an output of a component of another file",
            text: "\
name: Pipeline
outputs: [{name: rows}]
implementation:
  graph:
    tasks:
      load: {componentRef: {url: ./load.yaml}}
    outputValues:
      rows: {taskOutput: {taskId: load, outputName: rwos}}
#                                                   ^^^^ unknown-output: task `load` has no output `rwos`
# file: load.yaml
name: Load
outputs: [{name: rows}]
implementation: {container: {image: 'python:3.12', command: [load, {outputPath: rows}]}}
",
        },
        Example {
            title: "a component that writes what it declares",
            text: "\
name: Train
outputs:
- {name: model}
implementation:
  container:
    image: python:3.12
    command: [train, --out, {outputPath: model}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    foreign(context);
    let package = context.package;
    for unknown in all(package, Ns::Output) {
        let name = quote(unknown.name);
        let owner = unknown.owner_name(package);
        let kind = match unknown.reference.want {
            Some(ir_model::PortKind::Parameter) => "output parameter",
            Some(ir_model::PortKind::Artifact) => "output artifact",
            _ => "output",
        };
        let title = match (unknown.holder(package), unknown.shown(context)) {
            (Some(task), _) => format!("task {} has no {kind} {name}", named(package, task)),
            (None, Some(shown)) if unknown.in_pod(package) => format!("{} names no output of {owner}", quote(shown)),
            _ if unknown.reference.role == Role::Bind => format!("{owner} declares no {kind} {name}"),
            _ => format!("{owner} has no {kind} {name}"),
        };
        let mut finding = unknown.finding(package, RULE.id, title, "it has no output");
        if let Some(owner) = unknown.owner(package)
            && let Some(span) = package.def_span(owner).filter(|s| !s.is_empty())
        {
            finding = finding.related(span, format!("{} declares the outputs", named(package, owner)));
        }
        if unknown.reference.role == Role::Forward {
            finding.severity = Severity::Warning;
            context.report(finding.note("the task hands out nothing under this name"));
            continue;
        }
        context.report(finding.note(package.dialect.traits.consequences.unknown_output));
    }
}

/// Outputs of components of other files.
fn foreign(context: &mut Context<'_>) {
    let package = context.package;
    for (id, reference) in package.symbols.refs.iter() {
        let (Base::Member(of), RefName::Name(name)) = (reference.base, reference.name) else { continue };
        if reference.ns != Ns::Output || package.resolutions.of(id) != Resolution::Elsewhere {
            continue;
        }
        let Some(callee) = context.foreign_inside(of) else { continue };
        let name = package.names.text(name);
        let outputs: Vec<&str> = callee.ports(false).map(|p| &*p.name).collect();
        if outputs.contains(&name) {
            continue;
        }
        let task = package.target(of).map_or_else(String::new, |def| named(package, def));
        let title = format!("task {task} has no output {}", quote(name));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
            .label(instead(name, &outputs, "it has no output"))
            .related_in(callee.file, callee.interface.at, format!("{} declares the outputs", callee.name()));
        if let Some(meant) = near(name, outputs.iter().copied()) {
            let words = format!("replace {} by {}", quote(name), quote(meant));
            finding = finding.fix(Fix::replace(reference.at.span, meant, words, Safety::Suggested));
        }
        context.report(finding.note(package.dialect.traits.consequences.unknown_output));
    }
}
