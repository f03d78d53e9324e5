//! `secret-in-environment`

use ir_dialects::write;
use ir_model::{DefId, Diagnostic, Safety, Severity};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, Scalar};

use crate::facts::mend;
use crate::facts::step::{containers, part};
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
    fixable: true,
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
    let mut findings = Vec::new();
    for (pod, step) in containers(context.package) {
        for (key, value) in &step.env {
            let (name, value) = (tree.node(*key).text(), tree.node(*value));
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
            let secret = name.to_ascii_lowercase().replace('_', "-");
            let edits = pod.and_then(|pod| pod.def).and_then(|def| from_secret(context, def, tree.node(*key), &secret));
            let words = format!("take {} from a Kubernetes secret {}", quote(name), quote(&secret));
            findings.push(mend::with(finding, edits, words, Safety::Suggested));
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// Takes the variable out of the container, and lets the platform set it.
fn from_secret(context: &Context<'_>, executor: DefId, name: Node<'_>, secret: &str) -> Option<Vec<Edit>> {
    let variable = name.parent().filter(|p| p.is_mapping() && !name.is_key())?;
    let recognised = context.source.recognised.as_ref()?;
    let label = context.package.def_name(executor);
    let mut edits = edit::remove(variable)?;
    edits.extend(write::secret_variable(recognised, &context.source.tree, label, name.text(), secret)?);
    Some(edits)
}
