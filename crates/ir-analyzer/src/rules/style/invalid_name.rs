//! `invalid-name`

use ir_model::{ProblemKind, Severity};

use crate::facts::problem::report;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "invalid-name",
    family: Family::Style,
    severity: Severity::Error,
    summary: "a name that is not of the form that names have there",
    explanation: "\
A parameter, result, step, key or object has a name that the engine refuses: names that become names in Kubernetes have lower-case letters,
digits and `-`, names of parameters and results begin with a letter and have no blanks.

Tekton's webhook refuses the object: \"must be a valid DNS label\", \"variable names is invalid\", \"invalid key name\".

Give it another name, wherever it is used.",
    fixable: false,
    examples: &[
        Example {
            title: "a step in capitals",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: trainModel
#         ^^^^^^^^^^ invalid-name: `trainModel` cannot be the name of a step
    image: python:3.12
",
        },
        Example {
            title: "a step in small letters",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: train-model
    image: python:3.12
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    report(context, &RULE, ProblemKind::InvalidName);
}
