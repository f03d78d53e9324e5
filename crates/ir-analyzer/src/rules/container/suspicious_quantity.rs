//! `suspicious-quantity`

use ir_model::{Diagnostic, Resource, ResourceBound, Safety, Severity};
use ir_syntax::edit;

use crate::facts::mend;
use crate::facts::quantity::{self, Quantity};
use crate::facts::step::{steps, whole};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "suspicious-quantity",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an amount of a resource that is hardly meant",
    explanation: "\
An amount is right for Kubernetes and wrong for its resource: memory of less than a mebibyte (`512` is bytes, `500m` is half a byte), or
processors by the thousand (`500` is five hundred processors, `500m` is a half).

A container with so little memory does not start; for so many processors no machine is found, and the pod stays pending.

Write the unit: `512Mi` of memory, `500m` of a processor.",
    fixable: true,
    examples: &[
        Example {
            title: "memory in thousandths",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceMemoryLimit: 500m}
#                                        ^^^^ suspicious-quantity: `500m` of memory is less than a mebibyte
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
            title: "processors in thousandths",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceMemoryLimit: 500M, resourceCpuLimit: 500m}
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
    let tree = &context.source.tree;
    let bounds = steps(context.package).flat_map(|(_, step)| &step.resources.bounds);
    for bound in bounds {
        let node = tree.node(bound.value);
        let Ok(quantity) = quantity::read(node.text()) else { continue };
        if let Some((what, label)) = odd(bound, quantity) {
            let title = format!("{} {what}", quote(node.text()));
            let finding = Diagnostic::new(RULE.id, RULE.severity, whole(node), title).label(label);
            let meant = meant(bound, quantity, node.text());
            let words = format!("replace {} by {}", quote(node.text()), quote(&meant));
            let edits = edit::replace_scalar(node, &meant);
            context.report(mend::with(finding, edits, words, Safety::Suggested));
        }
    }
}

/// What is odd about an amount. Nothing at all is no bound.
fn odd(bound: &ResourceBound, quantity: Quantity<'_>) -> Option<(&'static str, &'static str)> {
    match bound.resource {
        Resource::Memory if quantity.value > 0.0 && quantity.value < 1_048_576.0 => {
            let label = match quantity.suffix {
                "m" => "`m` is a thousandth of a byte; `M` and `Mi` are millions",
                "" => "without a unit these are bytes",
                _ => "did you mean `Mi` or `Gi`?",
            };
            Some(("of memory is less than a mebibyte", label))
        }
        Resource::Cpu if quantity.value >= 1000.0 => {
            Some(("is a thousand processors and more", "`m` is a thousandth of one: `500m` is a half"))
        }
        _ => None,
    }
}

/// The same number in a unit in which people count.
fn meant(bound: &ResourceBound, quantity: Quantity<'_>, text: &str) -> String {
    let number = text.strip_suffix(quantity.suffix).unwrap_or(text);
    match bound.resource {
        Resource::Cpu => format!("{number}m"),
        Resource::Memory if quantity.suffix == "m" => format!("{number}M"),
        // Fewer are no megabytes that any program could do with.
        Resource::Memory if number.parse().is_ok_and(|n: f64| n < 32.0) => format!("{number}Gi"),
        Resource::Memory => format!("{number}Mi"),
    }
}
