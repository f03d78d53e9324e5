//! `platform-document-ignored`

use ir_model::{Diagnostic, Engine, Fix, Safety, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::{near, quote};

pub(crate) static RULE: Rule = Rule {
    id: "platform-document-ignored",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "platform settings that the backend drops in silence",
    explanation: "\
The open-source backend reads the settings of one platform: `kubernetes`. A platform document without it is dropped as a whole and
without a word, and with it secrets, volumes and tolerations.

The same happens where any key of the document is unknown or any value of the wrong kind; those are findings of their own.

Write the settings below `kubernetes`.",
    fixable: true,
    examples: &[
        Example {
            title: "a platform that nobody reads",
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
        componentRef: {name: comp-train}
        taskInfo: {name: train}
---
platforms:
  kubernets:
# ^^^^^^^^^ platform-document-ignored: no settings for `kubernetes`: the document is dropped
    deploymentSpec: {executors: {exec-train: {}}}
",
        },
        Example {
            title: "the one that is read",
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
        componentRef: {name: comp-train}
        taskInfo: {name: train}
---
platforms:
  kubernetes:
    deploymentSpec: {executors: {exec-train: {imagePullPolicy: Always}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(wanted) = package.dialect.traits.platform else { return };
    let names = || package.platforms.iter().map(|p| package.names.text(p.name));
    let Some(first) = package.platforms.first() else { return };
    if names().any(|name| name == wanted) {
        return;
    }
    let written = package.names.text(first.name);
    let title = format!("no settings for {}: the document is dropped", quote(wanted));
    let mut finding = Diagnostic::new(RULE.id, RULE.severity, first.at, title)
        .note("the API server says nothing; secrets, volumes and tolerations are missing in the run")
        .only(&[Engine::KfpArgo]);
    if let Some(near) = near(written, [wanted]) {
        let words = format!("replace {} by {}", quote(written), quote(near));
        finding = finding.label(format!("did you mean {}?", quote(near))).fix(Fix::replace(
            first.at,
            near,
            words,
            Safety::Suggested,
        ));
    } else {
        finding = finding.label("not read by this backend");
    }
    context.report(finding);
}
