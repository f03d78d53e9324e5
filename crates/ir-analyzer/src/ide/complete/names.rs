//! Names: of components, tasks, inputs, outputs, files.

use ir_model::{Base, Binding, DefId, Key, NameSlot, Ns, PortKind, Ref, RefId, Role, Tri};
use ir_syntax::{Node, Span};

use super::probe::Probe;
use super::{keys, plain, rank};
use crate::ide::card::{self, PortFacts};
use crate::ide::spell::Spelling;
use crate::ide::view::{Entity, View};
use crate::ide::{Completion, CompletionKind, words};
use crate::source::Source;
use crate::workspace::Workspace;

/// The names that can be written where the probe has a reference.
pub(super) fn complete(source: &Source, workspace: &Workspace, probe: &Probe<'_>) -> Vec<Completion> {
    let Some(view) = View::new(probe.source(), workspace) else { return Vec::new() };
    let Some((id, reference)) = reference_at(&view, probe.offset) else { return Vec::new() };
    let Some(node) = probe.node().filter(|n| n.id() == reference.at.node) else { return Vec::new() };
    let replace = probe.replace.unwrap_or(reference.at.span);
    if replace.slice(source.text()).contains(['\n', '\r']) {
        return Vec::new();
    }
    let inner = reference.at.span.slice(view.source.text()) != node.text() && !node.is_missing();
    let spelling = match probe.spelling {
        Some(spelling) => spelling,
        // A name inside a longer text is written as it is, but for the quotes around the text.
        None if inner || reference.shown.is_some() => Spelling::of(node),
        None if probe.replace.is_some() => Spelling::beside(node),
        None => Spelling::of(node),
    };
    let taken = siblings(node, reference);
    let mut found = Vec::new();
    for candidate in candidates(&view, reference.ns, reference.base) {
        if taken.contains(&candidate.name) {
            continue;
        }
        let mut proposal = candidate.propose(&view, reference.want, replace);
        proposal.rank = rank_of(&view, (id, reference), &candidate);
        let written = spelling.write(&candidate.insert);
        if probe.new_key {
            keys::finish_key(&mut proposal, probe, &written, keys::holds(probe.source(), probe.offset));
        } else {
            proposal.insert = format!("{}{written}", probe.lead);
        }
        found.push(proposal);
    }
    found
}

/// The names that can finish what was begun inside a string at `offset`.
pub(super) fn unfinished(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Completion> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let begun = |s: &&NameSlot| !s.after.is_empty() && s.span.touches(offset);
    let mut found = Vec::new();
    for slot in view.package.symbols.slots.iter().filter(begun) {
        if slot.span.slice(source.text()).contains(['\n', '\r']) {
            continue;
        }
        let spelling = match Spelling::of(view.tree.node(slot.node)) {
            quoted @ (Spelling::Single | Spelling::Double) => quoted,
            _ => Spelling::Raw,
        };
        for candidate in candidates(&view, slot.ns, slot.base) {
            // The form of the placeholder says which kind it can name.
            if !candidate.kind.zip(slot.want).is_none_or(|(kind, want)| kind.serves(want)) {
                continue;
            }
            let mut proposal = candidate.propose(&view, slot.want, slot.span);
            let whole = format!("{}{}{}", slot.before, candidate.name, slot.after);
            if !slot.before.is_empty() {
                // What is typed so far must be the start of what is matched against it.
                proposal.label = spelling.write(&whole);
            }
            proposal.insert = spelling.write(&whole);
            found.push(proposal);
        }
    }
    found
}

/// The innermost reference whose token holds `offset`.
fn reference_at<'a>(view: &View<'a>, offset: u32) -> Option<(RefId, &'a Ref)> {
    let refs = view.package.symbols.refs.iter();
    let named = |r: &Ref| !matches!(r.name, ir_model::RefName::Wildcard);
    refs.filter(|(_, r)| r.at.span.touches(offset) && named(r)).min_by_key(|(_, r)| r.at.span.len())
}

