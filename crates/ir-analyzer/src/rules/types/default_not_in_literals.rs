//! `default-not-in-literals`

use ir_model::{Diagnostic, Fit, Literal, LiteralKind, Port, Severity};
use ir_syntax::Span;

use crate::flow::{node_fits, same_value, value_span};
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::{list, quote};

pub(crate) static RULE: Rule = Rule {
    id: "default-not-in-literals",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a default is none of the values that its input allows",
    explanation: "\
An input lists the only values it allows, and its default is none of them.

The backend compares every value that is passed with that list, when a run is created and when a task starts: \"input parameter
\"mode\" value … does not match any of the allowed literal values\". A run that relies on the default fails.

Choose one of the allowed values, or allow the default too.",
    fixable: false,
    examples: &[
        Example {
            title: "a default that is not allowed",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters:
        mode: {parameterType: STRING, literals: [fast, good], defaultValue: best, isOptional: true}
#                                                                           ^^^^ default-not-in-literals: the default of `mode` is none of the values it allows
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "a default that is allowed",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters:
        depth: {parameterType: NUMBER_INTEGER, literals: [3, 6], defaultValue: 6.0, isOptional: true}
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

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, ir_model::FaultKind::NotAChoice);
    let package = context.package;
    for port in package.ports.values() {
        let (Some((value, at)), Some(name)) = (port.default, package.def_span(port.def)) else { continue };
        if value.kind == LiteralKind::Null || !is_excluded(context, value, port) {
            continue;
        }
        let title = format!("the default of {} is none of the values it allows", quote(package.def_name(port.def)));
        let finding = Diagnostic::new(RULE.id, RULE.severity, value_span(context, value, at.span, name), title);
        let finding = finding.label(allowed(context, port)).note(package.dialect.traits.consequences.not_a_choice);
        context.report(relate(finding, port));
    }
}

/// More choices than this are not compared.
const MOST_CHOICES: usize = 256;

/// Whether a value of the right type is certainly none of those that `port` allows.
pub(super) fn is_excluded(context: &Context<'_>, value: Literal, port: &Port) -> bool {
    let tree = &context.source.tree;
    let node = tree.node(value.node);
    // What an alias stands for is looked at where it is written, and long lists of choices are nobody's.
    let readable = !node.is_alias() && (1..=MOST_CHOICES).contains(&port.choices.len());
    if !readable || node_fits(context.package, node, value.kind, &port.ty.ty) != Some(Fit::Fits) {
        return false;
    }
    port.choices.iter().all(|(choice, _)| same_value(node, tree.node(choice.node), 0) == Some(false))
}

/// What is allowed, in words.
pub(super) fn allowed(context: &Context<'_>, port: &Port) -> String {
    const MOST: usize = 5;
    let texts: Vec<&str> = port.choices.iter().map(|(c, _)| context.source.tree.node(c.node).text()).collect();
    if texts.len() > MOST || texts.iter().any(|t| t.is_empty()) {
        return format!("{} values are allowed", texts.len());
    }
    format!("allowed: {}", list(texts))
}

/// Points at the list of allowed values.
pub(super) fn relate(finding: Diagnostic, port: &Port) -> Diagnostic {
    let whole = port.choices.iter().map(|(_, at)| at.span).reduce(Span::cover);
    match whole {
        Some(whole) => finding.related(whole, "the values that are allowed"),
        None => finding,
    }
}
