//! `absent-placeholder-input`

use ir_dialects::write;
use ir_model::{
    ComponentId, Diagnostic, Engine, Literal, Package, Port, PortKind, RefId, RefName, Safety, Severity, Task, Val,
};
use ir_syntax::Style;
use ir_syntax::edit::{self, Edit};
use rustc_hash::FxHashMap;

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "absent-placeholder-input",
    family: Family::Portability,
    severity: Severity::Warning,
    summary: "a command that needs an input which a task leaves out",
    explanation: "\
A command or argument has the placeholder of an input that may be left out, and a task leaves it out.

The open-source backend (2.17 at the latest) fills in such placeholders before it knows the component's default: the driver fails with \"parameter … not found
in executor input\". Other engines take the default.

Let the task pass the value, or write the argument as `{\"IfPresent\": {\"InputName\": …, \"Then\": …}}`.",
    fixable: true,
    examples: &[
        Example {
            title: "the default comes too late",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: [\"--rate={{$.inputs.parameters['rate']}}\"]
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ absent-placeholder-input: task `train` passes no `rate` to fill this in
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: STRING, defaultValue: slow, isOptional: true}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
        Example {
            title: "only where it is there",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: ['{\"IfPresent\": {\"InputName\": \"rate\", \"Then\": [\"--rate={{$.inputs.parameters[''rate'']}}\"]}}']
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: STRING, isOptional: true}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if package.early_reads.is_empty() {
        return;
    }
    let mut users: FxHashMap<ComponentId, Vec<&Task>> = FxHashMap::default();
    let mut owners: FxHashMap<ir_model::DefId, ComponentId> = FxHashMap::default();
    for task in package.tasks.values().filter(|t| t.args_open.is_none()) {
        if let Some((id, _)) = package.callee(task) {
            users.entry(id).or_default().push(task);
        }
    }
    for (id, component) in package.components.iter() {
        owners.extend(component.inputs.ids().filter_map(|p| package.ports.get(p)).map(|port| (port.def, id)));
    }
    // Most placeholders of one input stand in several places: who leaves it out is asked once.
    let mut lacking: FxHashMap<ir_model::DefId, Option<&Task>> = FxHashMap::default();
    for read in &package.early_reads {
        let Some((port, at)) = optional(package, *read) else { continue };
        let Some(tasks) = owners.get(&port.def).and_then(|owner| users.get(owner)) else { continue };
        let lacks = || tasks.iter().copied().find(|task| !passes(package, task, port));
        let Some(task) = *lacking.entry(port.def).or_insert_with(lacks) else { continue };
        let (name, input) = (quote(package.def_name(task.def)), quote(package.def_name(port.def)));
        let title = format!("task {name} passes no {input} to fill this in");
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, at, title).label("needs a value");
        if let Some(at) = package.def_span(task.def) {
            finding = finding.related(at, format!("leaves {input} out"));
        }
        if let Some(at) = package.def_span(port.def) {
            finding = finding.related(at, "may be left out");
        }
        let note = "the driver fills it in before it knows the default, and fails with \"not found in executor input\"";
        let finding = finding.note(note).only(&[Engine::KfpArgo]);
        let finding = match port.default {
            Some((value, _)) => {
                let edits = passing(context, task, port, value);
                let words = format!("pass {input} its default in {name}");
                mend::with(finding, edits, words, Safety::Suggested)
            }
            None => {
                let edits = guarded(context, *read);
                mend::with(finding, edits, format!("leave it out where {input} is absent"), Safety::Suggested)
            }
        };
        context.report(finding);
    }
}

/// The input that `read` names, where it may be left out, and the whole placeholder.
fn optional(package: &Package, read: RefId) -> Option<(&Port, ir_syntax::Span)> {
    let reference = package.reference(read)?;
    let port = package.port_of(package.target(read)?)?;
    let optional = port.kind == PortKind::Parameter && matches!(port.optional, Val::Known(true, _));
    optional.then_some((port, reference.shown.unwrap_or(reference.at.span)))
}

fn passes(package: &Package, task: &Task, port: &Port) -> bool {
    let Some(def) = package.def(port.def) else { return true };
    let names = |reference: RefId| match package.reference(reference).map(|r| r.name) {
        Some(RefName::Name(name)) => name == def.name,
        // What cannot be read may be the one.
        _ => true,
    };
    task.args.iter().any(|a| names(a.port)) || task.each.as_ref().and_then(|each| each.item).is_some_and(names)
}

/// Lets the task pass what is the default anyway.
fn passing(context: &Context<'_>, task: &Task, port: &Port, value: Literal) -> Option<Vec<Edit>> {
    let node = context.source.tree.node(value.node);
    let written = node.span().slice(context.source.text());
    if node.is_alias() || node.is_missing() || written.contains('\n') || node.style() == Style::Block {
        return None;
    }
    let name = context.package.def_name(port.def);
    write::argument(context.package.dialect, context.source.tree.node(task.node), name, written)
}

/// Makes an argument that is one placeholder, and the option before it, depend on whether its input is passed.
fn guarded(context: &Context<'_>, read: RefId) -> Option<Vec<Edit>> {
    let package = context.package;
    let node = context.source.tree.node(package.reference(read)?.at.node);
    let list = node.parent().filter(|p| p.is_sequence())?;
    let text = node.text();
    let whole = text.starts_with("{{$.inputs.") && text.ends_with("}}") && text.matches("{{").count() == 1;
    let before = list.items().take_while(|n| n.id() != node.id()).last();
    let option = before.filter(|b| b.is_scalar() && b.text().starts_with('-') && !b.text().contains(['=', '{']));
    if !whole {
        return None;
    }
    let name = package.def_name(package.target(read)?);
    let then: Vec<&str> = option.iter().map(|o| o.text()).chain([text]).collect();
    let new = write::if_present(package.dialect, name, &then)?;
    // Full of double quotes, it is best read in single ones, where the file is not JSON.
    let json = node.ancestors().last().is_some_and(|root| root.style() == Style::Flow);
    let mut edits = if json || node.style() != Style::DoubleQuoted {
        edit::replace_scalar(node, &new)?
    } else {
        vec![Edit { span: node.span(), text: edit::scalar(&new, Style::SingleQuoted, true) }]
    };
    if let Some(option) = option {
        edits.extend(edit::remove(option)?);
    }
    Some(edits)
}
