//! `name-collision`

use ir_model::{Diagnostic, Engine, Package, Ports, Severity};
use rustc_hash::FxHashMap;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "name-collision",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "two inputs or two outputs that the SDK gives the same name",
    explanation: "\
Two inputs of a component, or two outputs, have names that differ only in capitals, blanks or signs: `In A` and `in_a`.

Version 2 of the SDK writes names in small letters with `_` for all the rest. Of two that become equal the last one stays, without a word, and
the command's placeholders of the other lead nowhere.

Give one of them another name.",
    fixable: false,
    examples: &[
        Example {
            title: "a blank and an underscore",
            text: "\
name: Join
inputs:
- {name: Table A, type: String}
- {name: table_a, type: String}
#        ^^^^^^^ name-collision: `table_a` and `Table A` become the same name `table_a`
implementation:
  container:
    image: python:3.12
    command: [join, {inputValue: Table A}, {inputValue: table_a}]
",
        },
        Example {
            title: "an input and an output of the same name",
            text: "\
name: Join
inputs:
- {name: Table A, type: String}
- {name: table_b, type: String}
outputs:
- {name: table_a, type: String}
implementation:
  container:
    image: python:3.12
    command: [join, {inputValue: Table A}, {inputValue: table_b}, {outputPath: table_a}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(port_name) = package.dialect.traits.port_name else { return };
    let mut findings = Vec::new();
    for component in package.components.values() {
        for ports in [&component.inputs, &component.outputs] {
            collisions(package, ports, port_name, &mut findings);
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

fn collisions(package: &Package, ports: &Ports, port_name: fn(&str) -> String, findings: &mut Vec<Diagnostic>) {
    let mut first = FxHashMap::default();
    for port in ports.ids().filter_map(|id| package.ports.get(id)) {
        let name = package.def_name(port.def);
        let clean = port_name(name);
        let earlier = *first.entry(clean.clone()).or_insert(port.def);
        // The same name twice is `duplicate-name`.
        let other = package.def_name(earlier);
        if earlier == port.def || other == name {
            continue;
        }
        let Some(span) = package.def_span(port.def) else { continue };
        let title = format!("{} and {} become the same name {}", quote(name), quote(other), quote(&clean));
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
            .note("the SDK keeps the last of them without a word")
            .only(&[Engine::KfpSdk]);
        if let Some(at) = package.def_span(earlier) {
            finding = finding.related(at, "the other one");
        }
        findings.push(finding);
    }
}
