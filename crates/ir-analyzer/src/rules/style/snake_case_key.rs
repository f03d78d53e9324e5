//! `snake-case-key`

use ir_model::{Diagnostic, Safety, Severity};
use ir_schema::RemarkKind;
use ir_syntax::edit;

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "snake-case-key",
    family: Family::Style,
    severity: Severity::Warning,
    summary: "a key that is spelt otherwise than its format spells it",
    explanation: "\
A key is written as `caching_options` where the format says `cachingOptions`.

Readers of protocol buffers take both. Everything else that looks into the file, `grep`, `yq`, a policy in the cluster, looks for one of them.
Off unless it is switched on.

Write the format's own spelling.",
    fixable: true,
    examples: &[
        Example {
            title: "the words of the protocol",
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
        caching_options: {enableCache: true}
#       ^^^^^^^^^^^^^^^ snake-case-key: `caching_options` is spelt `cachingOptions`
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "the words of the format",
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
        cachingOptions: {enableCache: true}
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for remark in context.remarks.iter().filter(|r| r.kind == RemarkKind::Spelling) {
        let Some(key) = context.source.tree.node_at(remark.span.start) else { continue };
        let written = key.text();
        let title = format!("{} is spelt {}", quote(written), quote(remark.name));
        let finding = Diagnostic::new(RULE.id, RULE.severity, remark.span, title);
        let edits = edit::rename_key(key, remark.name);
        let words = format!("replace {} by {}", quote(written), quote(remark.name));
        context.report(mend::with(finding, edits, words, Safety::Safe));
    }
}
