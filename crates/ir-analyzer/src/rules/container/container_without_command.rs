//! `container-without-command`

use ir_model::{Diagnostic, Engine, Severity};

use crate::facts::step::{name, steps, whole};
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "container-without-command",
    family: Family::Container,
    severity: Severity::Error,
    summary: "an executor with neither command nor arguments",
    explanation: "\
A container names an image and leaves it to the image what to run.

On the open-source backend that does not work: its launcher takes the place of the image's entrypoint, and without a command of the
pipeline's own it ends with \"command and arguments are empty\". The local Docker runner and Vertex AI run the image as it is.

Write out the command that the image would run.",
    fixable: false,
    examples: &[
        Example {
            title: "only an image",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
#   ^^^^^^^^^^ container-without-command: `exec-train` has neither command nor arguments
      container: {image: 'gcr.io/my-team/trainer:1.2'}
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
            title: "with its command",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container: {image: 'gcr.io/my-team/trainer:1.2', command: [python, train.py]}
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
    if !package.dialect.traits.needs_command {
        return;
    }
    for (pod, step) in steps(package) {
        let node = context.source.tree.node(step.node);
        let Some(image) = step.image.known() else { continue };
        // What is there and of the wrong kind has been said.
        let broken = node.has_loss() || context.violations.iter().any(|v| node.span().contains(v.span));
        if pod.builtin || broken || !step.command.is_empty() || !step.args.is_empty() {
            continue;
        }
        let span = pod.def.and_then(|def| package.def_span(def));
        let span = span.unwrap_or_else(|| whole(context.source.tree.node(*image)));
        let title = format!("{} has neither command nor arguments", name(package, pod));
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
            .note("the launcher replaces the image's entrypoint: \"command and arguments are empty\"")
            .only(&[Engine::KfpArgo]);
        context.report(finding);
    }
}
