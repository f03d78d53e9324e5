//! `deadline-missing`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "deadline-missing",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a workflow that nothing ends where it hangs",
    explanation: "\
Nothing says how long a workflow may run. A task that hangs keeps its pod, and what waits for it, until somebody looks. Off unless it is switched on.

Set a time limit for the whole (`activeDeadlineSeconds`).",
    fixable: false,
    examples: &[
        Example {
            title: "no limit",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
#^^^^ deadline-missing: nothing ends the workflow where it hangs
  entrypoint: train
  templates:
  - name: train
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
  activeDeadlineSeconds: 3600
  entrypoint: train
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::NoDeadline);
}
