//! `deprecated-object`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "deprecated-object",
    family: Family::Style,
    severity: Severity::Warning,
    summary: "an object whose author says that it should no longer be used",
    explanation: "\
A label says that the object is deprecated: `tekton.dev/deprecated: \"true\"`. Its catalog keeps it for those who use it already.

Use what came after it, or remove it.",
    fixable: false,
    examples: &[
        Example {
            title: "a task that is about to go",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata:
  name: train
  labels: {tekton.dev/deprecated: 'true'}
#          ^^^^^^^^^^^^^^^^^^^^^ deprecated-object: `train` should no longer be used
spec:
  steps:
  - name: train
    image: python:3.12
",
        },
        Example {
            title: "a task that stays",
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
    fault::report(context, &RULE, FaultKind::Deprecated);
}
