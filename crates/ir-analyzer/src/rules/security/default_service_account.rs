//! `default-service-account`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "default-service-account",
    family: Family::Security,
    severity: Severity::Info,
    summary: "pods with the rights that all pods have",
    explanation: "\
The pods run as the account `default` of their namespace, with whatever rights somebody gave it, or hold the account's key although the
work does not need the cluster. Off unless it is switched on.

Name an account with the rights that the work needs (`serviceAccountName`), and keep its key out of the containers
(`automountServiceAccountToken: false`, and `executor.serviceAccountName` for the engine's own container).",
    fixable: false,
    examples: &[
        Example {
            title: "the account of all",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
#^^^^ default-service-account: the pods have the rights of the account `default`
  automountServiceAccountToken: false
  entrypoint: train
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "one of its own",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  serviceAccountName: training
  automountServiceAccountToken: false
  executor: {serviceAccountName: training-executor}
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
    fault::report(context, &RULE, FaultKind::DefaultAccount);
}
