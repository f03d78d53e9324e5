//! `managed-field`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "managed-field",
    family: Family::Style,
    severity: Severity::Warning,
    summary: "a field that the cluster fills in itself",
    explanation: "\
`metadata.resourceVersion` stands in a file: it was copied from a cluster. It is the number of one state of one object.

The cluster refuses to create an object that has one (\"resourceVersion should not be set on objects to be created\"), and to change one that has moved on.

Remove the key.",
    fixable: false,
    examples: &[
        Example {
            title: "a copy from a cluster",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train, resourceVersion: '12'}
#                       ^^^^^^^^^^^^^^^ managed-field: `resourceVersion` is the cluster's own
spec:
  steps:
  - name: train
    image: python:3.12
",
        },
        Example {
            title: "a name is enough",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: train
    image: python:3.12
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::Managed);
}
