//! `unguarded-workspace`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "unguarded-workspace",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "an optional workspace that nothing asks for before it is used",
    explanation: "\
A workspace may be left out, and a step uses its path without asking whether it is there.

Where a run leaves it out, Tekton puts nothing in the place of the path: `cd` goes home, `rm -r …/cache` reads `rm -r /cache`.

Ask before: `$(workspaces.NAME.bound)` is `true` or `false`. Off unless it is switched on.",
    fixable: false,
    examples: &[
        Example {
            title: "a cache that may be missing",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  workspaces: [{name: cache, optional: true}]
  steps:
  - name: build
    image: alpine:3.20
    script: ls $(workspaces.cache.path)
#                           ^^^^^ unguarded-workspace: nothing asks whether the optional workspace `cache` is there
",
        },
        Example {
            title: "asked before",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  workspaces: [{name: cache, optional: true}]
  steps:
  - name: build
    image: alpine:3.20
    script: if [ $(workspaces.cache.bound) = true ]; then ls $(workspaces.cache.path); fi
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::Unguarded);
}
