//! `optional-with-default`

use ir_model::{Diagnostic, LiteralKind, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "optional-with-default",
    family: Family::Type,
    severity: Severity::Info,
    summary: "an input has a default and does not say that it may be left out",
    explanation: "\
An input has a default and no `isOptional: true`.

Compilers up to kfp 2.0.0b8 wrote files so, and the engines understand them: the default counts. In a file written by hand it is
usually forgotten, and an `isOptional: false` beside a default makes the SDK refuse the file: \"`optional` argument to InputSpec must
be True if `default` is not None\".

Write `isOptional: true` beside the default.",
    fixable: false,
    examples: &[
        Example {
            title: "a default alone",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER, defaultValue: 10}}}
#                                   ^^^^^^ optional-with-default: `epochs` has a default and is not optional
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
        Example {
            title: "both",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER, defaultValue: 10, isOptional: true}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if !package.dialect.traits.default_needs_optional {
        return;
    }
    for port in package.ports.values() {
        let required = matches!(port.optional, Val::Absent | Val::Known(false, _));
        let (Some((default, at)), true) = (port.default, required) else { continue };
        if default.kind == LiteralKind::Null || context.source.tree.node(default.node).has_loss() {
            continue;
        }
        let Some(name) = package.def_span(port.def) else { continue };
        let title = format!("{} has a default and is not optional", quote(package.def_name(port.def)));
        let finding = Diagnostic::new(RULE.id, RULE.severity, name, title).label("say that it may be left out");
        context.report(finding.related(at.span, "its default"));
    }
}
