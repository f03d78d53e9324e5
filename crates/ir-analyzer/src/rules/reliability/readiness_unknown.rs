//! `readiness-unknown`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "readiness-unknown",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a service that others use before it answers",
    explanation: "\
A component keeps running beside those that come after it, and nothing says when it is ready for them. They begin as soon as its container
does.

Say how to ask it (`readinessProbe`).",
    fixable: false,
    examples: &[
        Example {
            title: "nobody asks",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - {name: serve, template: serve}
  - name: serve
    daemon: true
#   ^^^^^^ readiness-unknown: what comes after the daemon may begin before it answers
    container: {image: 'python:3.12', command: [serve]}
",
        },
        Example {
            title: "a probe",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - {name: serve, template: serve}
  - name: serve
    daemon: true
    container: {image: 'python:3.12', command: [serve], readinessProbe: {httpGet: {path: /, port: 80}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::NotProbed);
}
