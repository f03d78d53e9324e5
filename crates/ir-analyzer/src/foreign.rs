//! Components of other files, as far as their interfaces are at hand.

use ir_model::{Callee, FileId, Inside, Key, Package, Ref, RefId, RefName, Task, Tri};

use crate::rule::Context;
use crate::words::near;
use crate::workspace::{Found, Interface, InterfacePort};

/// The component of another file that a reference leads to, certainly.
#[derive(Clone, Copy)]
pub(crate) struct Foreign<'a> {
    pub(crate) file: FileId,
    pub(crate) interface: &'a Interface,
}

impl<'a> Foreign<'a> {
    /// Its inputs, or its outputs.
    pub(crate) fn ports(self, input: bool) -> impl Iterator<Item = &'a InterfacePort> {
        self.interface.ports.iter().filter(move |p| p.input == input)
    }

    /// Its name in backticks, or what it is.
    pub(crate) fn name(self) -> String {
        self.interface.name.as_deref().map_or_else(|| "the component".to_owned(), crate::words::quote)
    }
}

impl<'a> Context<'a> {
    /// What a reference by keys finds: one file, of which the reference's digest, if it has one, is true.
    pub(crate) fn foreign(&self, reference: &Ref) -> Option<Foreign<'a>> {
        let keys = self.package.symbols.keys_of(reference.base);
        let Found::One(place) = self.workspace.find(&self.source.path, keys) else { return None };
        let interface = self.workspace.interface(place)?;
        digests(keys, interface).is_none().then_some(Foreign { file: place.file, interface })
    }

    /// The component of another file that a task runs.
    pub(crate) fn foreign_callee(&self, task: &Task) -> Option<Foreign<'a>> {
        match task.callee {
            Callee::Ref(callee) => self.foreign(self.package.reference(callee)?),
            _ => None,
        }
    }

    /// The component of another file whose members a reference is among.
    pub(crate) fn foreign_inside(&self, of: RefId) -> Option<Foreign<'a>> {
        match self.package.inside(of) {
            Inside::File(keys) => self.foreign(self.package.reference(keys)?),
            _ => None,
        }
    }
}

/// The digest that is written, and the one that the file has, where they differ.
pub(crate) fn digests<'k>(keys: &'k [Key], interface: &'k Interface) -> Option<(&'k str, &'k str)> {
    let digest = |keys: &'k [Key]| {
        keys.iter().find_map(|key| match key {
            Key::Digest(digest) => Some(&**digest),
            _ => None,
        })
    };
    let (written, real) = (digest(keys)?, digest(&interface.keys)?);
    (written != real).then_some((written, real))
}

/// What a task passes beside what a component of another file wants.
pub(crate) struct ForeignPassing<'a> {
    /// Arguments for which the component declares no input, and the input that was probably meant.
    pub(crate) undeclared: Vec<(&'a Ref, &'a str, Option<&'a InterfacePort>)>,
    /// Inputs that must be passed and are not.
    pub(crate) missing: Vec<&'a InterfacePort>,
}

/// Compares the arguments of `task` with the inputs of `callee`.
pub(crate) fn foreign_passing<'a>(package: &'a Package, task: &'a Task, callee: Foreign<'a>) -> ForeignPassing<'a> {
    let name_of = |reference: &Ref| match reference.name {
        RefName::Name(name) => Some(package.names.text(name)),
        _ => None,
    };
    let refs: Vec<&Ref> = task.args.iter().filter_map(|a| package.reference(a.port)).collect();
    let passed: Vec<Option<&str>> = refs.iter().map(|r| name_of(r)).collect();
    let is_passed = |port: &InterfacePort| {
        let serves = |r: &&Ref| r.want.is_none_or(|want| want.serves(port.kind));
        refs.iter().zip(&passed).any(|(r, name)| *name == Some(&*port.name) && serves(r))
    };
    let unread = task.args_open.is_some() || passed.contains(&None);
    let mut missing: Vec<&InterfacePort> =
        callee.ports(true).filter(|p| p.required == Tri::Yes && !unread && !is_passed(p)).collect();
    let free: Vec<&InterfacePort> = callee.ports(true).filter(|p| !is_passed(p)).collect();
    let mut undeclared: Vec<(&Ref, &str, Option<&InterfacePort>)> = Vec::new();
    for (reference, name) in refs.iter().zip(&passed) {
        let Some(name) = *name else { continue };
        if callee.ports(true).any(|p| &*p.name == name && reference.want.is_none_or(|want| want.serves(p.kind))) {
            continue;
        }
        let meant = near(name, missing.iter().map(|p| &*p.name)).or_else(|| near(name, free.iter().map(|p| &*p.name)));
        let meant = meant.and_then(|meant| free.iter().find(|p| &*p.name == meant).copied());
        undeclared.push((reference, name, meant));
    }
    if let ([only], [lacking]) = (undeclared.as_mut_slice(), missing.as_slice()) {
        only.2 = only.2.or(Some(*lacking));
    }
    missing.retain(|port| !undeclared.iter().any(|(_, _, meant)| meant.is_some_and(|m| m.name == port.name)));
    ForeignPassing { undeclared, missing }
}
