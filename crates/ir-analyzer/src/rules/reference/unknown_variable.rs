//! `unknown-variable`

use ir_model::{FaultKind, Ns, Severity};

use super::unknown::{all, named};
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-variable",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "a value that nothing has in this place",
    explanation: "\
A text reads the item of a loop outside of one, a field that the items of the loop do not have, a result of a task that gives none, or a label
that the object does not bear. Or a variable has a name that the engine does not know: `$(context.taskRun.bogus)`, or in the values that a
pipeline passes a word that begins no variable, such as `$(date)`.

`argo lint` refuses what it resolves with \"failed to resolve {{item.name}}\", and lets a bare `{{item}}` pass: the program then gets this text.
Tekton's webhook refuses the object: \"non-existent variable\", \"invalid variable reference\"; where it does not look, the text stays as it is.

Write the name of something that is there, or add the loop. What the shell should fill in stands in a script, where `$(…)` is the shell's.",
    fixable: true,
    examples: &[
        Example {
            title: "an item without a loop",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - name: say
        template: say
        arguments: {parameters: [{name: text, value: '{{item}}'}]}
#                                                       ^^^^ unknown-variable: there is no `item` outside of a loop
  - name: say
    inputs: {parameters: [{name: text}]}
    container: {image: 'python:3.12', command: [say, '{{inputs.parameters.text}}']}
",
        },
        Example {
            title: "a label that is misspelt",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-, labels: {team: vision}}
spec:
  entrypoint: say
  templates:
  - name: say
    container: {image: 'python:3.12', command: [say, '{{workflow.labels.taem}}']}
#                                                                       ^^^^ unknown-variable: `training-` has no label `taem`
",
        },
        Example {
            title: "a command of the shell in a pipeline",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
    params:
    - {name: day, value: $(date)}
#                        ^^^^^^^ unknown-variable: `$(date)` is no variable
",
        },
        Example {
            title: "a loop",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - name: say
        template: say
        arguments: {parameters: [{name: text, value: '{{item.word}}'}]}
        withItems: [{word: a}, {word: b}]
  - name: say
    inputs: {parameters: [{name: text}]}
    container: {image: 'python:3.12', command: [say, '{{inputs.parameters.text}}']}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::UnknownVariable);
    let package = context.package;
    for ns in [Ns::Item, Ns::Attribute, Ns::Label, Ns::Annotation] {
        for unknown in all(package, ns) {
            let name = quote(unknown.name);
            let (title, none) = match (ns, unknown.holder(package)) {
                (Ns::Item, _) => (format!("there is no {name} outside of a loop"), "nothing loops here"),
                (Ns::Attribute, Some(holder)) => {
                    let item = package.def(holder).is_some_and(|d| d.ns == Ns::Item);
                    let owner = if item {
                        "the item of this loop".to_owned()
                    } else {
                        format!("task {}", named(package, holder))
                    };
                    (format!("{owner} has no {name}"), "it has none")
                }
                _ => (format!("{} has no {} {name}", unknown.owner_name(package), ns.word()), "it has none"),
            };
            let finding = unknown.finding(package, RULE.id, title, none);
            // What only the run refuses is not looked at before.
            let consequences = &package.dialect.traits.consequences;
            let at_once = finding.engines.is_empty();
            context.report(finding.note(if at_once { consequences.unknown_output } else { consequences.expression }));
        }
    }
}
