//! `instance-schema`

use ir_model::{Diagnostic, Severity};
use ir_syntax::{Node, Span, Tree};

use super::items::inside;
use crate::flow::kind_of;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "instance-schema",
    family: Family::Type,
    severity: Severity::Error,
    summary: "the schema of an artifact, written in place, cannot be read",
    explanation: "\
Instead of a name, an artifact's type can be a whole schema: a document in YAML inside a string, with a `title`.

The launcher reads it when it records an artifact that a task has made. It ends the pod with \"No title specified\" where there is
none, and fails where the text is no YAML or no mapping. Nobody reads the schema of an input, which only must be YAML to be of any
use: that is a warning.

Write `title: namespace.Name` into the schema, or give the type by name: `schemaTitle`.",
    fixable: false,
    examples: &[
        Example {
            title: "a schema without a title",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions:
      artifacts:
        model: {artifactType: {instanceSchema: 'type: object'}}
#                                               ^^^^^^^^^^^^ instance-schema: the schema of `model` has no title
        table: {artifactType: {instanceSchema: 'system.Dataset'}}
#                                               ^^^^^^^^^^^^^^ instance-schema: the schema of `table` is a text, not a map
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
        Example {
            title: "a schema",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions:
      artifacts:
        model:
          artifactType:
            instanceSchema: |
              title: kfp.Model
              type: object
              properties:
                framework: {type: string}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let mut found = Vec::new();
    for component in package.components.values() {
        for (ids, severity) in [(component.inputs.ids(), Severity::Warning), (component.outputs.ids(), Severity::Error)]
        {
            for port in ids.filter_map(|id| package.ports.get(id)) {
                let Some(document) = port.ty.document else { continue };
                let node = context.source.tree.node(document);
                // An alias is read where its anchor is.
                if node.is_alias() || node.has_loss() || node.text().contains("{{") {
                    continue;
                }
                let Some((at, title, label)) = defect(node, &quote(package.def_name(port.def))) else { continue };
                // A schema of many lines: its key says enough.
                let at = if at.slice(context.source.text()).contains('\n') { first_line(context, at) } else { at };
                found.push(Diagnostic::new(RULE.id, severity, at, title).label(label));
            }
        }
    }
    for finding in found {
        context.report(finding);
    }
}

fn defect(node: Node<'_>, name: &str) -> Option<(Span, String, String)> {
    let text = node.text();
    let whole = inside(node, 0..text.len());
    let tree = Tree::parse(text);
    if let Some(error) = tree.errors().first() {
        let title = format!("the schema of {name} is no YAML");
        return Some((inside(node, error.span.range()), title, error.message.to_string()));
    }
    let root = tree.roots().next()?;
    if !root.is_mapping() {
        let title = format!("the schema of {name} is {}, not a map", crate::type_words::literal(kind_of(root)));
        return Some((whole, title, "a schema has keys: `title`, `type`, `properties`".to_owned()));
    }
    match root.get("title") {
        None => Some((whole, format!("the schema of {name} has no title"), "the launcher needs one".to_owned())),
        Some(title) if title.is_scalar() && title.text().is_empty() => {
            let at = inside(node, title.span().range());
            Some((at, format!("the schema of {name} has no title"), "the title is empty".to_owned()))
        }
        Some(_) => None,
    }
}

fn first_line(context: &Context<'_>, span: Span) -> Span {
    let text = span.slice(context.source.text());
    let line = text.lines().next().map_or(0, |l| l.trim_end().len());
    Span::new(span.start, span.start + line as u32)
}
