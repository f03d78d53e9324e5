//! What a reader would have to look up: short notes between the words of a text.

use ir_model::{Argument, Binding, Callee, DefId, Package, RefId, Task, Tri};
use ir_syntax::Span;

use super::card::{self, PortFacts};
use super::view::{Entity, View};
use super::words;
use crate::source::Source;
use crate::workspace::Workspace;

/// Longer hints are cut, in characters.
const LENGTH: usize = 40;
/// How many names a hint lists.
const NAMES: usize = 3;

/// Which hints are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HintKinds {
    /// The component behind a reference that does not say its name.
    pub components: bool,
    /// The types of values that are passed.
    pub types: bool,
    /// What a task does not pass because it has a default.
    pub defaults: bool,
    /// For which tasks a task waits only because it takes their values.
    pub order: bool,
}

impl Default for HintKinds {
    fn default() -> Self {
        Self { components: true, types: true, defaults: true, order: true }
    }
}

/// A note beside a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The byte before which it is shown.
    pub offset: u32,
    /// The note.
    pub label: String,
    /// What it says.
    pub kind: HintKind,
    /// More about it, as Markdown, where that was asked for.
    pub tooltip: Option<String>,
}

/// What a [`Hint`] says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HintKind {
    /// Which component is meant.
    Component,
    /// Of which type a value is.
    Type,
    /// What is left at its default.
    Default,
    /// What is waited for.
    Order,
}

/// The notes of `kinds` that belong into `range` (bytes), in the order of the text; `tooltips` says whether more
/// about each is wanted, too.
#[must_use]
pub fn hints(source: &Source, workspace: &Workspace, range: Span, kinds: HintKinds, tooltips: bool) -> Vec<Hint> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let mut notes = Notes { view, range, tooltips, found: Vec::new() };
    for task in view.package.tasks.values().filter(|t| !view.package.is_run(t)) {
        let span = view.tree.node(task.node).span();
        let Some(name) = view.package.def_span(task.def).filter(|s| !s.is_empty()) else { continue };
        let all = span.cover(name);
        // The end of a line belongs to the line.
        if all.start > range.end || line_end(source.text(), all.end) < range.start {
            continue;
        }
        if kinds.components {
            notes.component(task);
        }
        if kinds.types {
            task.args.iter().for_each(|a| notes.types(a));
        }
        if kinds.defaults {
            notes.defaults(task, name);
        }
        if kinds.order {
            notes.order(task, name);
        }
    }
    if kinds.types {
        view.package.graphs.values().flat_map(|g| &g.outputs).for_each(|a| notes.types(a));
    }
    // A stable sort: of one place the order above is the order to read them in.
    notes.found.sort_by_key(|h| h.offset);
    notes.found.dedup();
    notes.found
}

struct Notes<'a> {
    view: View<'a>,
    range: Span,
    tooltips: bool,
    found: Vec<Hint>,
}

