//! `unquoted-placeholder`

use ir_model::{Diagnostic, Ns, PortKind, Severity, Type};
use ir_syntax::NodeId;
use rustc_hash::FxHashMap;

use crate::facts::shell::{script, unquoted};
use crate::facts::step::{part, steps};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unquoted-placeholder",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a text that a shell script takes in without quotes",
    explanation: "\
A script for a shell holds a placeholder for a text, outside of quotes.

The engine puts the text in before the shell reads the script. A blank in it makes two words of one; `;`, `$(…)` and their kin make a
command of it, which whoever starts a run can choose.

Pass the value as an argument behind the script and use it as `\"$1\"`: `[sh, -c, 'cat \"$1\"', sh, '{{$.inputs.parameters[…]}}']`. Quotes around
the placeholder help against blanks, not against quotes in the text.",
    fixable: false,
    examples: &[
        Example {
            title: "a name that may have blanks",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [sh, -ec, \"cat {{$.inputs.parameters['table']}}\"]
#                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unquoted-placeholder: a shell script takes in `table` without quotes
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {table: {parameterType: STRING}}}
root:
  inputDefinitions: {parameters: {table: {parameterType: STRING}}}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {table: {componentInputParameter: table}}}
",
        },
        Example {
            title: "an argument of the script, and a number",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command:
        - sh
        - -ec
        - head -n {{$.inputs.parameters['rows']}} \"$1\"
        - sh
        - \"{{$.inputs.parameters['table']}}\"
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {table: {parameterType: STRING}, rows: {parameterType: NUMBER_INTEGER}}}
root:
  inputDefinitions: {parameters: {table: {parameterType: STRING}}}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {table: {componentInputParameter: table}, rows: {runtimeValue: {constant: 3}}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, tree) = (context.package, &context.source.tree);
    let scripts: FxHashMap<NodeId, _> = steps(package)
        .filter_map(|(_, step)| script(tree, step))
        .filter(|script| script.node.text().contains("{{") && !script.node.is_alias())
        .map(|script| (script.node.id(), Vec::new()))
        .collect();
    if scripts.is_empty() {
        return;
    }
    let mut scripts = scripts;
    for (id, reference) in package.symbols.refs.iter() {
        let Some(list) = scripts.get_mut(&reference.at.node) else { continue };
        let (Some(shown), Some(def)) = (reference.shown, package.target(id)) else { continue };
        // Paths and addresses are the engine's own, numbers have no blanks.
        let text = reference.ns == Ns::Input
            && reference.want == Some(PortKind::Parameter)
            && package.port_of(def).is_some_and(|p| matches!(p.ty.ty, Type::String | Type::List(_) | Type::Map(_)));
        let map = context.memo.text_map(tree.node(reference.at.node));
        if let (Some(start), Some(end)) = (map.to_decoded(shown.start), map.to_decoded(shown.end)) {
            list.push((start as usize..end as usize, text, def));
        }
    }
    for (node, found) in scripts {
        let node = tree.node(node);
        let ranges: Vec<_> = found.iter().map(|(range, ..)| range.clone()).collect();
        let answers = unquoted(node.text(), &ranges);
        for ((range, _, def), _) in found.into_iter().zip(answers).filter(|((_, text, _), bare)| *text && *bare) {
            let title = format!("a shell script takes in {} without quotes", quote(package.def_name(def)));
            let finding = Diagnostic::new(RULE.id, RULE.severity, part(node, range), title)
                .label("blanks make several words of it, and `;` or `$(…)` commands")
                .note("the text is put in before the shell reads the script; pass it as an argument behind the script");
            context.report(finding);
        }
    }
}
