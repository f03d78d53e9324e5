//! `loop-too-large`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "loop-too-large",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a loop of more rounds than the engine runs",
    explanation: "\
The lists of a loop, multiplied, make more rounds than the engine takes.

Tekton's webhook refuses a matrix of more than 256 rounds: \"expected 0 <= combinations <= 256\". The number can be set for a cluster
(`default-max-matrix-combinations-count`).

Shorten the lists, or split the task in two.",
    fixable: false,
    examples: &[
        Example {
            title: "seventeen times seventeen",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
    matrix:
#   ^^^^^^ loop-too-large: the matrix has 289 rounds
      params:
      - {name: rate, value: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', '16']}
      - {name: depth, value: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', '16']}
",
        },
        Example {
            title: "four rounds",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
    matrix:
      params:
      - {name: rate, value: ['1', '2']}
      - {name: depth, value: ['1', '2']}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::TooManyRounds);
}
