//! `unknown-field`

use ir_model::{Ns, Severity};

use super::unknown::all;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-field",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a key that an input or output does not have",
    explanation: "\
An input or output is an object whose keys are declared, and something reads another key of it.

Tekton's webhook refuses the object: \"non-existent variable\".

Write a key that is declared, or declare it in `properties`.",
    fixable: true,
    examples: &[
        Example {
            title: "a key that is not declared",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params:
  - name: repo
    type: object
    properties: {url: {type: string}, commit: {type: string}}
  steps:
  - name: clone
    image: alpine:3.20
    args: [$(params.repo.url), $(params.repo.comit)]
#                                            ^^^^^ unknown-field: `repo` has no key `comit`
",
        },
        Example {
            title: "keys that are",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params:
  - name: repo
    type: object
    properties: {url: {type: string}, commit: {type: string}}
  steps:
  - name: clone
    image: alpine:3.20
    args: [$(params.repo.url), $(params.repo.commit)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for unknown in all(package, Ns::Field) {
        let owner = unknown.owner_name(package);
        let title = format!("{owner} has no key {}", quote(unknown.name));
        let mut finding = unknown.finding(package, RULE.id, title, "it has no keys");
        if let Some(at) = unknown.owner(package).and_then(|def| package.def_span(def)) {
            finding = finding.related(at, "its keys are declared here");
        }
        context.report(finding.note(package.dialect.traits.consequences.unknown_input));
    }
}
