//! `argument-not-in-literals`

use ir_model::{Binding, Diagnostic, Fix, Safety, Severity};
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
An input lists the only values it allows, and a task passes a constant that is none of them.

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
