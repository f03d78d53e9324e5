//! What a name stands for, in a few lines of Markdown: the thing and its type, what its author says, its
//! interface, where it comes from. Hover and completion show the same.

use ir_model::{Binding, BindingId, Body, Callee, Component, Def, DefId, Ns, Pod, Role, Task, Tri};
use ir_syntax::NodeId;

use super::view::{Entity, View};
use super::words::{self, code};
use crate::workspace::{Interface, InterfacePort};

/// Longer lists are cut: a card is no wall.
const LINES: usize = 12;

/// A port, wherever it is declared.
pub(super) struct PortFacts {
    pub(super) name: String,
    pub(super) input: bool,
    /// Its type as written, or else the word for what it is.
    pub(super) ty: Option<String>,
    pub(super) default: Option<String>,
    pub(super) required: Tri,
    pub(super) description: Option<String>,
}

impl PortFacts {
    /// `` `epochs` : NUMBER_INTEGER = 10 · optional ``
    pub(super) fn line(&self) -> String {
        let mut line = code(&self.name);
        if let Some(ty) = &self.ty {
            line.push_str(" : ");
            line.push_str(&words::markdown(ty));
        }
        if let Some(default) = &self.default {
            line.push_str(" = ");
            line.push_str(&words::markdown(default));
        }
        if self.is_optional() {
            line.push_str(" · optional");
        }
        line
    }

    fn is_optional(&self) -> bool {
        self.input && self.required == Tri::No
    }

    /// The same without its name, as plain text: `NUMBER_INTEGER = 10 · optional`.
    pub(super) fn detail(&self) -> Option<String> {
        let mut line = self.ty.clone().unwrap_or_default();
        if let Some(default) = &self.default {
            line.push_str(" = ");
            line.push_str(default);
        }
        if self.is_optional() {
            line.push_str(" · optional");
        }
        let line = line.trim_start_matches([' ', '·']).to_owned();
        Some(line).filter(|l| !l.is_empty())
    }
}

/// All about `entity`: what it is, and what the file around does with it.
pub(super) fn full(view: &View<'_>, entity: Entity) -> Option<String> {
    let mut paragraphs = paragraphs(view, entity)?;
    if let Entity::Def(id) = entity {
        paragraphs.push(match view.def(id)?.ns {
            Ns::Executor => users(view, id),
            Ns::Task => waits(view, id),
            Ns::Input => passed_by(view, id),
            Ns::Output => handed_out(view, id),
            _ => String::new(),
        });
    }
    Some(join(paragraphs))
}

/// What `entity` is, by itself.
pub(super) fn brief(view: &View<'_>, entity: Entity) -> Option<String> {
    paragraphs(view, entity).map(join)
}

fn join(mut paragraphs: Vec<String>) -> String {
    paragraphs.retain(|p| !p.is_empty());
    paragraphs.join("\n\n")
}

fn paragraphs(view: &View<'_>, entity: Entity) -> Option<Vec<String>> {
    Some(match entity {
        Entity::Def(id) => {
            let def = view.def(id)?;
            match def.ns {
                Ns::Component => component(view, def, id),
                Ns::Executor => executor(view, id),
                Ns::Step => step(view, id),
                Ns::Task => task(view, id),
                Ns::Input | Ns::Output => port(view, def, id),
                Ns::Argument => argument(view, def, id),
                Ns::Volume | Ns::Field | Ns::Attribute | Ns::Item | Ns::Label | Ns::Annotation => {
                    vec![format!("{} {}", def.ns.word(), code(view.package.names.text(def.name)))]
                }
            }
        }
        Entity::File(place) => {
            let path = words::relative(&view.source.path, view.workspace.path(place.file)?);
            interface_card(view.interface(place)?, &path)
        }
        Entity::Port(place, index) => {
            let (interface, port) = (view.interface(place)?, view.port(place, index)?);
            let path = words::relative(&view.source.path, view.workspace.path(place.file)?);
            let facts = port_there(port);
            let kind = if facts.input { "input" } else { "output" };
            let of = interface.name.as_deref().map(|n| format!("of component {}, ", code(n))).unwrap_or_default();
            let head = format!("{kind} {}", facts.line());
            vec![head, facts.description.unwrap_or_default(), format!("{of}{}", code(&path))]
        }
    })
}

