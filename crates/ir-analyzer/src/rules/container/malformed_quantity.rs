//! `malformed-quantity`

use ir_model::{Diagnostic, Engine, Fix, Safety, Severity};
use ir_syntax::Scalar;

use crate::facts::step::{steps, whole};
use crate::facts::{has_hole, quantity};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "malformed-quantity",
    family: Family::Container,
    severity: Severity::Error,
    summary: "an amount of processors or memory that Kubernetes cannot read",
    explanation: "\
An amount of a resource is not written as Kubernetes writes them: a number, and one of `n`, `u`, `m`, `k`, `M`, `G`, `T`, `P`, `E`
or `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`. Capitals matter: `2gi` and `64K` are none.

Loaders and the upload accept any text. The driver then fails with \"quantities must match the regular expression\".

Write the amount with one of these units.",
    fixable: true,
    examples: &[
        Example {
            title: "a unit in the wrong case",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceMemoryLimit: 2gi}
#                                        ^^^ malformed-quantity: `2gi` is not an amount of memory
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
            title: "an amount, and one that is filled in later",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceMemoryLimit: 2Gi, resourceCpuLimit: \"{{$.inputs.parameters['cpu']}}\"}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {cpu: {parameterType: STRING, defaultValue: '1', isOptional: true}}}
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
        let text = node.text();
        // What is no text at all the schema has said.
        if !matches!(node.scalar(), Some(Scalar::String(_))) || text.is_empty() || has_hole(text) {
            continue;
        }
        let Err(meant) = quantity::read(text) else { continue };
        let title = format!("{} is not an amount of {}", quote(text), bound.resource.word());
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, whole(node), title)
            .note("the driver fails: \"quantities must match the regular expression\"")
            .only(&[Engine::KfpArgo]);
        if let Some(meant) = meant {
            let words = format!("replace {} by {}", quote(text), quote(&meant));
            finding = finding.label(format!("did you mean {}?", quote(&meant))).fix(Fix::replace(
                whole(node),
                meant,
                words,
                Safety::Suggested,
            ));
        }
        context.report(finding);
    }
}
