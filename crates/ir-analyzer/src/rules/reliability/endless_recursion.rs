//! `endless-recursion`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "endless-recursion",
    family: Family::Reliability,
    severity: Severity::Warning,
    summary: "a component that runs itself with nothing that could end it",
    explanation: "\
A component runs itself, directly or through others, and no task on the way has a condition or a loop that could be empty. Each run begins
the next one.

Argo takes recursion and ends the workflow at a depth of 100: \"Maximum recursion depth exceeded\".

Put a condition on a task on the way (`when`).",
    fixable: false,
    examples: &[
        Example {
            title: "a poll that never stops",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: poll
  templates:
  - name: poll
    steps:
    - - {name: ask, template: ask}
    - - {name: again, template: poll}
#                               ^^^^ endless-recursion: `poll` runs itself without end
  - name: ask
    container: {image: 'python:3.12', command: [ask]}
",
        },
        Example {
            title: "until an answer comes",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: poll
  templates:
  - name: poll
    steps:
    - - {name: ask, template: ask}
    - - {name: again, template: poll, when: '{{steps.ask.outputs.result}} != ready'}
  - name: ask
    container: {image: 'python:3.12', command: [ask]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::EndlessRecursion);
}
