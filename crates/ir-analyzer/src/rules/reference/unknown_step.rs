//! `unknown-step`

use ir_model::{Ns, Severity};

use super::unknown::all;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-step",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a step that the task does not have",
    explanation: "\
Something reads the result or the exit code of a step, and no step of the task has the name.

Tekton accepts such a task; the pod then gets the text of the variable, or the task fails.

Write the name of a step.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt step",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: build
    image: alpine:3.20
    results: [{name: digest}]
    script: echo 1 > $(step.results.digest.path)
  - name: sign
    image: alpine:3.20
    args: [$(steps.biuld.results.digest)]
#                  ^^^^^ unknown-step: `train` has no step `biuld`
",
        },
        Example {
            title: "a step that is there",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: build
    image: alpine:3.20
    results: [{name: digest}]
    script: echo 1 > $(step.results.digest.path)
  - name: sign
    image: alpine:3.20
    args: [$(steps.build.results.digest)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in all(package, Ns::Step) {
        let title = format!("{} has no step {}", unknown.owner_name(package), quote(unknown.name));
        let finding = unknown.finding(package, RULE.id, title, "no step of it has a name");
        context.report(finding.note("nothing fills the variable in: the program gets its text"));
    }
}
