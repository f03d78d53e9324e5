//! `index-out-of-range`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "index-out-of-range",
    family: Family::Type,
    severity: Severity::Error,
    summary: "an element that a list does not have",
    explanation: "\
A variable asks for an element of a list by its number, and the list is shorter. Elements are counted from 0.

Tekton accepts the object. A run whose own lists are too short fails: \"non-existent param references\". Where only the default is too short, a run
may pass a longer list: that is a warning.

Ask for an element that is there, or lengthen the list.",
    fixable: false,
    examples: &[
        Example {
            title: "a run with two colours",
            text: "\
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: paint}
spec:
  params: [{name: colours, value: [red, green]}]
  taskSpec:
    params: [{name: colours, type: array}]
    steps:
    - name: paint
      image: alpine:3.20
      args: ['$(params.colours[2])']
#             ^^^^^^^^^^^^^^^^^^^^ index-out-of-range: `colours` has no element 2
",
        },
        Example {
            title: "the last of two",
            text: "\
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: paint}
spec:
  params: [{name: colours, value: [red, green]}]
  taskSpec:
    params: [{name: colours, type: array}]
    steps:
    - name: paint
      image: alpine:3.20
      args: ['$(params.colours[1])']
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::IndexRange);
}
