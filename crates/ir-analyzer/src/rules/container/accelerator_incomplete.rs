//! `accelerator-incomplete`

use ir_model::{Accelerator, Diagnostic, Engine, Safety, Severity};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Style, Tree};

use crate::facts::mend;
use crate::facts::step::{name, steps};
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "accelerator-incomplete",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an accelerator without its type or its number",
    explanation: "\
A container asks for an accelerator and says only how many or only of what type.

The open-source backend needs both and goes on without a word if one is absent: the task runs without any accelerator.

Write `resourceType` (such as `nvidia.com/gpu`) and `resourceCount`.",
    fixable: true,
    examples: &[
        Example {
            title: "one of what",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {accelerator: {resourceCount: '1'}}
#                   ^^^^^^^^^^^ accelerator-incomplete: the accelerator of `exec-train` has no type
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
            title: "both",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {accelerator: {resourceCount: '1', resourceType: nvidia.com/gpu}}
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
    for (pod, step) in steps(package) {
        let Some(accelerator) = step.resources.accelerator.filter(|a| !a.open) else { continue };
        let what = match (accelerator.kind, accelerator.count) {
            (None, Some(_)) => "type",
            (Some(_), None) => "count",
            _ => continue,
        };
        let span = context.source.tree.node(accelerator.key).span();
        let title = format!("the accelerator of {} has no {what}", name(package, pod));
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
            .note("the backend then leaves the accelerator out without a word")
            .only(&[Engine::KfpArgo]);
        let edits = completed(&context.source.tree, accelerator);
        let words = format!("add a {what}");
        context.report(mend::with(finding, edits, words, Safety::Suggested));
    }
}

/// One of the usual kind, under a key like that of the other half.
fn completed(tree: &Tree, accelerator: Accelerator) -> Option<Vec<Edit>> {
    let there = tree.node(accelerator.kind.or(accelerator.count)?);
    let (from, to, value) =
        if accelerator.kind.is_some() { ("ype", "ount", "\"1\"") } else { ("ount", "ype", "nvidia.com/gpu") };
    let stem = there.key()?.text().strip_suffix(from)?;
    let (stem, letter) = stem.split_at(stem.len().checked_sub(1)?);
    let letter = match letter {
        "T" => "C",
        "t" => "c",
        "C" => "T",
        "c" => "t",
        _ => return None,
    };
    let json = there.key()?.style() == Style::DoubleQuoted;
    let value = if json && !value.starts_with('"') { format!("\"{value}\"") } else { value.to_owned() };
    edit::insert_entry(there.parent()?, &format!("{stem}{letter}{to}"), &value, edit::Place::After(there.key()?.id()))
}