impl<'a> Notes<'a> {
    fn add(&mut self, offset: u32, kind: HintKind, label: String, tooltip: impl FnOnce(&View<'a>) -> Option<String>) {
        if self.range.touches(offset) {
            let tooltip = if self.tooltips { tooltip(&self.view) } else { None };
            self.found.push(Hint { offset, label: words::shorten(&label, LENGTH), kind, tooltip });
        }
    }

    /// A component of another file by its name, where the path or digest does not say it.
    fn component(&mut self, task: &Task) {
        let Callee::Ref(callee) = task.callee else { return };
        let Some(reference) = self.view.package.reference(callee) else { return };
        let [Entity::File(place)] = *self.view.entities(callee) else { return };
        let Some(name) = self.view.interface(place).and_then(|i| i.name.as_deref()) else { return };
        let written = reference.at.span.slice(self.view.source.text());
        if !words::same_letters(written, name) {
            let name = name.to_owned();
            self.add(reference.at.span.end, HintKind::Component, name, |view| card::brief(view, Entity::File(place)));
        }
    }

    /// The type of what is passed, behind the word that names it; behind a written value, of what receives it.
    fn types(&mut self, argument: &Argument) {
        let package = self.view.package;
        let (at, port) = match package.bindings.get(argument.binding) {
            Some(Binding::Input(port) | Binding::Output { port, .. }) => {
                let Some(reference) = package.reference(*port) else { return };
                (reference.at.span.end, *port)
            }
            Some(Binding::Literal(literal, _)) => {
                let node = self.view.tree.node(literal.node);
                let span = node.span();
                // A long text has no end that is looked at together with its beginning.
                if span.is_empty() || span.slice(self.view.source.text()).contains(['\n', '\r']) {
                    return;
                }
                (span.end, argument.port)
            }
            _ => return,
        };
        let Some(entity) = self.view.entities(port).first().copied() else { return };
        let Some(ty) = facts(&self.view, entity).and_then(|f| f.ty).filter(|ty| ty != "artifact") else { return };
        self.add(at, HintKind::Type, format!(": {ty}"), |view| card::brief(view, entity));
    }

    /// What is left at its default, behind the line of the task's name.
    fn defaults(&mut self, task: &Task, name: Span) {
        if task.args_open.is_some() {
            return;
        }
        let passed: Vec<&str> = task.args.iter().filter_map(|a| self.name_of(a.port)).collect();
        let item = task.each.as_ref().and_then(|e| e.item).and_then(|i| self.name_of(i));
        let left: Vec<PortFacts> = inputs(&self.view, task)
            .into_iter()
            .filter(|p| p.default.is_some() && p.required == Tri::No)
            .filter(|p| !passed.contains(&p.name.as_str()) && item != Some(p.name.as_str()))
            .collect();
        let line = |p: &PortFacts| format!("{} = {}", p.name, words::shorten(p.default.as_deref().unwrap_or(""), 12));
        let Some(label) = listed(left.iter().map(line).collect()) else { return };
        let at = line_end(self.view.source.text(), name.end);
        self.add(at, HintKind::Default, label, |_| {
            let lines: Vec<String> = left.iter().map(|p| format!("- {}", p.line())).collect();
            Some(format!("left at their defaults\n\n{}", lines.join("\n")))
        });
    }

    /// What a task waits for without saying so.
    fn order(&mut self, task: &Task, name: Span) {
        let package = self.view.package;
        if !package.dialect.traits.data_orders {
            return;
        }
        let graph = package.graphs.get(task.graph);
        let edges = graph.map(|g| &*g.edges).unwrap_or_default();
        let own = |e: &&ir_model::OrderEdge| package.tasks.get(e.waits).is_some_and(|t| t.def == task.def);
        let written: Vec<DefId> = edges.iter().filter(own).filter_map(|e| package.target(e.on)).collect();
        let mut on: Vec<DefId> = Vec::new();
        for producer in task.args.iter().flat_map(|a| producers(package, a)).filter_map(|t| package.target(t)) {
            if producer != task.def && !written.contains(&producer) && !on.contains(&producer) {
                on.push(producer);
            }
        }
        let names = on.iter().map(|d| package.def_name(*d).to_owned()).collect();
        let Some(label) = listed(names) else { return };
        let at = line_end(self.view.source.text(), name.end);
        self.add(at, HintKind::Order, format!("after {label}"), |_| {
            Some("waits for these tasks because it takes what they hand out".to_owned())
        });
    }

    fn name_of(&self, reference: RefId) -> Option<&'a str> {
        match self.view.package.reference(reference)?.name {
            ir_model::RefName::Name(name) => Some(self.view.package.names.text(name)),
            _ => None,
        }
    }
}

/// The tasks from which an argument takes values.
fn producers(package: &Package, argument: &Argument) -> Vec<RefId> {
    let mut open = vec![argument.binding];
    let mut found = Vec::new();
    // Bindings hold only bindings made before them; the bound is for whoever breaks that.
    for _ in 0..256 {
        match open.pop().and_then(|b| package.bindings.get(b)) {
            Some(Binding::Output { task, .. }) => found.push(*task),
            Some(Binding::OneOf(all) | Binding::Gather(all)) => open.extend(all.iter().rev()),
            Some(_) => {}
            None => break,
        }
    }
    found
}

/// The inputs of what a task runs, in this file or another.
pub(super) fn inputs(view: &View<'_>, task: &Task) -> Vec<PortFacts> {
    if let Some((_, component)) = view.package.callee(task) {
        let defs = component.inputs.ids().filter_map(|id| Some(view.package.ports.get(id)?.def));
        return defs.filter_map(|def| card::port_here(view, def)).collect();
    }
    let Callee::Ref(callee) = task.callee else { return Vec::new() };
    match *view.entities(callee) {
        [Entity::File(place)] => {
            let ports = view.interface(place).map(|i| &*i.ports).unwrap_or_default();
            ports.iter().filter(|p| p.input).map(card::port_there).collect()
        }
        _ => Vec::new(),
    }
}

/// The facts about a port, wherever it is declared.
fn facts(view: &View<'_>, entity: Entity) -> Option<PortFacts> {
    match entity {
        Entity::Def(def) => card::port_here(view, def),
        Entity::Port(place, index) => view.port(place, index).map(card::port_there),
        Entity::File(_) => None,
    }
}

fn listed(names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMES);
    let shown: Vec<String> = names.into_iter().take(NAMES).collect();
    let tail = if more > 0 { format!(" +{more}") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{tail}", shown.join(", ")))
}

/// The end of what is written on the line of `offset`.
fn line_end(text: &str, offset: u32) -> u32 {
    let rest = text.get(offset as usize..).unwrap_or("");
    let line = rest.get(..rest.find(['\n', '\r']).unwrap_or(rest.len())).unwrap_or("");
    offset + line.trim_end().len() as u32
}
