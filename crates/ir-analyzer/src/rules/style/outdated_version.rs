//! `outdated-version`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "outdated-version",
    family: Family::Style,
    severity: Severity::Warning,
    summary: "an object of a version that has a successor",
    explanation: "\
An object is written for a version of the engine's interface that has a newer one: `tekton.dev/v1beta1` where there is `tekton.dev/v1`.

The older version is served for as long as the engine does so. Off unless it is switched on.

Write the new version; where keys have changed, the schema says so.",
    fixable: false,
    examples: &[
        Example {
            title: "a version before the first",
            text: "\
apiVersion: tekton.dev/v1beta1
#           ^^^^^^^^^^^^^^^^^^ outdated-version: `tekton.dev/v1beta1` has a successor
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: train
    image: python:3.12
",
        },
        Example {
            title: "the first version",
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
    fault::report(context, &RULE, FaultKind::Outdated);
}
