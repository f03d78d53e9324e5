//! `removed-feature`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "removed-feature",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "something that the engine had once and has no more",
    explanation: "\
A key or a kind of object belongs to a version that is gone: in Tekton `resources` and `bundle`, and the kinds `ClusterTask`, `Condition`, `PipelineResource` and `Run`.

Tekton's webhook refuses the key (\"must not set the field(s)\"); the cluster does not know the kind.

Write what came after: parameters, results and workspaces for `resources`, the resolver `bundles` for `bundle`, `Task` for `ClusterTask`, `when` for `Condition`.",
    fixable: false,
    examples: &[
        Example {
            title: "resources of old",
            text: "\
apiVersion: tekton.dev/v1beta1
kind: Task
metadata: {name: train}
spec:
  resources: {inputs: []}
# ^^^^^^^^^ removed-feature: `resources` are gone
  steps:
  - name: train
    image: python:3.12
",
        },
        Example {
            title: "workspaces of today",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  workspaces: [{name: source}]
  steps:
  - name: train
    image: python:3.12
    args: [$(workspaces.source.path)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::Removed);
}
