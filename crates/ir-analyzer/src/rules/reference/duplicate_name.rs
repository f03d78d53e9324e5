//! `duplicate-name`

use ir_model::{Diagnostic, Package, PortKind, Ports, Severity};
use rustc_hash::FxHashMap;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-name",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "two inputs or two outputs of one name",
    explanation: "\
A component lists two inputs, or two outputs, under one name. Nobody could tell which of them a placeholder or an argument means.

Both versions of the SDK refuse such a component: \"Non-unique input name\".

Give one of them another name, or drop it.",
    fixable: false,
    examples: &[
        Example {
            title: "an input twice",
            text: "\
name: Train
inputs:
- {name: rate, type: Float}
- {name: rate, type: Integer}
#        ^^^^ duplicate-name: a second input `rate`
implementation:
  container:
    image: python:3.12
    command: [train, --rate, {inputValue: rate}]
",
        },
        Example {
            title: "an input and an output",
            text: "\
name: Train
inputs:
- {name: model, type: Model}
outputs:
- {name: model, type: Model}
implementation:
  container:
    image: python:3.12
    command: [train, --from, {inputPath: model}, --to, {outputPath: model}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let mut findings = Vec::new();
    for component in package.components.values() {
        duplicates(package, &component.inputs, "input", &mut findings);
        duplicates(package, &component.outputs, "output", &mut findings);
    }
    findings.into_iter().for_each(|f| context.report(f));
}

fn duplicates(package: &Package, ports: &Ports, word: &str, findings: &mut Vec<Diagnostic>) {
    let mut first = FxHashMap::default();
    // Where kinds have tables of their own, the names are keys, and a key that is written twice is told as such.
    for port in ports.ids().filter_map(|id| package.ports.get(id)).filter(|p| p.kind == PortKind::Either) {
        let (name, Some(span)) = (package.def_name(port.def), package.def_span(port.def)) else { continue };
        let Some(earlier) = first.insert(name, span) else { continue };
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, format!("a second {word} {}", quote(name)))
            .related(earlier, "the first one")
            .note(format!("the SDK's loader refuses the component: \"Non-unique {word} name\""));
        findings.push(finding);
    }
}
