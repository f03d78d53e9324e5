//! `invalid-environment-name`

use ir_model::{Diagnostic, Severity};
use ir_syntax::Scalar;

use crate::facts::has_hole;
use crate::facts::step::{containers, whole};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-environment-name",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an environment variable that programs cannot read by its name",
    explanation: "\
The name of an environment variable is not made of letters, digits and `_`, or starts with a digit.

Kubeflow Pipelines asks for such names. Kubernetes before 1.32 refuses others (\"a valid environment variable name must consist of …\"),
and shells cannot read them.

Use capital letters, digits and `_`.",
    fixable: false,
    examples: &[
        Example {
            title: "a dash",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train]
    env:
      LOG-LEVEL: debug
#     ^^^^^^^^^ invalid-environment-name: `LOG-LEVEL` is no name for an environment variable
",
        },
        Example {
            title: "an underscore",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train]
    env:
      LOG_LEVEL: debug
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for (_, step) in containers(context.package) {
        for (name, _) in &step.env {
            let node = context.source.tree.node(*name);
            let text = node.text();
            // Placeholders are not resolved in names, which is another rule's finding.
            let Some(Scalar::String(_) | Scalar::Int(_)) = node.scalar() else { continue };
            if text.is_empty() || has_hole(text) || is_identifier(text) {
                continue;
            }
            let title = format!("{} is no name for an environment variable", quote(text));
            let finding = Diagnostic::new(RULE.id, RULE.severity, whole(node), title)
                .label("letters, digits and `_`, not starting with a digit");
            context.report(finding);
        }
    }
}

fn is_identifier(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
