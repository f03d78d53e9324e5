//! `limit-below-request`

use ir_model::{Diagnostic, Engine, Resource, Safety, Severity};
use ir_syntax::edit;

use crate::facts::step::{name, steps, whole};
use crate::facts::{mend, quantity};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "limit-below-request",
    family: Family::Container,
    severity: Severity::Error,
    summary: "a container that may use less than it asks for",
    explanation: "\
The limit on processors or memory is below what is requested.

The pipeline compiles and starts. Kubernetes then refuses the pod: \"must be less than or equal to cpu limit\".

Raise the limit or lower the request.",
    fixable: true,
    examples: &[
        Example {
            title: "two processors wanted, one allowed",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceCpuRequest: '2', resourceCpuLimit: 500m}
#                                                              ^^^^ limit-below-request: the cpu limit of `exec-train` is below its request
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
            title: "the same amount in other units",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {resourceCpuRequest: '2', resourceCpuLimit: 2000m}
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
    let (package, tree) = (context.package, &context.source.tree);
    for (pod, step) in steps(package) {
        for resource in [Resource::Cpu, Resource::Memory] {
            let bound = |limit| step.resources.bound(resource, limit).map(|b| tree.node(b.value));
            let (Some(limit), Some(request)) = (bound(true), bound(false)) else { continue };
            let (Ok(most), Ok(least)) = (quantity::read(limit.text()), quantity::read(request.text())) else {
                continue;
            };
            if most.value < least.value {
                let (word, name) = (resource.word(), name(package, pod));
                let finding = Diagnostic::new(
                    RULE.id,
                    RULE.severity,
                    whole(limit),
                    format!("the {word} limit of {name} is below its request"),
                )
                .label(format!("{} is requested", quote(request.text())))
                .related(whole(request), "the request")
                .note(format!("Kubernetes refuses the pod: \"must be less than or equal to {word} limit\""))
                .only(&[Engine::KfpArgo]);
                let words = format!("raise the limit to {}", quote(request.text()));
                let edits = edit::replace_scalar(limit, request.text());
                context.report(mend::with(finding, edits, words, Safety::Suggested));
            }
        }
    }
}
