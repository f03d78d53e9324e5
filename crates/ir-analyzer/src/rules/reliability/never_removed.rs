//! `never-removed`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "never-removed",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "workflows and pods that stay in the cluster when they have ended",
    explanation: "\
Nothing says when workflows that have ended, and their pods, are removed. They stay in the cluster's store until it is full or somebody cleans up; a
controller's own settings may do it for all. Off unless it is switched on.

Say when: `ttlStrategy` for workflows, `podGC` for pods.",
    fixable: false,
    examples: &[
        Example {
            title: "pods that stay",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
#^^^^ never-removed: pods that have ended stay in the cluster
  ttlStrategy: {secondsAfterCompletion: 3600}
  entrypoint: train
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "both removed",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  ttlStrategy: {secondsAfterCompletion: 3600}
  podGC: {strategy: OnPodSuccess}
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
    fault::report(context, &RULE, FaultKind::NeverRemoved);
}
