//! What a task's component takes, while its arguments are being written.

use ir_model::{Argument, Body, Callee, Component, RefName, Task, Tri};
use ir_syntax::{Node, Span};

use super::card::{self, PortFacts};
use super::complete::probe;
use super::view::{Entity, View};
use super::{hints, words};
use crate::source::Source;
use crate::workspace::Workspace;

/// A component's inputs on one line, and which of them is being written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// `train(epochs: NUMBER_INTEGER = 10, rate: NUMBER_DOUBLE)`
    pub label: String,
    /// What its author says about the component.
    pub documentation: Option<String>,
    /// The inputs in the order of the label.
    pub parameters: Vec<Parameter>,
    /// The input that is being written, by its place among [`Signature::parameters`].
    pub active: Option<usize>,
}

/// An input in a [`Signature`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    /// Its stretch of the label, in bytes.
    pub span: Span,
    /// Markdown: what its author says, and whether it must be passed.
    pub documentation: Option<String>,
}

/// The inputs of the component whose arguments are being written at `offset` (bytes); `None` elsewhere.
#[must_use]
pub fn signature(source: &Source, workspace: &Workspace, offset: u32) -> Option<Signature> {
    source.package.as_ref()?;
    probe::probes(source, offset).iter().find_map(|probe| at(&View::new(probe.source(), workspace)?, probe.offset))
}

fn at(view: &View<'_>, offset: u32) -> Option<Signature> {
    let tasks = view.package.tasks.values().filter(|t| view.tree.node(t.node).span().touches(offset));
    let (task, argument) = tasks
        .filter_map(|task| Some((task, argument(view, task, offset)?)))
        .min_by_key(|(task, _)| view.tree.node(task.node).span().len())?;
    let inputs = hints::inputs(view, task);
    let name = view.package.reference(argument.port).and_then(|r| match r.name {
        RefName::Name(name) => Some(view.package.names.text(name)),
        _ => None,
    });
    // Without a single input there is nothing to help with.
    (!inputs.is_empty()).then(|| signature_of(view, task, &inputs, name))
}

/// The argument that is written at `offset`: its name, its value, or what stands between.
fn argument<'a>(view: &View<'_>, task: &'a Task, offset: u32) -> Option<&'a Argument> {
    let whole = |argument: &&Argument| {
        let port = view.package.reference(argument.port)?;
        let node = view.tree.node(port.at.node);
        let entry = entry(node)?;
        entry.touches(offset).then_some(entry.len())
    };
    task.args.iter().filter_map(|a| Some((a, whole(&a)?))).min_by_key(|(_, length)| *length).map(|(a, _)| a)
}

/// The key that names an argument with its value, or the item of a list that does.
fn entry(name: Node<'_>) -> Option<Span> {
    let parent = name.parent()?;
    if !name.is_key() {
        return Some(parent.span());
    }
    let entry = parent.own_entries().find(|e| e.key.id() == name.id())?;
    Some(entry.key.span().cover(entry.value.span()))
}

fn signature_of(view: &View<'_>, task: &Task, inputs: &[PortFacts], name: Option<&str>) -> Signature {
    let mut label = format!("{}(", title(view, task));
    let mut parameters = Vec::with_capacity(inputs.len());
    for (index, input) in inputs.iter().enumerate() {
        if index > 0 {
            label.push_str(", ");
        }
        let start = label.len() as u32;
        label.push_str(&written(input));
        let span = Span::new(start, label.len() as u32);
        parameters.push(Parameter { span, documentation: documentation(input) });
    }
    label.push(')');
    let active = name.and_then(|name| inputs.iter().position(|i| i.name == name));
    Signature { label, documentation: about(view, task), parameters, active }
}

/// `epochs?: NUMBER_INTEGER = 10`
fn written(input: &PortFacts) -> String {
    let mut out = input.name.clone();
    if input.required == Tri::No && input.default.is_none() {
        out.push('?');
    }
    if let Some(ty) = &input.ty {
        out.push_str(": ");
        out.push_str(ty);
    }
    if let Some(default) = &input.default {
        out.push_str(" = ");
        out.push_str(&words::shorten(default, 30));
    }
    out
}

fn documentation(input: &PortFacts) -> Option<String> {
    let must = match input.required {
        Tri::Yes => Some("must be passed".to_owned()),
        Tri::No => Some("may be left out".to_owned()),
        Tri::Unknown => None,
    };
    let lines: Vec<String> = input.description.clone().into_iter().chain(must).collect();
    (!lines.is_empty()).then(|| lines.join("\n\n"))
}

/// The component of a task by its name, or the task's own where it has none.
fn title(view: &View<'_>, task: &Task) -> String {
    let own = || view.package.def_name(task.def).to_owned();
    if let Some((_, component)) = view.package.callee(task) {
        let name = view.package.def_name(component.def);
        return if name.is_empty() { own() } else { words::shorten(name, 60) };
    }
    let Callee::Ref(callee) = task.callee else { return own() };
    match view.entities(callee).first() {
        Some(Entity::File(place)) => {
            let name = view.interface(*place).and_then(|i| i.name.as_deref());
            name.map_or_else(own, |n| words::shorten(n, 60))
        }
        _ => own(),
    }
}

fn about(view: &View<'_>, task: &Task) -> Option<String> {
    if let Some((_, component)) = view.package.callee(task) {
        return described(view, component);
    }
    let Callee::Ref(callee) = task.callee else { return None };
    match view.entities(callee).first() {
        Some(Entity::File(place)) => view.interface(*place)?.description.as_deref().map(|d| words::shorten(d, 400)),
        _ => None,
    }
}

fn described(view: &View<'_>, component: &Component) -> Option<String> {
    let own = component.doc.map(|n| card::description(view, n));
    let runs = if let Body::Graph(_) = component.body { Some("runs a graph of tasks".to_owned()) } else { None };
    own.or(runs)
}