/// The facts about a port of this file; `None` for what is none.
pub(super) fn port_here(view: &View<'_>, id: DefId) -> Option<PortFacts> {
    let def = view.def(id)?;
    let name = view.package.names.text(def.name).to_owned();
    let input = def.ns != Ns::Output;
    let Some(port) = view.package.port_of(id) else {
        return Some(PortFacts { name, input, ty: None, default: None, required: Tri::Unknown, description: None });
    };
    let artifact = matches!(port.kind, ir_model::PortKind::Artifact).then(|| "artifact".to_owned());
    Some(PortFacts {
        name,
        input,
        ty: words::type_as_written(view.source, &port.ty).or(artifact),
        default: port.default.as_ref().map(|(_, at)| words::piece(view.source, at.span)),
        required: port.required(),
        description: port.doc.map(|n| description(view, n)),
    })
}

/// The facts about a port of another file.
pub(super) fn port_there(port: &InterfacePort) -> PortFacts {
    PortFacts {
        name: port.name.to_string(),
        input: port.input,
        ty: port.ty.as_deref().map(str::to_owned),
        default: None,
        required: port.required,
        description: port.description.as_deref().map(|d| words::shorten(d, 400)),
    }
}

pub(super) fn description(view: &View<'_>, node: NodeId) -> String {
    words::shorten(view.tree.node(node).text(), 400)
}

/// Inputs, then outputs, as two lists.
fn ports(facts: impl Iterator<Item = PortFacts>) -> Vec<String> {
    let (inputs, outputs): (Vec<_>, Vec<_>) = facts.partition(|p| p.input);
    let list = |title: &str, ports: &[PortFacts]| {
        if ports.is_empty() {
            return String::new();
        }
        let lines: Vec<String> = ports.iter().map(PortFacts::line).collect();
        format!("{title}\n{}", bullets(&lines))
    };
    vec![list("inputs", &inputs), list("outputs", &outputs)]
}

fn bullets(lines: &[String]) -> String {
    let mut out: Vec<String> = lines.iter().take(LINES).map(|l| format!("- {l}")).collect();
    if lines.len() > LINES {
        out.push(format!("- … {} more", lines.len() - LINES));
    }
    out.join("\n")
}

fn interface_card(interface: &Interface, path: &str) -> Vec<String> {
    let name = interface.name.as_deref().map_or_else(String::new, |n| format!("{} ", code(n)));
    let mut card = vec![format!("component {name}: {} {}", interface.format, code(path))];
    card.extend(interface.description.as_deref().map(|d| words::shorten(d, 400)));
    card.extend(ports(interface.ports.iter().map(port_there)));
    card
}

fn component(view: &View<'_>, def: &Def, id: DefId) -> Vec<String> {
    let name =
        if def.at.span.is_empty() { words::file_name(view.source) } else { view.package.def_name(id).to_owned() };
    let Some((_, component)) = view.package.component_of(id) else { return vec![format!("component {}", code(&name))] };
    let mut card = vec![format!("component {}{}", code(&name), body(view, &component.body))];
    card.extend(component.doc.map(|n| description(view, n)));
    card.extend(interface_of(view, component));
    card
}

fn interface_of(view: &View<'_>, component: &Component) -> Vec<String> {
    let ids = component.inputs.ids().chain(component.outputs.ids());
    ports(ids.filter_map(|id| port_here(view, view.package.ports.get(id)?.def)))
}

/// What a component does, as a tail of its first line.
fn body(view: &View<'_>, body: &Body) -> String {
    match body {
        Body::Pod(pod) => match view.package.pods.get(*pod).and_then(|p| image(view, p)) {
            Some(image) => format!(" : runs {}", code(&image)),
            None => " : runs a container".to_owned(),
        },
        Body::Graph(graph) => match view.package.graphs.get(*graph).map(|g| g.tasks.len()) {
            Some(1) => " : graph of 1 task".to_owned(),
            Some(count) => format!(" : graph of {count} tasks"),
            None => String::new(),
        },
        Body::Import { .. } => " : registers an artifact".to_owned(),
        Body::Query(_) => " : looks artifacts up".to_owned(),
        Body::Objects => " : makes objects of the cluster".to_owned(),
        Body::Wait(_) => " : waits".to_owned(),
        Body::External(at) => format!(" : {}", words::piece(view.source, at.span)),
        Body::Unknown(_) => String::new(),
    }
}

