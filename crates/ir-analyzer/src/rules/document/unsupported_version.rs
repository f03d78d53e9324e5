//! `unsupported-version`

use ir_model::{Diagnostic, Fix, Safety, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::{list, quote};

pub(crate) static RULE: Rule = Rule {
    id: "unsupported-version",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a version of the format that the engine does not take",
    explanation: "\
`schemaVersion` must be `2.1.0`: the API server refuses any other (\"KFP only supports schema version 2.1.0\"). The SDK's
loader does not look at it. Version 2.0.0 was written by old compilers for Vertex AI and has other forms of types and
constants; a pipeline job for Vertex AI may be of either.

Compile the pipeline again with a current SDK. Changing the number alone is only right where the rest of the file is of the
new form.",
    fixable: true,
    examples: &[
        Example {
            title: "a file of an old compiler",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.0.0
#              ^^^^^ unsupported-version: version `2.0.0` of the format is not supported
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      one:
        componentRef: {name: comp-work}
        taskInfo: {name: one}
",
        },
        Example {
            title: "the current version",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      one:
        componentRef: {name: comp-work}
        taskInfo: {name: one}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let traits = &package.dialect.traits;
    for unit in package.units() {
        let Val::Known(version, at) = unit.version else { continue };
        let version = package.names.text(version);
        // An empty one is no version at all: the schema says so.
        if version.is_empty() || traits.versions.is_empty() || traits.versions.contains(&version) {
            continue;
        }
        let title = format!("version {} of the format is not supported", quote(version));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
            .label(format!("supported: {}", list(traits.versions.iter().copied())))
            .note(traits.consequences.version);
        if let [only] = traits.versions {
            let words = format!("replace {} by {}", quote(version), quote(only));
            finding = finding.fix(Fix::replace(at.span, *only, words, Safety::Suggested));
        }
        context.report(finding);
    }
}
