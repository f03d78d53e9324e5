//! `credentials-in-url`

use ir_model::{Binding, Diagnostic, Severity};
use ir_syntax::{Node, NodeId};

use crate::facts::secret;
use crate::facts::step::part;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "credentials-in-url",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a password inside an address",
    explanation: "\
An address has a user and a password before its host: `https://ann:…@example.org`.

Addresses are shown and logged everywhere, and everybody who can read the file reads the password, too.

Take the password back, and let the program read the new one from a Kubernetes secret. Placeholders and obvious dummies
(`user:password@`) are left alone. The finding does not show the password.",
    fixable: false,
    examples: &[
        Example {
            title: "a private repository",
            text: "\
name: Fetch
implementation:
  container:
    image: alpine/git:2.45.2
    command: [git, clone, 'https://ann:hu7Rw2qp@git.example.org/data.git']
#                                  ^^^^^^^^^^^^ credentials-in-url: an address holds the password of `ann`
",
        },
        Example {
            title: "a user alone, and a password that is filled in",
            text: "\
name: Fetch
implementation:
  container:
    image: alpine/git:2.45.2
    command: [git, clone, 'https://ann@git.example.org/data.git', 'https://ann:$PASSWORD@git.example.org/more.git']
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, tree) = (context.package, &context.source.tree);
    let mut nodes: Vec<Node<'_>> = Vec::new();
    for command in &*context.commands() {
        nodes.extend(&command.texts);
        nodes.extend(command.step.env.iter().map(|(_, value)| tree.node(*value)));
    }
    let mut ids: Vec<NodeId> = package.ports.values().filter_map(|p| Some(p.default?.0.node)).collect();
    // An importer's address is among the bindings, too.
    ids.extend(package.bindings.values().filter_map(|b| match b {
        Binding::Literal(literal, _) => Some(literal.node),
        _ => None,
    }));
    nodes.extend(ids.into_iter().map(|id| tree.node(id)));
    for node in nodes {
        let text = node.text();
        for range in secret::url_credentials(text) {
            let user = text.get(range.clone()).and_then(|t| t.split(':').next()).unwrap_or("");
            let title = format!("an address holds the password of {}", quote(user));
            let finding = Diagnostic::new(RULE.id, RULE.severity, part(node, range), title)
                .label("everybody who reads the file or the log reads it")
                .note("take it back where it was issued, and pass the new one as a Kubernetes secret");
            context.report(finding);
        }
    }
}
