//! `endless-retry`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "endless-retry",
    family: Family::Reliability,
    severity: Severity::Warning,
    summary: "a task that is tried again without end",
    explanation: "\
A failed task is tried again, and nothing says how often: a defect in its program keeps it going for ever. Off unless it is switched on.

Set a limit, and an expression on the causes that are worth another try.",
    fixable: false,
    examples: &[
        Example {
            title: "no limit",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    retryStrategy: {retryPolicy: Always}
#   ^^^^^^^^^^^^^ endless-retry: a template that fails is tried again without end
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "a limit",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    retryStrategy: {limit: 3}
    container: {image: 'python:3.12', command: [train]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::EndlessRetry);
}