fn image(view: &View<'_>, pod: &Pod) -> Option<String> {
    let node = pod.steps.first()?.image.known()?;
    Some(words::shorten(view.tree.node(*node).text(), 100)).filter(|t| !t.is_empty())
}

fn step(view: &View<'_>, id: DefId) -> Vec<String> {
    let package = view.package;
    let step = package.pods.values().flat_map(|p| &p.steps).find(|s| s.def == Some(id));
    let image = step.and_then(|s| s.image.known()).map(|n| words::shorten(view.tree.node(*n).text(), 80));
    let image = image.map(|i| format!(" : {}", code(&i))).unwrap_or_default();
    vec![format!("step {}{image}", code(package.def_name(id)))]
}

fn executor(view: &View<'_>, id: DefId) -> Vec<String> {
    let package = view.package;
    let pod = package.pods.values().find(|p| p.def == Some(id));
    let image = pod.and_then(|p| image(view, p)).map(|i| format!(" : {}", code(&i))).unwrap_or_default();
    let mut card = vec![format!("executor {}{image}", code(package.def_name(id)))];
    if let Some(step) = pod.and_then(|p| p.steps.first()) {
        // A command may hold a whole program: its first words are enough to recognise it.
        let nodes = step.command.iter().chain(&step.args).take(6);
        let words: Vec<String> = nodes.map(|n| words::shorten(first_line(view.tree.node(*n).text()), 40)).collect();
        let command = words::shorten(&words.join(" "), 120);
        card.extend((!command.is_empty()).then(|| format!("runs {}", code(&command))));
    }
    card
}

/// The components that run an executor.
fn users(view: &View<'_>, id: DefId) -> String {
    let package = view.package;
    let uses = package.resolutions.uses(id).iter().filter_map(|r| package.reference(*r));
    let mut users: Vec<String> =
        uses.filter(|r| r.role == Role::Call).filter_map(|r| Some(code(package.def_name(r.user?)))).collect();
    users.dedup();
    match users.as_slice() {
        [] => "no component runs it".to_owned(),
        [one] => format!("of component {one}"),
        many => format!("of components {}", shown(many)),
    }
}

fn first_line(text: &str) -> &str {
    text.trim_start().lines().next().unwrap_or("")
}

fn shown(names: &[String]) -> String {
    let mut out = names.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 4 {
        out.push_str(&format!(" and {} more", names.len() - 4));
    }
    out
}

fn task(view: &View<'_>, id: DefId) -> Vec<String> {
    let package = view.package;
    let name = code(package.def_name(id));
    let Some((_, task)) = package.task_of(id) else { return vec![format!("task {name}")] };
    let mut card = Vec::new();
    match (package.callee(task), task.callee) {
        (Some((_, component)), _) => {
            let callee = package.def_name(component.def);
            card.push(format!("task {name} : component {}", code(callee)));
            card.extend(component.doc.map(|n| description(view, n)));
            card.extend(interface_of(view, component));
        }
        (None, Callee::Ref(callee)) => {
            card.push(format!("task {name} : component {}", code(&written(view, callee))));
            match view.entities(callee).first() {
                Some(Entity::File(place)) => {
                    let interface = view.interface(*place);
                    card.extend(interface.and_then(|i| i.description.as_deref()).map(|d| words::shorten(d, 400)));
                    card.extend(interface.map(|i| ports(i.ports.iter().map(port_there))).unwrap_or_default());
                }
                _ => card.extend(super::hover::not_at_hand(view, callee).map(|why| format!("its component: {why}"))),
            }
        }
        _ => card.push(format!("task {name}")),
    }
    card
}

/// What a task waits for beside the values that it takes.
fn waits(view: &View<'_>, id: DefId) -> String {
    let Some((task_id, task)) = view.package.task_of(id) else { return String::new() };
    let graph = view.package.graphs.get(task.graph);
    let edges = graph.map(|g| &*g.edges).unwrap_or_default().iter().filter(|e| e.waits == task_id);
    let waits: Vec<String> = edges.map(|e| code(&written(view, e.on))).collect();
    if waits.is_empty() { String::new() } else { format!("waits for {}", shown(&waits)) }
}

/// The text of a reference.
fn written(view: &View<'_>, reference: ir_model::RefId) -> String {
    view.package.reference(reference).map(|r| words::piece(view.source, r.at.span)).unwrap_or_default()
}

