//! `output-never-written`

use ir_model::{Diagnostic, Ns, Severity};

use crate::facts::step::{owner, pod_components};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "output-never-written",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "an output that its container is never told where to write",
    explanation: "\
A component declares an output, and its command and arguments never say where the container shall write it.

The engine chooses the place, so that a program that is not told cannot write there. Whoever reads the output gets nothing, or the task
fails. Where a command takes everything at once (`{{$}}`, `executorInput`), each output counts as written.

Pass the place (`{outputPath: name}`, `{{$.outputs.parameters['name'].output_file}}`, `{{$.outputs.artifacts['name'].path}}`), or
remove the output.",
    fixable: false,
    examples: &[
        Example {
            title: "where to?",
            text: "\
name: Train
outputs:
- {name: model, type: Model}
- {name: log, type: String}
#        ^^^ output-never-written: `Train` is never told where to write `log`
implementation:
  container:
    image: python:3.12
    command: [train, --model-to, {outputPath: model}]
",
        },
        Example {
            title: "a place for each",
            text: "\
name: Train
outputs:
- {name: model, type: Model}
- {name: log, type: String}
implementation:
  container:
    image: python:3.12
    command: [train, --model-to, {outputPath: model}]
    fileOutputs: {log: /tmp/log.txt}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if !context.source.tree.lost().is_empty() {
        return;
    }
    let usage = context.usage();
    for (_, component, pod) in pod_components(package) {
        if pod.builtin || component.outputs.open.is_some() || usage.any(package, component, Ns::Output) {
            continue;
        }
        for port in component.outputs.ids().filter_map(|id| package.ports.get(id)) {
            if port.place.is_some() {
                continue;
            }
            let Some(def) = package.def(port.def).filter(|_| !usage.mentions(port.def)) else { continue };
            let hidden = package.resolutions.named(def.scope, def.ns, def.name).next() != Some(port.def);
            if hidden || usage.may_be_meant(package, port.def) {
                continue;
            }
            let (owner, name) = (owner(package, component.def), quote(package.def_name(port.def)));
            let title = format!("{owner} is never told where to write {name}");
            context.report(Diagnostic::new(RULE.id, RULE.severity, def.at.span, title));
        }
    }
}
