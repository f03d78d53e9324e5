//! `sdk-pin-mismatch`

use ir_model::{Diagnostic, Severity};

use crate::facts::step::part;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "sdk-pin-mismatch",
    family: Family::Portability,
    severity: Severity::Info,
    summary: "a container that installs another version of the SDK than compiled the file",
    explanation: "\
A command installs a version of the `kfp` package that differs from the file's `sdkVersion`.

The part of the SDK that runs in the container then reads what another version wrote. Mostly that works; where it does not, the errors are
hard to read. It happens where components of different age come together. Off unless it is switched on.

Compile all of them with one version.",
    fixable: false,
    examples: &[
        Example {
            title: "compiled by one, run by another",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
sdkVersion: kfp-2.13.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [sh, -ec, 'pip install kfp==2.0.1 && train']
#                                            ^^^^^ sdk-pin-mismatch: `kfp` 2.0.1 is installed, and 2.13.0 compiled the file
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
            title: "one version",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
sdkVersion: kfp-2.13.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [sh, -ec, 'pip install kfp==2.13.0 && train']
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

fn check(context: &mut Context<'_>) {
    let package = context.package;
    // `kfp-2.13.0` is the package `kfp` in version 2.13.0.
    let Some((tool, version)) = package.tool.known().and_then(|n| package.names.text(*n).split_once('-')) else {
        return;
    };
    let wanted = format!("{tool}==");
    let mut findings = Vec::new();
    for command in &*context.commands() {
        for node in &command.texts {
            let text = node.text();
            for (at, found) in text.match_indices(&wanted) {
                let part_of_word =
                    text.get(..at).is_some_and(|b| b.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
                let start = at + found.len();
                let rest = text.get(start..).unwrap_or("");
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+')));
                let pinned = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
                if part_of_word || pinned.is_empty() || pinned == version {
                    continue;
                }
                let title = format!("{} {pinned} is installed, and {version} compiled the file", quote(tool));
                findings.push(Diagnostic::new(RULE.id, RULE.severity, part(*node, start..start + pinned.len()), title));
            }
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}
