//! `duplicate-name`

use ir_model::{DefId, Diagnostic, Ns, PortKind, ProblemKind, Severity};
use rustc_hash::FxHashMap;

use crate::facts::problem::report;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-name",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a name that stands twice in a list of names",
    explanation: "\
Two tasks of a pipeline, two parameters, workspaces, steps, volumes or values of a run have the same name.

In formats where names stand in lists, nothing keeps two apart that are called the same. Tekton's webhook refuses most of them (\"expected exactly one,
got both\", \"parameter appears more than once\"); of two objects with one name in a file the cluster keeps the last one.

Give one of them another name, or remove it.",
    fixable: false,
    examples: &[
        Example {
            title: "two tasks of one name",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
  - name: train
#         ^^^^^ duplicate-name: task `train` stands twice
    taskRef: {name: evaluate}
",
        },
        Example {
            title: "a parameter and a workspace may share a name",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  params: [{name: data}]
  workspaces: [{name: data}]
  steps:
  - name: train
    image: python:3.12
    args: [$(params.data), $(workspaces.data.path)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    report(context, &RULE, ProblemKind::DuplicateName);
    let package = context.package;
    if !package.dialect.traits.names_in_lists {
        return;
    }
    let mut first: FxHashMap<_, DefId> = FxHashMap::default();
    for (id, def) in package.symbols.defs.iter() {
        let name = package.names.text(def.name);
        // Declared inputs and outputs have a rule of their own, keys are the syntax's matter.
        let elsewhere = matches!(def.ns, Ns::Input | Ns::Output | Ns::Field);
        if def.flags.implied || elsewhere || name.is_empty() || crate::facts::has_hole(name) {
            continue;
        }
        let Some(other) = first.insert((def.scope, def.ns, def.name, def.kind), id) else { continue };
        let what = match def.kind {
            Some(PortKind::Volume) => "workspace",
            _ => def.ns.word(),
        };
        // Of two objects in a file the cluster keeps the last one.
        let severity = if def.ns == Ns::Component { Severity::Warning } else { RULE.severity };
        let title = format!("{what} {} stands twice", quote(name));
        let mut finding = Diagnostic::new(RULE.id, severity, def.at.span, title);
        if let Some(at) = package.def_span(other) {
            finding = finding.related(at, "the first one");
        }
        context.report(finding);
    }
}
