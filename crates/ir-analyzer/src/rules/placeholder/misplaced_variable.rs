//! `misplaced-variable`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "misplaced-variable",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a variable that means nothing where it stands",
    explanation: "\
A variable exists, and not here: how a task ended is known in `finally` alone, results of steps in `env`, `command` and `args`, and what a run is
given cannot be the result of one of its tasks.

Tekton's webhook refuses the object, or the text stays as it is.

Read the value where it is known, or pass it on from there.",
    fixable: false,
    examples: &[
        Example {
            title: "how a task ended, before the end",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
  - name: report
    taskRef: {name: mail}
    runAfter: [train]
    params:
    - {name: how, value: $(tasks.train.status)}
#                        ^^^^^^^^^^^^^^^^^^^^^ misplaced-variable: `$(tasks.train.status)` means nothing here
",
        },
        Example {
            title: "how a task ended, at the end",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
  finally:
  - name: report
    taskRef: {name: mail}
    params:
    - {name: how, value: $(tasks.train.status)}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::MisplacedVariable);
}
