//! `loop-over-scalar`

use ir_model::{Diagnostic, Items, Severity, Type};

use super::ends::End;
use crate::flow::{argument, port, sources};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "loop-over-scalar",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a loop runs over something that is no list",
    explanation: "\
A task runs once for each item of one of its inputs, and that input is no list.

The driver takes a LIST, or a STRING that holds a list in JSON. For anything else it fails when the loop starts: \"iterating on
item input … failed: value of type … cannot be iterated\".

Loop over a list, or run the task once.",
    fixable: false,
    examples: &[
        Example {
            title: "a number has no items",
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
      parameters: {rounds: {parameterType: NUMBER_INTEGER}, round: {parameterType: NUMBER_INTEGER}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {rounds: {componentInputParameter: rounds}}}
        parameterIterator: {items: {inputParameter: rounds}, itemInput: round}
#                                                   ^^^^^^ loop-over-scalar: task `train` loops over `rounds`, a NUMBER_INTEGER
  inputDefinitions: {parameters: {rounds: {parameterType: NUMBER_INTEGER}}}
",
        },
        Example {
            title: "a list, and a text that may hold one",
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
      parameters: {rates: {parameterType: LIST}, text: {parameterType: STRING}, rate: {parameterType: NUMBER_DOUBLE}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs:
          parameters: {rates: {componentInputParameter: rates}, text: {componentInputParameter: text}}
        parameterIterator: {items: {inputParameter: rates}, itemInput: rate}
      again:
        componentRef: {name: comp-train}
        taskInfo: {name: again}
        inputs:
          parameters: {rates: {componentInputParameter: rates}, text: {componentInputParameter: text}}
        parameterIterator: {items: {inputParameter: text}, itemInput: rate}
  inputDefinitions: {parameters: {rates: {parameterType: LIST}, text: {parameterType: STRING}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(Items::Argument(reference)) = task.each.as_ref().map(|e| &e.items) else { continue };
        let Some(argument) = argument(package, task, *reference) else { continue };
        let Some(at) = package.reference(*reference) else { continue };
        // The engine converts what is passed to what the component declares, then looks at the result.
        let declared = port(package, argument.port).map(|p| (p.ty.ty.clone(), Some(&p.ty)));
        let passed = || sources(package, argument.binding).into_iter().next().map(|f| (f.ty, f.declared));
        let passed = || if argument.transform.is_some() { None } else { passed() };
        let Some((ty, declared)) = declared.or_else(passed) else { continue };
        let scalar = matches!(ty, Type::Bool | Type::Int | Type::Number | Type::Map(_) | Type::Artifact { .. });
        if !scalar {
            continue;
        }
        let end = End::here(&ty, declared);
        let name = quote(at.at.span.slice(context.source.text()));
        let title = format!("task {} loops over {name}, {}", quote(package.def_name(task.def)), end.words(context));
        let finding = Diagnostic::new(RULE.id, RULE.severity, at.at.span, title).label("no list");
        let finding = end.relate(finding, "declared here");
        context.report(finding.note(package.dialect.traits.consequences.bad_loop));
    }
}
