//! `duplicate-port`

use ir_model::{Diagnostic, Ns, Package, Ports, Safety, Severity};
use ir_syntax::Tree;
use rustc_hash::FxHashMap;

use crate::facts::mend::removing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-port",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "an input or output that is declared twice",
    explanation: "\
A list of inputs, or of outputs, has the same name twice.

Both versions of the SDK refuse the component: \"Non-unique output name\". Mostly an entry was copied and its name was not changed.

Give one of them another name, or remove it. Where ports are keys of a mapping, the same defect is a `duplicate-key`.",
    fixable: true,
    examples: &[
        Example {
            title: "an output that was copied",
            text: "\
name: Evaluate
outputs:
- {name: accuracy, type: Float}
- {name: accuracy, type: Float}
#        ^^^^^^^^ duplicate-port: the output `accuracy` is declared twice
implementation:
  container:
    image: python:3.12
    command: [evaluate, {outputPath: accuracy}]
",
        },
        Example {
            title: "an input and an output of one name",
            text: "\
name: Clean
inputs:
- {name: table, type: CSV}
outputs:
- {name: table, type: CSV}
implementation:
  container:
    image: python:3.12
    command: [clean, {inputPath: table}, {outputPath: table}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let mut findings = Vec::new();
    for component in package.components.values() {
        for ports in [&component.inputs, &component.outputs] {
            duplicates(package, &context.source.tree, ports, &mut findings);
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

fn duplicates(package: &Package, tree: &Tree, ports: &Ports, findings: &mut Vec<Diagnostic>) {
    let mut first = FxHashMap::default();
    for port in ports.ids().filter_map(|id| package.ports.get(id)) {
        let Some(def) = package.def(port.def) else { continue };
        // The same key twice is the syntax's matter, and a parameter may be called like an artifact.
        if def.flags.implied || def.flags.generated || tree.node(def.at.node).is_key() || def.at.span.is_empty() {
            continue;
        }
        let Some(earlier) = first.insert((def.name, port.kind), def.at.span) else { continue };
        let (word, name) = (def.ns.word(), quote(package.names.text(def.name)));
        let title = format!("the {word} {name} is declared twice");
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, def.at.span, title).related(earlier, "the first one");
        if package.dialect.traits.port_name.is_some() {
            let list = if def.ns == Ns::Output { "output" } else { "input" };
            finding = finding.note(format!("the SDK refuses the component: \"Non-unique {list} name\""));
        }
        findings.push(removing(finding, tree.node(def.node), format!("remove the second {name}"), Safety::Suggested));
    }
}
