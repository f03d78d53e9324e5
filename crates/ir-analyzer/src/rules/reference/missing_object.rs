//! `missing-object`

use ir_model::{Diagnostic, Key, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;
use crate::workspace::Found;

pub(crate) static RULE: Rule = Rule {
    id: "missing-object",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "an object of the cluster that no file at hand defines",
    explanation: "\
A task, pipeline or other object is named, and none of the files at hand defines one of that name.

The cluster may have it: nothing but the cluster can tell. Where all that is used is meant to stand in one repository, a name that leads nowhere is a slip. Off unless
it is switched on.

Write the name of an object that is there, or add its file.",
    fixable: false,
    examples: &[
        Example {
            title: "a task that is nowhere",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
#                   ^^^ missing-object: no file at hand defines `fit`
",
        },
        Example {
            title: "a task of the same file",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
---
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: fit}
spec:
  steps:
  - name: fit
    image: python:3.12
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for (_, reference) in package.symbols.refs.iter() {
        let keys = package.symbols.keys_of(reference.base);
        let Some(Key::Object { kind, name, .. }) = keys.first() else { continue };
        if name.is_empty() || context.workspace.find(&context.source.path, keys) != Found::Unknown {
            continue;
        }
        let kind = kind.rsplit('/').next().unwrap_or(kind);
        let title = format!("no file at hand defines {}", quote(name));
        let finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
            .label(format!("wanted: a {kind} of that name"))
            .note(package.dialect.traits.consequences.unknown_component);
        context.report(finding);
    }
}
