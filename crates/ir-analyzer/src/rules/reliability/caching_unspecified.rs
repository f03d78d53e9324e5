//! `caching-unspecified`

use ir_model::{Body, CacheKey, Diagnostic, Safety, Severity};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, Style};

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "caching-unspecified",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a task that does not say whether its result may be reused",
    explanation: "\
A task has no `cachingOptions`.

The Python compiler always writes them, empty where caching is switched off. Where they are absent, engines take it for `false`: the result is
computed anew each time. In files written by hand that is mostly an oversight. Off unless it is switched on.

Write `cachingOptions: {enableCache: true}`, or `false` where that is meant.",
    fixable: true,
    examples: &[
        Example {
            title: "nothing is said",
            text: "\
pipelineInfo: {name: training}
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
#     ^^^^^ caching-unspecified: task `train` does not say whether its result may be reused
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "no reuse, on purpose",
            text: "\
pipelineInfo: {name: training}
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
        cachingOptions: {enableCache: false}
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(keys) = package.dialect.traits.cache_unspecified else { return };
    for task in package.tasks.values().filter(|t| t.cache.is_absent()) {
        let pod = package.callee(task).is_some_and(|(_, c)| matches!(c.body, Body::Pod(_)));
        if !pod || context.source.tree.node(task.node).has_loss() {
            continue;
        }
        let Some(span) = package.def_span(task.def) else { continue };
        let title = format!("task {} does not say whether its result may be reused", quote(package.def_name(task.def)));
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title).note(keys.consequence);
        let words = format!("write {}", quote(&format!("{}: {}", keys.field, keys.default)));
        let edits = saying(context.source.tree.node(task.node), keys);
        context.report(mend::with(finding, edits, words, Safety::Safe));
    }
}

/// Writes down what is the case anyway.
fn saying(task: Node<'_>, keys: CacheKey) -> Option<Vec<Edit>> {
    let value = keys.default.to_string();
    if let Some(options) = task.get(keys.key) {
        return edit::insert_entry(options, keys.field, &value, edit::Place::Last);
    }
    let json = task.own_entries().any(|e| e.key.style() == Style::DoubleQuoted);
    let inner = match (task.style(), json) {
        (Style::Flow, true) => format!("{{\"{}\": {value}}}", keys.field),
        (Style::Flow, false) => format!("{{{}: {value}}}", keys.field),
        _ => format!("{}: {value}", keys.field),
    };
    edit::insert_entry(task, keys.key, &inner, edit::Place::First)
}
