//! `secret-in-default`

use ir_model::{Diagnostic, Severity};
use ir_syntax::Scalar;

use crate::facts::step::part;
use crate::facts::{has_hole, secret};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "secret-in-default",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a password or token as the default of an input",
    explanation: "\
An input has a default that looks like a secret: a token whose form is known, or a value of letters and digits under a name like
`password` or `api_key`.

The default stands in the file, on the page from which runs are started, and in each run's list of parameters.

Take the secret back where it was issued. Pass the name of a Kubernetes secret instead of its content.",
    fixable: false,
    examples: &[
        Example {
            title: "a key as a default",
            text: "\
name: Publish
inputs:
- {name: api_key, type: String, default: hu7Rw2qpLz9}
#                                        ^^^^^^^^^^^ secret-in-default: the default of `api_key` is a secret: `hu7R…`
implementation:
  container:
    image: python:3.12
    command: [publish, --key, {inputValue: api_key}]
",
        },
        Example {
            title: "no default",
            text: "\
name: Publish
inputs:
- {name: api_key, type: String}
- {name: token_secret_name, type: String, default: publish-token-1}
implementation:
  container:
    image: python:3.12
    command: [publish, --key, {inputValue: api_key}, --secret, {inputValue: token_secret_name}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for port in package.ports.values() {
        let Some((literal, _)) = port.default else { continue };
        let node = context.source.tree.node(literal.node);
        let Some(Scalar::String(text)) = node.scalar() else { continue };
        let name = package.def_name(port.def);
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
        let title = format!("the default of {} is a secret: {}", quote(name), secret::mask(shown));
        let finding = Diagnostic::new(RULE.id, RULE.severity, part(node, range), title)
            .label("shown wherever a run is started")
            .note("take it back where it was issued, and pass the new one as a Kubernetes secret");
        context.report(finding);
    }
}
