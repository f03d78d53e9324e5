//! `unknown-key`

use ir_model::{FaultKind, Severity};
use ir_schema::{UnknownKeys, ViolationKind};

use super::finding::{displaced, finding};
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-key",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a key that the format does not have at this place",
    explanation: "\
A key is none of those that the format knows at its place, mostly by a slip of the keyboard.

What happens depends on the place. In a `component.yaml` the SDK's loader refuses the file. In a compiled pipeline the API
server answers \"unknown template format\" and does not say where. Inside `deploymentSpec` nobody checks: a misspelt `command`
is dropped and the pod fails, or runs something else. In a platform document one unknown key makes the backend drop the whole
document without a word: secrets, volumes and tolerations vanish.

Inside `deploymentSpec` a key that resembles none that is known is a warning only: it is dropped and nothing else happens.

Write the key as the format has it.",
    fixable: true,
    examples: &[
        Example {
            title: "a misspelt key of an executor",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        comand: [train]
#       ^^^^^^ unknown-key: unknown key `comand`
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
        Example {
            title: "the same rightly",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for violation in context.violations {
        let ViolationKind::UnknownKey { candidates, .. } = &violation.kind else { continue };
        if displaced(context, violation) {
            continue;
        }
        let mut finding = finding(context, &RULE, violation);
        if violation.unknown_keys == UnknownKeys::Ignored && candidates.is_empty() {
            finding.severity = Severity::Warning;
        }
        context.report(finding);
    }
    fault::report(context, &RULE, FaultKind::UnknownKey);
}
