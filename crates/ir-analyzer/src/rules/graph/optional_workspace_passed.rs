//! `optional-workspace-passed`

use ir_model::{Binding, Diagnostic, PortKind, RefName, Severity, Tri};

use crate::flow::port;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "optional-workspace-passed",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "an optional workspace of the pipeline for one that a task needs",
    explanation: "\
A pipeline may be run without a workspace, and hands that workspace to a task that cannot do without.

Tekton accepts the pipeline; each run of it fails: \"pipeline workspace … is marked optional but pipeline task … requires it be provided\". Where
the task takes the pipeline's workspace by its own name, only runs without the workspace fail: that is a warning.

Make both optional, or neither.",
    fixable: false,
    examples: &[
        Example {
            title: "a cache that the task needs",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: release}
spec:
  workspaces: [{name: scratch, optional: true}]
  tasks:
  - name: build
    taskRef: {name: build}
    workspaces: [{name: cache, workspace: scratch}]
#                                         ^^^^^^^ optional-workspace-passed: `scratch` may be missing, `build` needs it
---
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  workspaces: [{name: cache}]
  steps: [{name: build, image: 'alpine:3.20'}]
",
        },
        Example {
            title: "both may do without",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: release}
spec:
  workspaces: [{name: scratch, optional: true}]
  tasks:
  - name: build
    taskRef: {name: build}
    workspaces: [{name: cache, workspace: scratch}]
---
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  workspaces: [{name: cache, optional: true}]
  steps: [{name: build, image: 'alpine:3.20'}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for task in package.tasks.values() {
        let foreign = context.foreign_callee(task);
        for argument in &task.args {
            let Some(Binding::Input(given)) = package.bindings.get(argument.binding) else { continue };
            let (Some(source), Some(given)) = (port(package, *given), package.reference(*given)) else { continue };
            let Some(bearer) = package.reference(argument.port) else { continue };
            let needed = match (port(package, argument.port), &foreign) {
                (Some(sink), _) => sink.kind == PortKind::Volume && sink.required() == Tri::Yes,
                (None, Some(callee)) => callee.ports(true).any(|p| {
                    let named = matches!(bearer.name, RefName::Name(name) if package.names.text(name) == &*p.name);
                    named && p.kind == PortKind::Volume && p.required == Tri::Yes
                }),
                _ => false,
            };
            if source.kind != PortKind::Volume || source.required() != Tri::No || !needed {
                continue;
            }
            let (name, task) = (quote(package.def_name(source.def)), quote(package.def_name(task.def)));
            // By one name for both the engine does not look before somebody leaves it out.
            let severity = if given.at.span == bearer.at.span { Severity::Warning } else { RULE.severity };
            let title = format!("{name} may be missing, {task} needs it");
            let mut finding = Diagnostic::new(RULE.id, severity, given.at.span, title);
            if let Some(at) = package.def_span(source.def) {
                finding = finding.related(at, "declared here as optional");
            }
            context.report(finding.note("the run fails: \"is marked optional but … requires it be provided\""));
        }
    }
}
