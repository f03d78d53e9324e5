//! `untyped-input`

use ir_model::{Diagnostic, PortKind, Safety, Severity};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, Style};

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "untyped-input",
    family: Family::Portability,
    severity: Severity::Info,
    summary: "an input without a type",
    explanation: "\
An input of a component says nothing about its type.

Version 1 of the SDK takes any value for it. Version 2 makes an artifact of it, and `{inputValue: …}` on an artifact then fails when the
component is used. Off unless it is switched on.

Give it a type: `String`, `Integer`, `Float`, `Boolean`, or the name of an artifact.",
    fixable: true,
    examples: &[
        Example {
            title: "a number, presumably",
            text: "\
name: Train
inputs:
- {name: epochs}
#        ^^^^^^ untyped-input: input `epochs` has no type
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: epochs}]
",
        },
        Example {
            title: "a number, certainly",
            text: "\
name: Train
inputs:
- {name: epochs, type: Integer}
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: epochs}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for port in package.components.values().flat_map(|c| c.inputs.ids()).filter_map(|id| package.ports.get(id)) {
        if port.kind != PortKind::Either || port.ty.at.is_some() {
            continue;
        }
        let Some(span) = package.def_span(port.def) else { continue };
        let title = format!("input {} has no type", quote(package.def_name(port.def)));
        let finding =
            Diagnostic::new(RULE.id, RULE.severity, span, title).label("becomes an artifact in SDK version 2");
        let node = package.def(port.def).map(|def| context.source.tree.node(def.node));
        let edits = node.and_then(|node| typed(node));
        context.report(mend::with(finding, edits, "declare it as `String`".to_owned(), Safety::Suggested));
    }
}

fn typed(input: Node<'_>) -> Option<Vec<Edit>> {
    let name = input.own_entries().next()?.key;
    let value = if name.style() == Style::DoubleQuoted { "\"String\"" } else { "String" };
    edit::insert_entry(input, "type", value, edit::Place::After(name.id()))
}