/// Something that has a name.
struct Candidate {
    name: String,
    /// What is written for it; the name, but for files.
    insert: String,
    entity: Entity,
    ns: Ns,
    kind: Option<PortKind>,
    port: Option<PortFacts>,
}

/// All that a name of `ns` in `base` could be, in the order of the text.
fn candidates(view: &View<'_>, ns: Ns, base: Base) -> Vec<Candidate> {
    let here = view.package.visible(base, ns).into_iter().filter_map(|id| local(view, ns, id));
    let mut found: Vec<Candidate> = here.collect();
    match base {
        Base::Member(of) => {
            let input = ns == Ns::Input;
            for place in view.files_inside(of) {
                let ports = view.interface(place).map(|i| &*i.ports).unwrap_or_default();
                let ports = ports.iter().enumerate().filter(|(_, p)| p.input == input);
                found.extend(ports.map(|(index, port)| Candidate {
                    name: port.name.to_string(),
                    insert: port.name.to_string(),
                    entity: Entity::Port(place, index),
                    ns,
                    kind: Some(port.kind),
                    port: Some(card::port_there(port)),
                }));
            }
        }
        Base::Keys(..) => found.extend(match view.package.symbols.keys_of(base) {
            [Key::Object { kind, name, part }, ..] => objects(view, kind, part.is_some().then_some(name)),
            _ => files(view, base),
        }),
        Base::Scope(_) => {}
    }
    found
}

fn local(view: &View<'_>, ns: Ns, id: DefId) -> Option<Candidate> {
    let def = view.def(id)?;
    let name = view.package.names.text(def.name);
    let port = matches!(ns, Ns::Input | Ns::Output | Ns::Argument).then(|| card::port_here(view, id)).flatten();
    // An empty name is one that is being written.
    (!name.is_empty()).then(|| Candidate {
        name: name.to_owned(),
        insert: name.to_owned(),
        entity: Entity::Def(id),
        ns,
        kind: def.kind,
        port,
    })
}

