//! `description-too-long`

use ir_model::{Diagnostic, Severity};
use ir_syntax::NodeId;

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "description-too-long",
    family: Family::Style,
    severity: Severity::Info,
    summary: "a description that is longer than the format allows",
    explanation: "\
A description has more than 1024 characters.

The format's own words set this limit for pipelines, inputs and outputs. Engines of today do not hold to it; those of tomorrow, and tools that
keep descriptions in a table, may cut or refuse the text. Off unless it is switched on.

Say it shorter, and link to the rest.",
    fixable: false,
    examples: &[
        Example {
            title: "an essay",
            text: concat!(
                "\
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
        rate:
          parameterType: STRING
          isOptional: true
          description: How fast to learn",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                ", and the same again in other words, and again, and again, and again, and again, and on it goes",
                "
#         ^^^^^^^^^^^ description-too-long: this description has
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
"
            ),
        },
        Example {
            title: "a sentence",
            text: "\
pipelineInfo: {name: training, description: Trains a model each night.}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
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
    let Some(limit) = package.dialect.traits.description_limit else { return };
    let components = package.components.values().filter_map(|c| c.doc);
    let ports = package.ports.values().filter_map(|p| p.doc);
    let docs: Vec<NodeId> = components.chain(ports).collect();
    for doc in docs {
        let node = context.source.tree.node(doc);
        // Bytes are no fewer than characters, and quick to count.
        if node.text().len() <= limit {
            continue;
        }
        let length = node.text().chars().count();
        if length > limit {
            // The whole text underlined would hide the page.
            let span = node.key().map_or(node.span(), ir_syntax::Node::span);
            let title = format!("this description has {length} characters");
            context.report(Diagnostic::new(RULE.id, RULE.severity, span, title).label(format!("{limit} are allowed")));
        }
    }
}
