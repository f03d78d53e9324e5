//! `unknown-step`

use ir_model::{Ns, Role, Severity};

use super::unknown::all;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-step",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a step that the task does not have",
    explanation: "\
Something reads the result or the exit code of a step, or says what a step of a run needs, and no step of the task has the name.

Tekton accepts such a task; the pod then gets the text of the variable, or the run fails (\"No Step named\"). A result of the task that takes its
value from a step that is not there has none, which is a warning.

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
        // What is said of the parts of a pod is said of steps and of what runs beside them.
        let word = if unknown.reference.role == Role::Describe { "container" } else { "step" };
        let title = format!("{} has no {word} {}", unknown.owner_name(package), quote(unknown.name));
        let mut finding = unknown.finding(package, RULE.id, title, "no step of it has a name");
        let note = match unknown.reference.role {
            Role::Describe => "the run fails: \"No Step named\"",
            Role::Forward => {
                // Nobody refuses it, and whoever needs the value fails later.
                finding.severity = Severity::Warning;
                "the task hands out nothing under this name"
            }
            _ => "nothing fills the variable in: the program gets its text",
        };
        context.report(finding.note(note));
    }
}
