//! Where names lead.

use ir_analyzer::{Exported, Found, Interface};
use ir_model::{Base, DefId, Inside, Key, Ns, Ref, RefId, RefName, Resolution};

use super::Maker;
use crate::model::{Key as KeyModel, Reason, Reference, Status, Target};

/// How far to go from member to what it is a member of; deeper is a circle.
const DEPTH: usize = 32;

impl Maker<'_> {
    /// A reference; nothing for an id of another package.
    pub(super) fn reference(&self, id: RefId) -> Option<Reference> {
        let reference = self.package.reference(id)?;
        let name = match reference.name {
            RefName::Name(name) => Some(self.name(name)),
            _ => None,
        };
        let mut made = Reference {
            kind: kind(reference.ns),
            name,
            at: self.at(reference.at.span),
            status: Status::Unknown,
            target: None,
            unknown: None,
            keys: self.package.symbols.keys_of(reference.base).iter().map(key).collect(),
        };
        match (reference.name, reference.base) {
            (RefName::Wildcard, _) => made.status = Status::All,
            (RefName::Unknown(why), _) => made.unknown = Some(why.into()),
            (_, Base::Keys(..)) => self.other_file(reference, &mut made),
            _ => self.here(id, reference, &mut made),
        }
        Some(made)
    }

    /// References that must be there, of an id that is of this package.
    pub(super) fn certain(&self, id: RefId, ns: Ns) -> Reference {
        self.reference(id).unwrap_or_else(|| Reference {
            kind: kind(ns),
            name: None,
            at: None,
            status: Status::Unknown,
            target: None,
            unknown: Some(Reason::Undetermined),
            keys: Vec::new(),
        })
    }

    pub(super) fn references(&self, ids: &[RefId]) -> Vec<Reference> {
        ids.iter().filter_map(|id| self.reference(*id)).collect()
    }

    fn here(&self, id: RefId, reference: &Ref, made: &mut Reference) {
        match self.package.resolutions.of(id) {
            Resolution::Found(def) => {
                made.status = Status::Found;
                made.target = Some(Box::new(self.target(reference, def)));
            }
            Resolution::WrongKind(def) => {
                made.status = Status::WrongKind;
                made.target = Some(Box::new(self.target(reference, def)));
            }
            Resolution::Missing { .. } => made.status = Status::Missing,
            Resolution::Elsewhere => self.member_of_other_file(reference, made),
            Resolution::Unknown => made.unknown = Some(Reason::Undetermined),
        }
    }

    /// A definition of this file, said as the reference reaches it: an output of a task, an input of a component.
    fn target(&self, reference: &Ref, def: DefId) -> Target {
        let mut target = Target::default();
        set(&mut target, reference.ns, self.own_name(reference.ns, def));
        if let Base::Member(of) = reference.base {
            self.add_holder(&mut target, of);
        } else if !matches!(reference.ns, Ns::Component | Ns::Executor | Ns::Task) {
            self.add_owner(&mut target, def);
        }
        target
    }

    /// What components and executors are called is their id.
    fn own_name(&self, ns: Ns, def: DefId) -> String {
        let package = self.package;
        let id = match ns {
            Ns::Component => package.component_of(def).and_then(|(id, _)| self.components.get(&id)),
            Ns::Executor => self.pods.get(&def).and_then(|id| self.executors.get(id)),
            _ => None,
        };
        id.cloned().unwrap_or_else(|| package.def_name(def).to_owned())
    }

    /// Adds what `of` finds, and what that is a member of.
    fn add_holder(&self, target: &mut Target, mut of: RefId) {
        for _ in 0..DEPTH {
            let Some(holder) = self.package.reference(of) else { return };
            match (self.package.target(of), holder.name) {
                (Some(def), _) => set(target, holder.ns, self.own_name(holder.ns, def)),
                (None, RefName::Name(name)) => set(target, holder.ns, self.name(name)),
                _ => {}
            }
            match holder.base {
                Base::Member(next) => of = next,
                _ => return,
            }
        }
    }

    /// Adds the component or task inside of which a name is introduced.
    fn add_owner(&self, target: &mut Target, def: DefId) {
        let scope = self.package.def(def).and_then(|d| self.package.symbols.scopes.get(d.scope));
        let Some(owner) = scope.and_then(|s| s.owner) else { return };
        if let Some(owner_def) = self.package.def(owner) {
            set(target, owner_def.ns, self.own_name(owner_def.ns, owner));
        }
    }

    /// The component of another file that a reference by keys names.
    fn other_file(&self, reference: &Ref, made: &mut Reference) {
        match self.find(reference) {
            Ok((place, interface)) => {
                made.status = Status::Found;
                made.target = Some(Box::new(self.foreign(place, interface)));
            }
            Err(status) => made.status = status,
        }
    }

    fn find(&self, reference: &Ref) -> Result<(Exported, &Interface), Status> {
        let keys = self.package.symbols.keys_of(reference.base);
        match self.workspace.find(&self.source.path, keys) {
            Found::One(place) => self.workspace.interface(place).map(|i| (place, i)).ok_or(Status::Elsewhere),
            Found::Many(_) => Err(Status::Ambiguous),
            Found::Absent(_) | Found::NoSuchPart(_) => Err(Status::Missing),
            Found::Unknown => Err(Status::Elsewhere),
        }
    }

    fn foreign(&self, place: Exported, interface: &Interface) -> Target {
        let file = self.workspace.path(place.file).map(|path| self.shown(path));
        Target { file, component: interface.name.as_deref().map(str::to_owned), ..Target::default() }
    }

    /// An input or output of a component of another file.
    fn member_of_other_file(&self, reference: &Ref, made: &mut Reference) {
        made.status = Status::Elsewhere;
        let (Base::Member(of), Some(name)) = (reference.base, made.name.clone()) else { return };
        let mut target = Target::default();
        set(&mut target, reference.ns, name.clone());
        self.add_holder(&mut target, of);
        let keys = match self.package.inside(of) {
            Inside::File(keys) => self.package.reference(keys),
            _ => None,
        };
        match keys.map(|keys| self.find(keys)) {
            Some(Ok((place, interface))) => {
                let input = reference.ns != Ns::Output;
                let port = interface.ports.iter().find(|p| p.input == input && *p.name == *name);
                made.status = match port {
                    Some(port) if reference.want.is_some_and(|want| !want.serves(port.kind)) => Status::WrongKind,
                    Some(_) => Status::Found,
                    None if interface.open => Status::Elsewhere,
                    None => Status::Missing,
                };
                if made.status == Status::Missing {
                    return;
                }
                let foreign = self.foreign(place, interface);
                target.file = foreign.file;
                // Without a name of its own the key by which it was found would stand here.
                target.component = foreign.component;
            }
            Some(Err(Status::Ambiguous)) => {
                made.status = Status::Unknown;
                made.unknown = Some(Reason::Ambiguous);
            }
            Some(Err(Status::Missing)) => {
                made.status = Status::Unknown;
                made.unknown = Some(Reason::Undetermined);
            }
            _ => {}
        }
        made.target = Some(Box::new(target));
    }
}

