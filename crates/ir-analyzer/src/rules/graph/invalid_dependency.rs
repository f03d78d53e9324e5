//! `invalid-dependency`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-dependency",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a dependency on something that cannot happen",
    explanation: "\
A task waits for another to end in a way in which it cannot end: only a task that loops can have ended with some of its turns, or all of them,
in one way.

Argo Workflows refuses the file: \"is not an aggregated task\".

Ask for a result that the task has.",
    fixable: false,
    examples: &[
        Example {
            title: "some of a task that runs once",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    dag:
      tasks:
      - {name: load, template: work}
      - {name: train, template: work, depends: load.AnySucceeded}
#                                                   ^^^^^^^^^^^^ invalid-dependency: `load` does not loop: it has no `AnySucceeded`
  - name: work
    container: {image: 'python:3.12', command: [work]}
",
        },
        Example {
            title: "some of a loop",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    dag:
      tasks:
      - {name: load, template: work, withItems: [1, 2]}
      - {name: train, template: work, depends: load.AnySucceeded}
  - name: work
    container: {image: 'python:3.12', command: [work]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::Dependency);
}
