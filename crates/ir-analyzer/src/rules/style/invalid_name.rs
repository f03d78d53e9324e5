//! `invalid-name`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-name",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a name of a form that the engine does not take",
    explanation: "\
The name of an object, a component, a task, a step, an input or an output has characters that the engine does not take, or too many of them.

Argo Workflows refuses the file: \"name must consist of alpha-numeric characters or '-'\", \"must not be more than 63 characters long\".
Tekton's webhook refuses the object: \"must be a valid DNS label\", \"variable names is invalid\", \"invalid key name\".

Rename it where it is declared and where it is used.",
    fixable: false,
    examples: &[
        Example {
            title: "a template's name with a dot",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train.model
  templates:
  - name: train.model
#         ^^^^^^^^^^^ invalid-name: `train.model` is no name for a template
    container: {image: 'python:3.12', command: [train]}
",
        },
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
            title: "a name with a dash",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train-model
  templates:
  - name: train-model
    container: {image: 'python:3.12', command: [train]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::InvalidName);
}
