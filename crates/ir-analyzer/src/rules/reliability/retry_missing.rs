//! `retry-missing`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "retry-missing",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "work that is not tried again",
    explanation: "\
A component runs in a pod or asks a server, and nothing says that it is tried again. A node that goes away, or a network that fails for a
moment, fails the whole. Off unless it is switched on.

Say how often to try again (`retryStrategy`), for one component or for all.",
    fixable: false,
    examples: &[
        Example {
            title: "never again",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
#         ^^^^^ retry-missing: the template `train` is not tried again where its node fails
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "three times",
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
    fault::report(context, &RULE, FaultKind::NoRetry);
}
