//! `imprecise-number`

use ir_model::{Binding, Diagnostic, Literal, LiteralKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "imprecise-number",
    family: Family::Type,
    severity: Severity::Warning,
    summary: "a whole number that reaches the program as another",
    explanation: "\
A value or default is a whole number beyond 9007199254740991 (2^53 - 1), and no number that the engine can hold is equal to it.

The format keeps all numbers as floating point numbers of 64 bits; whole numbers are only promised up to there. The file loads, and the
task gets the nearest number that there is: mostly an id of another system that then names something else.

Pass it as text, in an input of type `STRING`.",
    fixable: false,
    examples: &[
        Example {
            title: "an id",
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
      parameters: {id: {parameterType: NUMBER_INTEGER}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {id: {runtimeValue: {constant: 9007199254740993}}}}
#                                                           ^^^^^^^^^^^^^^^^ imprecise-number: the task gets 9007199254740992 for
",
        },
        Example {
            title: "the largest that is certain, and a large one that is exact",
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
      parameters: {id: {parameterType: NUMBER_INTEGER}, bytes: {parameterType: NUMBER_INTEGER}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs:
          parameters:
            id: {runtimeValue: {constant: 9007199254740991}}
            bytes: {runtimeValue: {constant: 9007199254740992}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    if !context.package.dialect.traits.types.doubles {
        return;
    }
    let values = context.package.bindings.values().filter_map(|b| match b {
        Binding::Literal(literal, _) => Some(*literal),
        _ => None,
    });
    let defaults = context.package.ports.values().filter_map(|p| Some(p.default?.0));
    let mut findings = Vec::new();
    for Literal { kind, node } in values.chain(defaults) {
        if !matches!(kind, LiteralKind::Int | LiteralKind::Number) {
            continue;
        }
        let node = context.source.tree.node(node);
        let Some(held) = held(node.text()).filter(|_| !node.is_alias()) else { continue };
        let title = format!("the task gets {held} for {}", quote(node.text()));
        let finding = Diagnostic::new(RULE.id, RULE.severity, node.span(), title)
            .label("the nearest number that a double can hold")
            .note("numbers of this format are floating point numbers of 64 bits: whole ones are exact up to 2^53");
        findings.push(finding);
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// What a double makes of a whole number, where that is another.
fn held(text: &str) -> Option<i128> {
    // Shorter ones are all exact.
    let number: i128 = text.parse().ok().filter(|_| text.len() > 15)?;
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // the loss is what is asked for
    let held = number as f64 as i128;
    (held != number).then_some(held)
}
