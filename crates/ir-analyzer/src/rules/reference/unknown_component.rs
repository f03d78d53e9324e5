//! `unknown-component`

use ir_model::{Diagnostic, Fix, Key, Ns, RefName, Safety, Severity};

use super::unknown::{all, named};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::{instead, near, quote};
use crate::workspace::Found;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-component",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a task that runs a component which does not exist",
    explanation: "\
`componentRef.name` must be a key of `components` in the same file.

The SDK loads such a file without a word; the API server fails when it compiles the pipeline to Argo.

Write the name of a component of the file, or add the component.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt component",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-tran}
#                            ^^^^^^^^^ unknown-component: no component `comp-tran` in this file
        taskInfo: {name: train}
",
        },
        Example {
            title: "an object of another file without such a template",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - {name: train, templateRef: {name: shared, template: trian}}
#                                                           ^^^^^ unknown-component: `shared` has no template `trian`
# file: shared.yaml
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: shared}
spec:
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "the component is there",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

/// Parts that an object of another file does not have.
fn foreign(context: &mut Context<'_>) {
    let package = context.package;
    for reference in package.symbols.refs.values().filter(|r| r.ns == Ns::Component && r.must) {
        let RefName::Name(name) = reference.name else { continue };
        let keys = package.symbols.keys_of(reference.base);
        let Found::NoSuchPart(place) = context.workspace.find(&context.source.path, keys) else { continue };
        let Some((object, Key::Object { kind, name: whole, .. })) =
            context.workspace.interface(place).zip(keys.first())
        else {
            continue;
        };
        let part = |key: &Key| match key {
            Key::Object { kind: k, name: n, part: Some(part) } if k == kind && n == whole => Some(part.clone()),
            _ => None,
        };
        let all = context.workspace.interfaces_of(place.file);
        let parts: Vec<Box<str>> = all.iter().flat_map(|i| &i.keys).filter_map(part).collect();
        let names: Vec<&str> = parts.iter().map(|p| &**p).collect();
        let name = package.names.text(name);
        let component = package.dialect.traits.component;
        let title = format!("{} has no {component} {}", quote(whole), quote(name));
        let none = format!("it has no {component}");
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
            .label(instead(name, &names, &none))
            .related_in(place.file, object.at, "the object");
        if let Some(meant) = near(name, names.iter().copied()) {
            let words = format!("replace {} by {}", quote(name), quote(meant));
            finding = finding.fix(Fix::replace(reference.at.span, meant, words, Safety::Suggested));
        }
        context.report(finding.note(package.dialect.traits.consequences.unknown_component));
    }
}

fn check(context: &mut Context<'_>) {
    foreign(context);
    let package = context.package;
    for unknown in all(package, Ns::Component) {
        let component = package.dialect.traits.component;
        let title = match unknown.holder(package) {
            Some(object) => format!("{} has no {component} {}", named(package, object), quote(unknown.name)),
            None => format!("no {component} {} in this file", quote(unknown.name)),
        };
        let none = format!("the file has no {component}");
        let finding = unknown.finding(package, RULE.id, title, &none);
        context.report(finding.note(package.dialect.traits.consequences.unknown_component));
    }
}