/// The word for what a reference names.
pub(super) const fn kind(ns: Ns) -> &'static str {
    match ns {
        Ns::Argument => "argument",
        Ns::Field => "field",
        Ns::Attribute => "attribute",
        _ => ns.word(),
    }
}

/// A way to find a component from another file.
pub(super) fn key(key: &Key) -> KeyModel {
    match key {
        Key::Digest(digest) => KeyModel::Digest { digest: digest.to_string() },
        Key::Path(path) => KeyModel::Path { path: path.to_string() },
        Key::Location(url) => KeyModel::Location { url: url.to_string() },
        Key::Object { kind, name, part } => {
            KeyModel::Object { object: kind, name: name.to_string(), part: part.as_deref().map(str::to_owned) }
        }
    }
}

/// Says in a target what a name of that kind is.
fn set(target: &mut Target, ns: Ns, name: String) {
    let slot = match ns {
        Ns::Component => &mut target.component,
        Ns::Executor => &mut target.executor,
        Ns::Task => &mut target.task,
        Ns::Step => &mut target.step,
        Ns::Input => &mut target.input,
        Ns::Output => &mut target.output,
        Ns::Argument => &mut target.argument,
        Ns::Volume => &mut target.volume,
        Ns::Field => &mut target.field,
        Ns::Attribute => &mut target.attribute,
        Ns::Item => &mut target.item,
        Ns::Label => &mut target.label,
        Ns::Annotation => &mut target.annotation,
    };
    *slot = Some(name);
}
