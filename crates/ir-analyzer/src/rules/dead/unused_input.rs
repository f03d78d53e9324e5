//! `unused-input`

use ir_model::{Body, Component, ComponentId, Def, Diagnostic, Ns, Package, PortKind, Safety, Severity, Type};

use crate::facts::mend::{self, without_port};
use crate::facts::step::{entries, owner};
use crate::facts::usage::Usage;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unused-input",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "an input that its component never reads",
    explanation: "\
A component declares an input, and neither its command and arguments nor its tasks, conditions and loops read it.

Who passes a value expects something of it, and nothing happens: mostly an argument was forgotten in the command. Where a command takes
everything at once (`{{$}}`, `executorInput`), each input counts as read. Inputs of the compiler's own are left alone.

Read the input in the command (`{inputValue: name}`, `{{$.inputs.parameters['name']}}`), or remove it from the component and from the
tasks that pass it.",
    fixable: true,
    examples: &[
        Example {
            title: "an argument that was forgotten",
            text: "\
name: Train
inputs:
- {name: rate, type: Float}
- {name: epochs, type: Integer}
#        ^^^^^^ unused-input: `Train` never reads its input `epochs`
implementation:
  container:
    image: python:3.12
    command: [train, --rate, {inputValue: rate}]
",
        },
        Example {
            title: "the whole of the inputs at once",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train], args: ['{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {epochs: {runtimeValue: {constant: 10}}}}
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
    for (id, component) in package.components.iter() {
        // The inputs of the whole have a rule of their own.
        if !concerned(package, component) || is_entry_graph(package, id, component) {
            continue;
        }
        for def in unread(package, &usage, component) {
            let Some(span) = package.def_span(def) else { continue };
            let (owner, name) = (owner(package, component.def), quote(package.def_name(def)));
            let title = format!("{owner} never reads its input {name}");
            let finding = Diagnostic::new(RULE.id, RULE.severity, span, title).unnecessary();
            let edits = without_port(&context.source.tree, package, def);
            context.report(mend::with(finding, edits, format!("remove {name}"), Safety::Suggested));
        }
    }
}

/// Whether what a component reads is all in this file.
fn concerned(package: &Package, component: &Component) -> bool {
    match component.body {
        // A pod of which no container could be read may have some.
        Body::Pod(pod) => package.pods.get(pod).is_some_and(|p| {
            let unread = package.symbols.scopes.get(p.scope).is_none_or(|s| s.open.contains(&Ns::Step));
            !p.builtin && (!p.steps.is_empty() || !unread)
        }),
        Body::Graph(graph) => package.graphs.get(graph).is_some_and(|g| g.open.is_none()),
        Body::Objects => true,
        _ => false,
    }
}

/// Whether a component is the pipeline itself.
pub(super) fn is_entry_graph(package: &Package, id: ComponentId, component: &Component) -> bool {
    entries(package).any(|entry| entry == id) && matches!(component.body, Body::Graph(_))
}

/// The inputs that nothing in a component reads.
pub(super) fn unread(package: &Package, usage: &Usage, component: &Component) -> Vec<ir_model::DefId> {
    if component.inputs.open.is_some() || usage.any(package, component, Ns::Input) {
        return Vec::new();
    }
    let prefix = package.dialect.traits.generated_prefix;
    let ports = component.inputs.ids().filter_map(|id| package.ports.get(id));
    let read = |def: &Def| package.resolutions.named(def.scope, def.ns, def.name).any(|d| usage.reads(d));
    let ports = ports.filter(|port| {
        let generated = prefix.is_some_and(|p| package.def_name(port.def).starts_with(p));
        let Some(def) = package.def(port.def).filter(|d| !d.flags.generated) else { return false };
        // Of names that stand twice in a list the second is told as such. A key that stands twice hides the first.
        let mut alike = package.resolutions.named(def.scope, def.ns, def.name);
        let shown = if package.dialect.traits.unique_names.is_some() { alike.last() } else { alike.next() };
        let hidden = shown != Some(port.def);
        // The engine itself reads and fills a task's configuration, and a volume is there whether it is named or not.
        let own = port.kind == PortKind::Volume || port.ty.ty == Type::Config || port.place.is_some();
        !generated && !hidden && !own && !read(def) && !usage.may_be_meant(package, port.def)
    });
    ports.map(|port| port.def).collect()
}
