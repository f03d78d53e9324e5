//! `privileged-container`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "privileged-container",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a container with rights that no work needs",
    explanation: "\
A container is privileged, or a program in it may gain rights that the container does not have. Whoever gets into it, by an image, a package or a
parameter, owns the node and with it what else runs there.

Remove the key; where a tool needs a single right, add that one under `capabilities`.",
    fixable: false,
    examples: &[
        Example {
            title: "a privileged container",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train], securityContext: {privileged: true}}
#                                                                         ^^^^^^^^^^ privileged-container: the container may do all that its node may
",
        },
        Example {
            title: "an ordinary one",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
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
    fault::report(context, &RULE, FaultKind::Privileged);
}
