//! `secret-in-arguments`

use ir_model::{Binding, Diagnostic, Severity};
use ir_syntax::Node;

use crate::facts::step::{part, whole};
use crate::facts::{has_hole, secret};
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "secret-in-arguments",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a password or token written out in a command or in what a task passes",
    explanation: "\
A command, its arguments, a script or the constant of a task's input hold what looks like a secret: a token whose form is known (GitHub, GitLab,
AWS, Google, Slack, Hugging Face and others), a private key, or a password of letters and digits behind a name like `--password=`.

Everybody who can read the file, the pipeline's page, the pod or its log reads it, too. What was ever committed stays in the history.

Take the secret back where it was issued, put the new one into a Kubernetes secret, and let the task read it from there
(`kubernetes.use_secret_as_env`). The finding shows only the first letters.",
    fixable: false,
    examples: &[
        Example {
            title: "a password as an argument",
            text: "\
name: Publish
implementation:
  container:
    image: python:3.12
    command: [publish]
    args: [--user, ann, --password=hu7Rw2qpLz9]
#                                  ^^^^^^^^^^^ secret-in-arguments: a password or token is written out: `hu7R…`
",
        },
        Example {
            title: "a password that is read from a file, and a dummy",
            text: "\
name: Publish
implementation:
  container:
    image: python:3.12
    command: [publish]
    args: [--user, ann, --password-file=/run/secrets/publish1, --token=your-token-1]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, tree) = (context.package, &context.source.tree);
    let mut findings = Vec::new();
    for command in &*context.commands() {
        for node in &command.texts {
            find(*node, &mut findings);
        }
        if let Some(script) = command.step.script {
            find(tree.node(script), &mut findings);
        }
        // `--password hu7Rw2qpLz9`, in two arguments.
        for pair in command.texts.windows(2) {
            let [flag, value] = pair else { continue };
            let Some(name) = flag.text().strip_prefix("--") else { continue };
            if secret::is_secret_name(name)
                && secret::is_secret_value(value.text())
                && secret::find(value.text()).is_empty()
                && flag.parent().map(Node::id) == value.parent().map(Node::id)
            {
                findings.push(finding(whole(*value), "a password or token", value.text()));
            }
        }
    }
    for binding in package.bindings.values() {
        if let Binding::Literal(literal, _) = binding {
            find(tree.node(literal.node), &mut findings);
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

fn find(node: Node<'_>, findings: &mut Vec<Diagnostic>) {
    let text = node.text();
    for found in secret::find(text) {
        let shown = text.get(found.range.clone()).unwrap_or("");
        if !has_hole(shown) {
            findings.push(finding(part(node, found.range.clone()), found.what, shown));
        }
    }
}

fn finding(span: ir_syntax::Span, what: &str, text: &str) -> Diagnostic {
    let title = format!("{what} is written out: {}", secret::mask(text));
    Diagnostic::new(RULE.id, RULE.severity, span, title)
        .label("everybody who reads the file or the pod reads it")
        .note("take it back where it was issued, and pass the new one as a Kubernetes secret")
}
