//! `argument-not-in-literals`

use ir_model::{Binding, Diagnostic, Fix, PortKind, Safety, Severity};
use ir_syntax::Style;

use super::default_not_in_literals::{allowed, is_excluded, relate};
use crate::flow::{port, value_span};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::{near, quote};

pub(crate) static RULE: Rule = Rule {
    id: "argument-not-in-literals",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a task passes a value that the input does not allow",
    explanation: "\
An input lists the only values it allows, and a task passes a constant that is none of them. Where the engine asks for it (Tekton does), an input of
the pipeline that a task passes on must not allow more than the task's.

The SDK and the upload accept the file. The driver compares when the task starts: \"input parameter \"mode\" value … does not
match any of the allowed literal values\".

Pass one of the allowed values.",
    fixable: true,
    examples: &[
        Example {
            title: "a value that is not allowed",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING, literals: [fast, good]}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {mode: {runtimeValue: {constant: fats}}}}
#                                                             ^^^^ argument-not-in-literals: `mode` does not allow the value `fats`
",
        },
        Example {
            title: "one of the values",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {mode: {parameterType: STRING, literals: [fast, good]}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {mode: {runtimeValue: {constant: fast}}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    if let Some(consequence) = context.package.dialect.traits.choices_narrow {
        narrow(context, consequence);
    }
    let package = context.package;
    let tree = &context.source.tree;
    for argument in package.tasks.values().flat_map(|t| &t.args) {
        let Some(Binding::Literal(value, at)) = package.bindings.get(argument.binding) else { continue };
        let (Some(port), Some(bearer)) = (port(package, argument.port), package.reference(argument.port)) else {
            continue;
        };
        if argument.transform.is_some() || !is_excluded(context, *value, port) {
            continue;
        }
        let node = tree.node(value.node);
        let name = quote(package.def_name(port.def));
        let title = match node.text() {
            "" => format!("{name} does not allow this value"),
            text => format!("{name} does not allow the value {}", quote(text)),
        };
        let span = value_span(context, *value, at.span, bearer.at.span);
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, span, title).label(allowed(context, port));
        let choices = port.choices.iter().map(|(c, _)| tree.node(c.node).text());
        if let Some(meant) = near(node.text(), choices)
            && !node.is_alias()
            && matches!(node.style(), Style::Plain | Style::SingleQuoted | Style::DoubleQuoted)
            && meant.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
            && meant.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let words = format!("replace {} by {}", quote(node.text()), quote(meant));
            finding = finding.fix(Fix::replace(at.span, meant, words, Safety::Suggested));
        }
        let finding = finding.note(package.dialect.traits.consequences.not_a_choice);
        context.report(relate(finding, port));
    }
}

/// Inputs of the whole that allow more than the task's own, which gets their value.
fn narrow(context: &mut Context<'_>, consequence: &str) {
    let package = context.package;
    for task in package.tasks.values() {
        // The engine stops to look at the first value that may be any.
        let mut looked_at = true;
        for argument in &task.args {
            let source = match package.bindings.get(argument.binding) {
                Some(Binding::Input(source)) => port(package, *source).zip(package.reference(*source)),
                Some(Binding::Template(..)) => {
                    looked_at = false;
                    continue;
                }
                _ => continue,
            };
            let (Some((source, reference)), Some(sink)) = (source, port(package, argument.port)) else {
                looked_at = false;
                continue;
            };
            if source.kind != PortKind::Parameter {
                continue;
            }
            if sink.choices.is_empty() {
                looked_at = false;
                continue;
            }
            let text = |node| context.source.tree.node(node).text();
            let allowed_here = |value: &str| sink.choices.iter().any(|(c, _)| text(c.node) == value);
            let beyond = source.choices.iter().map(|(c, _)| text(c.node)).find(|value| !allowed_here(value));
            let (from, to) = (quote(package.def_name(source.def)), quote(package.def_name(sink.def)));
            let title = match beyond {
                Some(value) => format!("{from} allows {}, which {to} does not", quote(value)),
                None if source.choices.is_empty() => format!("{from} allows any value, {to} only some"),
                None => continue,
            };
            let severity = if looked_at { RULE.severity } else { Severity::Warning };
            let finding = Diagnostic::new(RULE.id, severity, reference.at.span, title).label(allowed(context, sink));
            context.report(relate(finding, sink).note(consequence));
        }
    }
}