fn port(view: &View<'_>, def: &Def, id: DefId) -> Vec<String> {
    let Some(facts) = port_here(view, id) else { return Vec::new() };
    let package = view.package;
    let kind = if facts.input { "input" } else { "output" };
    let owner = package.symbols.scopes.get(def.scope).and_then(|s| s.owner);
    let of = owner.and_then(|o| Some((o, view.def(o)?))).map(|(o, d)| match d.at.span.is_empty() {
        true => format!("of {}", code(&words::file_name(view.source))),
        false => format!("of component {}", code(package.def_name(o))),
    });
    let mut card = vec![format!("{kind} {}", facts.line())];
    card.extend(facts.description);
    card.extend(of);
    card
}

/// Which tasks pass an input, and what.
fn passed_by(view: &View<'_>, id: DefId) -> String {
    let package = view.package;
    let mut lines = Vec::new();
    for reference in package.resolutions.uses(id).iter().filter_map(|r| Some((*r, package.reference(*r)?))) {
        let (ref_id, reference) = reference;
        let Some(task) = reference.user.filter(|_| reference.role == Role::Bind) else { continue };
        let Some((_, data)) = package.task_of(task) else { continue };
        let value = given(view, data, ref_id).map(|v| format!(": {v}")).unwrap_or_default();
        lines.push(format!("passed by task {}{value}", code(package.def_name(task))));
    }
    match lines.as_slice() {
        [one] => one.clone(),
        all => bullets(all),
    }
}

/// What `task` gives to the port that `reference` names.
fn given(view: &View<'_>, task: &Task, reference: ir_model::RefId) -> Option<String> {
    match task.args.iter().find(|a| a.port == reference) {
        Some(argument) => value(view, argument.binding, 0),
        None => task.each.as_ref().filter(|l| l.item == Some(reference)).map(|_| "each item of its loop".to_owned()),
    }
}

/// Where a graph's output comes from.
fn handed_out(view: &View<'_>, id: DefId) -> String {
    let package = view.package;
    let owner = view.def(id).and_then(|d| package.symbols.scopes.get(d.scope)).and_then(|s| s.owner);
    let body = owner.and_then(|o| package.component_of(o)).map(|(_, c)| &c.body);
    let Some(Body::Graph(graph)) = body else { return String::new() };
    let outputs = package.graphs.get(*graph).map(|g| &*g.outputs).unwrap_or_default();
    let output = outputs.iter().find(|a| package.target(a.port) == Some(id));
    output.and_then(|a| value(view, a.binding, 0)).map(|v| format!("from {v}")).unwrap_or_default()
}

/// Where a value comes from.
fn value(view: &View<'_>, id: BindingId, depth: u32) -> Option<String> {
    let name = |reference| code(&written(view, reference));
    match view.package.bindings.get(id)? {
        Binding::Literal(literal, _) => Some(code(&words::piece(view.source, view.tree.node(literal.node).span()))),
        Binding::Template(_, at) => Some(code(&words::piece(view.source, at.span))),
        Binding::Input(input) => Some(format!("input {}", name(*input))),
        Binding::Output { task, port } => Some(format!("output {} of task {}", name(*port), name(*task))),
        Binding::Status(Some(task)) => Some(format!("how task {} ended", name(*task))),
        Binding::Status(None) => Some("how the tasks before it ended".to_owned()),
        Binding::OneOf(all) | Binding::Gather(all) if depth < 2 => {
            let all: Vec<String> = all.iter().filter_map(|b| value(view, *b, depth + 1)).collect();
            (!all.is_empty()).then(|| shown(&all))
        }
        _ => None,
    }
}

/// An argument whose input is not known.
fn argument(view: &View<'_>, def: &Def, id: DefId) -> Vec<String> {
    let package = view.package;
    let owner = package.symbols.scopes.get(def.scope).and_then(|s| s.owner);
    let task = owner.and_then(|o| Some((o, package.task_of(o)?.1)));
    let mut card = vec![format!("input {}", code(package.def_name(id)))];
    let Some((owner, task)) = task else { return card };
    let argument = task.args.iter().find(|a| a.def == Some(id));
    let value = argument.and_then(|a| value(view, a.binding, 0)).map(|v| format!(": {v}")).unwrap_or_default();
    card.push(format!("passed by task {}{value}", code(package.def_name(owner))));
    if let Callee::Ref(callee) = task.callee {
        card.extend(super::hover::not_at_hand(view, callee).map(|why| format!("its component: {why}")));
    }
    card
}
