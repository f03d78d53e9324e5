//! `missing-field`

use ir_model::{Binding, Diagnostic, LiteralKind, Members, Ns, Package, Port, Severity};
use ir_syntax::{Node, Tree};

use crate::flow::port;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::{list, quote};

pub(crate) static RULE: Rule = Rule {
    id: "missing-field",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a mapping that lacks keys which its input names",
    explanation: "\
An input names the keys of the mapping that it takes. A task or run passes a mapping without some of them, and the default does not have them
either.

Tekton accepts the object; the run fails: \"missing keys for these params which are required in ParamSpec's properties\".

Pass all keys, or give the missing ones a default.",
    fixable: false,
    examples: &[
        Example {
            title: "a half of an address",
            text: "\
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: fetch}
spec:
  params:
  - {name: server, value: {host: example.org}}
#          ^^^^^^ missing-field: `server` lacks the key `port`
  taskSpec:
    params:
    - name: server
      type: object
      properties: {host: {}, port: {}}
    steps:
    - name: fetch
      image: alpine:3.20
      args: [$(params.server.host), $(params.server.port)]
",
        },
        Example {
            title: "a half of which has a default",
            text: "\
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: fetch}
spec:
  params:
  - {name: server, value: {host: example.org}}
  taskSpec:
    params:
    - name: server
      type: object
      properties: {host: {}, port: {}}
      default: {port: '80'}
    steps:
    - name: fetch
      image: alpine:3.20
      args: [$(params.server.host), $(params.server.port)]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, tree) = (context.package, &context.source.tree);
    for argument in package.tasks.values().flat_map(|t| &t.args) {
        let Some(Binding::Literal(value, _)) = package.bindings.get(argument.binding) else { continue };
        let (Some(port), Some(bearer)) = (port(package, argument.port), package.reference(argument.port)) else {
            continue;
        };
        if value.kind != LiteralKind::Map || argument.transform.is_some() {
            continue;
        }
        let lacking = lacking(package, tree, port, tree.node(value.node));
        if lacking.is_empty() {
            continue;
        }
        let keys = if lacking.len() == 1 { "key" } else { "keys" };
        let title = format!("{} lacks the {keys} {}", quote(package.def_name(port.def)), list(lacking));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, bearer.at.span, title);
        if let Some(at) = package.def_span(port.def) {
            finding = finding.related(at, "declared here, with its keys");
        }
        context.report(finding.note("the run fails: all keys must be there"));
    }
}

/// The keys that the input names and that neither the value nor the default has.
fn lacking<'a>(package: &'a Package, tree: &Tree, port: &Port, value: Node<'_>) -> Vec<&'a str> {
    let Some(Members::Scope(scope)) = package.def(port.def).map(|d| d.members) else { return Vec::new() };
    let open = package.symbols.scopes.get(scope).is_none_or(|s| s.open.contains(&Ns::Field));
    let default = port.default.map(|(literal, _)| tree.node(literal.node));
    if open || value.has_loss() || value.is_alias() || default.is_some_and(|d| d.has_loss() || d.is_alias()) {
        return Vec::new();
    }
    let has = |node: Node<'_>, key: &str| node.entries().iter().any(|e| e.key.text() == key);
    let wanted = package.visible_in(scope, Ns::Field).into_iter();
    let wanted = wanted.filter(|def| package.def(*def).is_some_and(|d| d.scope == scope));
    let names = wanted.map(|def| package.def_name(def));
    names.filter(|key| !has(value, key) && !default.is_some_and(|d| has(d, key))).collect()
}
