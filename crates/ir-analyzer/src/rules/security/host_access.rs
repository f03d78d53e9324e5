//! `host-access`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "host-access",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a pod that reaches into its node",
    explanation: "\
A pod mounts a folder of its node, or shares the node's network or processes. It can read what other pods leave there; by the socket of the container
engine it can become root on the node. Clusters with pod security standards refuse such pods.

Use a volume of the pod, a claim or an artifact.",
    fixable: false,
    examples: &[
        Example {
            title: "the socket of the container engine",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  volumes:
  - name: docker
    hostPath: {path: /var/run/docker.sock}
#                    ^^^^^^^^^^^^^^^^^^^^ host-access: who can write to this socket is root on the node
  entrypoint: train
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "a volume of the pod",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  volumes:
  - name: scratch
    emptyDir: {}
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
    fault::report(context, &RULE, FaultKind::HostAccess);
}
