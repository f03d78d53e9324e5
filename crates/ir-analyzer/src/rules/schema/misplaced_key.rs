//! `misplaced-key`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "misplaced-key",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a key that has no place where it stands",
    explanation: "\
A key exists, and not for what it stands in: a time limit on a graph, the path of a file on something that runs no container, a way to give
a value that only outputs have.

`argo lint` and the API server refuse such a workflow: \"is only valid for leaf templates\", \"valueFrom only allows\".

Move the key to where it belongs, or remove it.",
    fixable: false,
    examples: &[
        Example {
            title: "a time limit of a graph",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    timeout: 1h
#   ^^^^^^^ misplaced-key: `timeout` has no place in a template of type `steps`
    steps:
    - - {name: work, template: work}
  - name: work
    container: {image: 'python:3.12', command: [work]}
",
        },
        Example {
            title: "a time limit of a container",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: work
  templates:
  - name: work
    timeout: 1h
    container: {image: 'python:3.12', command: [work]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::MisplacedKey);
}
