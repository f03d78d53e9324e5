//! `unreachable-task`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "unreachable-task",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a task that is named from where it cannot be reached",
    explanation: "\
A task waits for, or reads from, a task that runs after it or beside it: tasks in `finally` begin when all others have ended, all together.

Tekton's webhook refuses the pipeline: \"couldn't add link\", \"final task has task result reference from a final task\".

Move one of the two, or drop the reference.",
    fixable: false,
    examples: &[
        Example {
            title: "a final task that reads from another",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
  finally:
  - name: clean
    taskRef: {name: clean}
  - name: report
    taskRef: {name: mail}
    params:
    - {name: freed, value: $(tasks.clean.results.bytes)}
#                                  ^^^^^ unreachable-task: `clean` runs in `finally`, beside this task
",
        },
        Example {
            title: "a final task that reads from one before",
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
    - {name: loss, value: $(tasks.train.results.loss)}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::UnreachableTask);
}
