//! `deprecated-key`

use ir_model::{Diagnostic, Safety, Severity};
use ir_schema::{RemarkKind, Successor};
use ir_syntax::edit::Edit;
use ir_syntax::{Entry, Node, Span, Style};

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "deprecated-key",
    family: Family::Schema,
    severity: Severity::Warning,
    summary: "a key that should no longer be used",
    explanation: "\
A key belongs to an older version of the format: `type` for `parameterType`, `cpuLimit` for `resourceCpuLimit`, `constantValue` for
`constant`, `secretName` for `secretNameParameter`.

Engines read these keys for as long as they do. Loaders of today's SDK stumble over some of them (\"KeyError: 'artifactType'\" for `type`).
A deprecated key beside its successor is left alone: compilers write both. Off unless it is switched on.

Compile the pipeline anew, or write the key that came after.",
    fixable: true,
    examples: &[
        Example {
            title: "processors as a bare number",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {cpuLimit: 2.0}
#                   ^^^^^^^^ deprecated-key: `cpuLimit` should no longer be used
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
            title: "both, as the compiler writes them",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        resources: {cpuLimit: 2.0, resourceCpuLimit: '2'}
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
    // Engines of older versions know the old keys alone.
    let package = context.package;
    let newest = package.dialect.traits.versions.last().copied();
    let version = package.version.known().map(|v| package.names.text(*v));
    let safety = if version.is_some() && version == newest { Safety::Safe } else { Safety::Suggested };
    for remark in context.remarks {
        let RemarkKind::Deprecated { replaced_by, how } = remark.kind else { continue };
        let title = format!("{} should no longer be used", quote(remark.name));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, remark.span, title).deprecated();
        if let Some(successor) = replaced_by {
            finding = finding.label(format!("{} came after it", quote(successor)));
            let words = format!("replace {} by {}", quote(remark.name), quote(successor));
            let entry = context.source.tree.node_at(remark.span.start).and_then(entry);
            let edits = entry.zip(how).and_then(|(entry, how)| succeeded(entry, successor, how));
            // A backend that does not know the new key of a platform drops the whole document.
            let platform = matches!(how, Some(Successor::Constant | Successor::Inside));
            finding = mend::with(finding, edits, words, if platform { Safety::Suggested } else { safety });
        }
        context.report(finding);
    }
}

fn entry(key: Node<'_>) -> Option<Entry<'_>> {
    key.parent()?.own_entries().find(|e| e.key.id() == key.id())
}

/// The successor in place of an old key, its value in the new form.
fn succeeded(entry: Entry<'_>, successor: &str, how: Successor) -> Option<Vec<Edit>> {
    let (from, to) = (entry.key.span(), entry.value.span());
    let between = Span::new(from.end, to.start).slice(entry.key.tree().text());
    if entry.value.is_alias() || between.contains('#') || from.end > to.start {
        return None;
    }
    let mark = if entry.key.style() == Style::DoubleQuoted { "\"" } else { "" };
    let text = format!("{mark}{successor}{mark}: {}", how.value(entry)?);
    Some(vec![Edit { span: from.cover(to), text }])
}
