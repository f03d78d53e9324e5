//! `root-user`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "root-user",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a container that runs as root",
    explanation: "\
A container is told to run as root, or that it may. A way out of the container is then a way to root on the node. Off unless it is switched on.

Run as another user: `runAsNonRoot: true`, and `runAsUser` where the image does not say.",
    fixable: false,
    examples: &[
        Example {
            title: "the user 0",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    securityContext: {runAsUser: 0}
#                     ^^^^^^^^^ root-user: the container runs as root
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "another user",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    securityContext: {runAsUser: 1000, runAsNonRoot: true}
    container: {image: 'python:3.12', command: [train]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::RootUser);
}
