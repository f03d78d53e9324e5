//! `invalid-pipeline-name`

use ir_model::{Diagnostic, Fix, Safety, Severity, Val};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-pipeline-name",
    family: Family::Schema,
    severity: Severity::Error,
    summary: "a pipeline name that cannot name a workflow",
    explanation: "\
`pipelineInfo.name` becomes the name of a Kubernetes object. The SDK's compiler demands lower-case letters, digits and `-`,
at most 128 of them, starting with a letter or a digit; the SDK's loader does not look at the name, and the upload lets nearly
anything pass. The run is then refused by Kubernetes.

Write a name of that form. `displayName` takes any text.",
    fixable: true,
    examples: &[
        Example {
            title: "capitals and blanks",
            text: "\
pipelineInfo: {name: My Training}
#                    ^^^^^^^^^^^ invalid-pipeline-name: `My Training` cannot name a pipeline
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
        Example {
            title: "a good name",
            text: "\
pipelineInfo: {name: my-training}
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
    let Some(form) = package.dialect.traits.name_form else { return };
    for unit in package.units() {
        let Val::Known(name, at) = unit.name else { continue };
        let name = package.names.text(name);
        if (form.accepts)(name) {
            continue;
        }
        let title = if name.is_empty() {
            "the pipeline has an empty name".to_owned()
        } else {
            format!("{} cannot name a pipeline", quote(name))
        };
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
            .label(format!("must be {}", form.words))
            .note(package.dialect.traits.consequences.name);
        let better = (form.repair)(name);
        if (form.accepts)(&better) {
            let words = format!("replace {} by {}", quote(name), quote(&better));
            finding = finding.fix(Fix::replace(at.span, better, words, Safety::Suggested));
        }
        context.report(finding);
    }
}
