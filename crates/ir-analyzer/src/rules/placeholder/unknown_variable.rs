//! `unknown-variable`

use ir_model::{ProblemKind, Severity};

use crate::facts::problem::report;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "unknown-variable",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a variable that the engine does not have",
    explanation: "\
A variable has a name that the engine does not know: `$(context.taskRun.bogus)`, or in the values that a pipeline passes a word
that begins no variable, such as `$(date)`.

Tekton's webhook refuses the object: \"non-existent variable\", \"invalid variable reference\". Where it does not look, the text stays as it is.

Write a variable that there is. What the shell should fill in stands in a script, where `$(…)` is the shell's.",
    fixable: false,
    examples: &[
        Example {
            title: "a command of the shell in a pipeline",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
    params:
    - {name: day, value: $(date)}
#                        ^^^^^^^ unknown-variable: `$(date)` is no variable
",
        },
        Example {
            title: "the name of the run",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: train
    image: python:3.12
    args: [$(context.taskRun.name)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    report(context, &RULE, ProblemKind::UnknownVariable);
}
