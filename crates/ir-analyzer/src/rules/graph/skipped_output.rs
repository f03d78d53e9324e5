//! `skipped-output`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "skipped-output",
    family: Family::Graph,
    severity: Severity::Warning,
    summary: "a value of a task that a condition may leave out",
    explanation: "\
A task reads an output of another that has a condition, and runs whether that one ran or not. Where it was skipped there is no value, and
neither the output nor the input says what to take instead.

Argo ends the workflow since version 4: \"output is an absent optional\". Before, the value was an empty text.

Give the output a default (`valueFrom.default`), or the input, or let the reader run only where the other one did.",
    fixable: false,
    examples: &[
        Example {
            title: "the first task may be skipped",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  arguments: {parameters: [{name: fast, value: 'no'}]}
  templates:
  - name: main
    dag:
      tasks:
      - {name: tune, template: tune, when: '{{workflow.parameters.fast}} == no'}
      - name: train
        template: train
        dependencies: [tune]
        arguments: {parameters: [{name: rate, value: '{{tasks.tune.outputs.parameters.rate}}'}]}
#                                                                                     ^^^^ skipped-output: the condition of `tune` may leave it out
  - name: tune
    container: {image: 'python:3.12', command: [tune]}
    outputs: {parameters: [{name: rate, valueFrom: {path: /tmp/rate}}]}
  - name: train
    inputs: {parameters: [{name: rate}]}
    container: {image: 'python:3.12', command: [train, '{{inputs.parameters.rate}}']}
",
        },
        Example {
            title: "a default for that case",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  arguments: {parameters: [{name: fast, value: 'no'}]}
  templates:
  - name: main
    dag:
      tasks:
      - {name: tune, template: tune, when: '{{workflow.parameters.fast}} == no'}
      - name: train
        template: train
        dependencies: [tune]
        arguments: {parameters: [{name: rate, value: '{{tasks.tune.outputs.parameters.rate}}'}]}
  - name: tune
    container: {image: 'python:3.12', command: [tune]}
    outputs: {parameters: [{name: rate, valueFrom: {path: /tmp/rate, default: '0.1'}}]}
  - name: train
    inputs: {parameters: [{name: rate}]}
    container: {image: 'python:3.12', command: [train, '{{inputs.parameters.rate}}']}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::SkippedOutput);
}