/// Objects of `kind` in other files, by name; or the parts of the one called `whole`.
fn objects(view: &View<'_>, kind: &str, whole: Option<&str>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (place, interface) in view.workspace.interfaces() {
        let name = interface.keys.iter().find_map(|key| match key {
            Key::Object { kind: k, name, part } if *k == kind => match (whole, part) {
                (None, None) => Some(name),
                (Some(whole), Some(part)) if **name == *whole => Some(part),
                _ => None,
            },
            _ => None,
        });
        let Some(name) = name else { continue };
        let entity = Entity::File(place);
        found.push(Candidate {
            name: name.to_string(),
            insert: name.to_string(),
            entity,
            ns: Ns::Component,
            kind: None,
            port: None,
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.dedup_by(|a, b| a.name == b.name);
    found
}

/// Files with a component: by path, or by digest where that is what is being written.
fn files(view: &View<'_>, base: Base) -> Vec<Candidate> {
    let by_digest = view.package.symbols.keys_of(base).iter().all(|k| matches!(k, Key::Digest(_)));
    let own = view.workspace.file(&view.source.path);
    let mut found = Vec::new();
    for (place, interface) in view.workspace.interfaces().filter(|(p, _)| Some(p.file) != own && p.index == 0) {
        let Some(path) = view.workspace.path(place.file) else { continue };
        let name = words::relative(&view.source.path, path);
        let digest = interface.keys.iter().find_map(|k| if let Key::Digest(d) = k { Some(&**d) } else { None });
        let insert = match (by_digest, digest) {
            (true, Some(digest)) => digest.to_owned(),
            (true, None) => continue,
            (false, _) => name.clone(),
        };
        found.push(Candidate { name, insert, entity: Entity::File(place), ns: Ns::Component, kind: None, port: None });
    }
    // The nearest first.
    found.sort_by_key(|c| (c.name.matches('/').count() + 2 * c.name.matches("../").count(), c.name.clone()));
    found
}

impl Candidate {
    fn propose(&self, view: &View<'_>, want: Option<PortKind>, replace: Span) -> Completion {
        let kind = match (self.entity, self.ns) {
            (Entity::File(_), _) => CompletionKind::File,
            (_, Ns::Component) => CompletionKind::Component,
            (_, Ns::Executor | Ns::Step) => CompletionKind::Executor,
            (_, Ns::Task) => CompletionKind::Task,
            (_, Ns::Input | Ns::Argument | Ns::Volume | Ns::Field | Ns::Item | Ns::Label | Ns::Annotation) => {
                CompletionKind::Input
            }
            (_, Ns::Output | Ns::Attribute) => CompletionKind::Output,
        };
        let mut proposal = plain(&self.name, kind, replace, self.insert.clone());
        if !fits(self.kind, want) {
            proposal.rank = rank::OTHER;
        }
        match &self.port {
            Some(port) => {
                proposal.detail = port.detail();
                proposal.documentation = port.description.clone();
            }
            None => {
                let card = card::brief(view, self.entity).unwrap_or_default();
                // The first line is the name and what it is; the name is shown already.
                let (first, rest) = card.split_once("\n\n").unwrap_or((&card, ""));
                proposal.detail = first.split_once(" : ").map(|(_, what)| what.replace('`', ""));
                proposal.documentation = Some(rest.to_owned()).filter(|r| !r.is_empty());
            }
        }
        proposal
    }
}

fn fits(kind: Option<PortKind>, want: Option<PortKind>) -> bool {
    kind.zip(want).is_none_or(|(kind, want)| kind.serves(want))
}

fn rank_of(view: &View<'_>, (id, reference): (RefId, &Ref), candidate: &Candidate) -> u8 {
    let own_task = reference.ns == Ns::Task && reference.user.map(Entity::Def) == Some(candidate.entity);
    if own_task || !fits(candidate.kind, reference.want) {
        return rank::OTHER;
    }
    let Some(port) = &candidate.port else { return rank::FITS };
    match reference.role {
        // What must be passed and is not.
        Role::Bind if port.required == Tri::Yes || !port.input => rank::NEEDED,
        Role::Read => match receiver(view, id) {
            Some(wanted) if wanted.ty.is_some() && wanted.ty == port.ty => rank::NEEDED,
            _ => rank::FITS,
        },
        _ => rank::FITS,
    }
}

/// The input that receives the value which `reference` is a part of.
fn receiver(view: &View<'_>, reference: RefId) -> Option<PortFacts> {
    let package = view.package;
    let reads = |binding: &Binding| match binding {
        Binding::Input(r) => *r == reference,
        Binding::Output { port, .. } => *port == reference,
        _ => false,
    };
    let user = package.reference(reference)?.user?;
    let task_args = package.task_of(user).map(|(_, t)| &*t.args);
    let graph_outputs = || {
        let component = package.component_of(user)?.1;
        let ir_model::Body::Graph(graph) = component.body else { return None };
        package.graphs.get(graph).map(|g| &*g.outputs)
    };
    let arguments = task_args.or_else(graph_outputs)?;
    let argument = arguments.iter().find(|a| package.bindings.get(a.binding).is_some_and(reads))?;
    match *view.entities(argument.port).first()? {
        Entity::Def(def) => card::port_here(view, def),
        Entity::Port(file, index) => view.port(file, index).map(card::port_there),
        Entity::File(_) => None,
    }
}

/// The names that stand beside the reference already, where each may stand once: keys of one mapping, items
/// of a list of tasks to wait for.
fn siblings(node: Node<'_>, reference: &Ref) -> Vec<String> {
    let Some(parent) = node.parent() else { return Vec::new() };
    let others: Vec<Node<'_>> = match reference.role {
        Role::Bind | Role::Describe => parent.own_entries().map(|e| e.key).collect(),
        Role::Order => parent.items().collect(),
        _ => return Vec::new(),
    };
    // A value is no sibling of the other keys.
    if !others.iter().any(|o| o.id() == node.id()) {
        return Vec::new();
    }
    others.into_iter().filter(|o| o.id() != node.id()).map(|o| o.text().to_owned()).collect()
}
