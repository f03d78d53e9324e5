//! `list-in-text`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "list-in-text",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a list or an object where a text is needed",
    explanation: "\
A variable stands for a list or an object, and the text around it has no place for one.

In Tekton a list stands alone as an element of `command` or `args`, and takes the place of that element; elsewhere one element of it, `$(params.x[0])`,
or one key, `$(params.x.key)`, can be read. The webhook refuses everything else: \"variable is not properly isolated\", \"variable type invalid\". The results
of a matrix are always a list: \"can only be consumed in aggregate using [*] notation\".

Read one element or key, or let the list stand alone.",
    fixable: false,
    examples: &[
        Example {
            title: "a list between other words",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params: [{name: flags, type: array}]
  steps:
  - name: train
    image: python:3.12
    args: ['--flags=$(params.flags[*])']
#                   ^^^^^^^^^^^^^^^^^^ list-in-text: the list `flags` must stand alone
",
        },
        Example {
            title: "a list that stands alone",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params: [{name: flags, type: array}]
  steps:
  - name: train
    image: python:3.12
    args: ['--flags', '$(params.flags[*])']
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::WrongAccess);
}
