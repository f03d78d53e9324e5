//! `unpinned-reference`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "unpinned-reference",
    family: Family::Security,
    severity: Severity::Info,
    summary: "code of elsewhere that may be other code tomorrow",
    explanation: "\
A task, pipeline or step is fetched from elsewhere by something that moves: a branch of a repository, an image without a version.

Who can write there decides what runs here, with the rights of this run. And a run that worked may fail tomorrow without a change on this side.

Name a commit or a tag (`revision`), or a digest (`@sha256:…`).",
    fixable: false,
    examples: &[
        Example {
            title: "a branch",
            text: "\
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: build}
spec:
  taskRef:
    resolver: git
    params:
    - {name: url, value: 'https://git.example.org/tasks.git'}
    - {name: revision, value: main}
#                             ^^^^ unpinned-reference: `main` is a branch: what is in it changes
    - {name: pathInRepo, value: build.yaml}
",
        },
        Example {
            title: "a commit, and a digest",
            text: "\
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: build}
spec:
  taskRef:
    resolver: git
    params:
    - {name: url, value: 'https://git.example.org/tasks.git'}
    - {name: revision, value: 3f1c2a8e9b0d4c5f6a7b8c9d0e1f2a3b4c5d6e7f}
    - {name: pathInRepo, value: build.yaml}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::Unpinned);
}
