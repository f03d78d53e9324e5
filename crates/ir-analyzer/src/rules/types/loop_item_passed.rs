//! `loop-item-passed`

use ir_model::{Diagnostic, RefName, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "loop-item-passed",
    family: Family::Type,
    severity: Severity::Warning,
    summary: "a task passes a value to the input that receives the items of its loop",
    explanation: "\
One input of a task's component receives the items of the task's loop, and the task passes another value to it all the same.

The driver writes the item over the value: nobody ever reads what is passed.

Drop the argument, or let the loop fill another input.",
    fixable: false,
    examples: &[
        Example {
            title: "a value that the item replaces",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {mode: {runtimeValue: {constant: fast}}}}
#                             ^^^^ loop-item-passed: task `train` passes `mode`, which receives the items of its loop
        parameterIterator: {items: {raw: '[\"fast\", \"good\"]'}, itemInput: mode}
",
        },
        Example {
            title: "the loop alone fills its input",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING}, name: {parameterType: STRING}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {name: {runtimeValue: {constant: ann}}}}
        parameterIterator: {items: {raw: '[\"fast\", \"good\"]'}, itemInput: mode}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let Some(item) = task.each.as_ref().and_then(|e| package.reference(e.item?)) else { continue };
        let RefName::Name(name) = item.name else { continue };
        let passed = task.args.iter().filter_map(|a| package.reference(a.port));
        let Some(passed) = passed.into_iter().find(|r| r.name == item.name && r.want == item.want) else { continue };
        let (task, input) = (quote(package.def_name(task.def)), quote(package.names.text(name)));
        let title = format!("task {task} passes {input}, which receives the items of its loop");
        let finding = Diagnostic::new(RULE.id, RULE.severity, passed.at.span, title)
            .label("each item replaces this value")
            .related(item.at.span, "the loop fills it here");
        context.report(finding);
    }
}
