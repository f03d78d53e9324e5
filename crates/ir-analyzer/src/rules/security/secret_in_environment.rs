//! `secret-in-environment`

use ir_model::{Diagnostic, Severity};
use ir_syntax::Scalar;

use crate::facts::step::{part, steps};
use crate::facts::{has_hole, secret};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "secret-in-environment",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a password or token written out as an environment variable",
    explanation: "\
An environment variable has a value that looks like a secret: a token whose form is known, or a value of letters and digits under a
name like `DB_PASSWORD` or `API_KEY`.

Everybody who can read the file, the pipeline's page or the pod reads it, too.

Take the secret back where it was issued, put the new one into a Kubernetes secret, and let the task read it from there
(`kubernetes.use_secret_as_env`). The finding shows only the first letters.",
    fixable: false,
    examples: &[
        Example {
            title: "a password",
            text: "\
name: Publish
implementation:
  container:
    image: python:3.12
    command: [publish]
    env:
      DB_PASSWORD: hu7Rw2qpLz9
#                  ^^^^^^^^^^^ secret-in-environment: `DB_PASSWORD` holds a secret: `hu7R…`
",
        },
        Example {
            title: "a dummy, and the name of a secret",
            text: "\
name: Publish
implementation:
  container:
    image: python:3.12
    command: [publish]
    env:
      DB_PASSWORD: changeme-1
      DB_SECRET_NAME: database-2
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    for (_, step) in steps(context.package) {
        for (name, value) in &step.env {
            let (name, value) = (tree.node(*name).text(), tree.node(*value));
            let Some(Scalar::String(text)) = value.scalar() else { continue };
            let found = secret::find(text);
            let range = match found.first() {
                Some(first) => first.range.clone(),
                None if secret::is_secret_name(name) && secret::is_secret_value(text) => 0..text.len(),
                None => continue,
            };
            let shown = text.get(range.clone()).unwrap_or("");
            if has_hole(shown) {
                continue;
            }
            let title = format!("{} holds a secret: {}", quote(name), secret::mask(shown));
            let finding = Diagnostic::new(RULE.id, RULE.severity, part(value, range), title)
                .label("everybody who reads the file or the pod reads it")
                .note("take it back where it was issued, and pass the new one as a Kubernetes secret");
            context.report(finding);
        }
    }
}
