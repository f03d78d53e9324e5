//! From a lowered file to what others see of it.

use std::fmt::Write as _;

use ir_model::{ComponentId, Key, NameId, Ns, Package, PortId, Tri, Val};
use ir_syntax::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest as _, Sha256};

use crate::ide::words;
use crate::source::Source;
use crate::workspace::{Interface, InterfacePort, Interfaces, Uses};

/// Files longer than this (bytes) are not found by digest: nobody writes such a component, and every edit
/// of one would cost a pass over it.
const DIGEST_LIMIT: usize = 1 << 20;

/// What other files see of `source`: its entry component, then the others that they could name, in the
/// order in which they are exported.
#[must_use]
pub fn interfaces(source: &Source) -> Interfaces {
    let Some(package) = &source.package else { return Interfaces::default() };
    let ids = exported(package);
    let mut keys: FxHashMap<ComponentId, Vec<Key>> = FxHashMap::default();
    for export in &package.exports {
        keys.entry(export.component).or_default().push(export.key.clone());
    }
    if let Some(entry) = package.entry.filter(|_| source.text().len() < DIGEST_LIMIT) {
        keys.entry(entry).or_default().push(Key::Digest(digest(source.text().as_bytes())));
    }
    ids.iter().filter_map(|id| interface(source, package, *id, keys.remove(id).unwrap_or_default())).collect()
}

/// The components that other files can name, the one of the path first: in the order of the interfaces.
pub(crate) fn exported(package: &Package) -> Vec<ComponentId> {
    let mut ids: Vec<ComponentId> = package.entry.into_iter().collect();
    for export in &package.exports {
        // The keys of a component stand together.
        if ids.last() != Some(&export.component) && ids.first() != Some(&export.component) {
            ids.push(export.component);
        }
    }
    ids
}

/// How `source` names other files, each way once: what [`Workspace::note_uses`](crate::Workspace::note_uses) takes.
#[must_use]
pub fn uses(source: &Source) -> Uses {
    let mut seen = FxHashSet::default();
    let keys = source.package.iter().flat_map(|package| &package.symbols.keys);
    keys.filter(|key| seen.insert(*key)).cloned().collect()
}

fn interface(source: &Source, package: &Package, id: ComponentId, keys: Vec<Key>) -> Option<Interface> {
    let component = package.components.get(id)?;
    let def = package.def(component.def)?;
    let (name, at) = match &package.name {
        Val::Known(name, at) if package.entry == Some(id) => (text(package, *name), at.span),
        // Without a name the file's own names it; the definition stands at the start then.
        _ if def.at.span.is_empty() => (None, def.at.span),
        _ => (text(package, def.name), def.at.span),
    };
    let ports = component.inputs.ids().chain(component.outputs.ids());
    Some(Interface {
        format: package.dialect.title,
        name,
        at,
        description: component.doc.and_then(|node| described(source, node)),
        ports: ports.filter_map(|id| port(source, package, id)).collect(),
        open: component.inputs.open.is_some() || component.outputs.open.is_some(),
        keys,
    })
}

fn port(source: &Source, package: &Package, id: PortId) -> Option<InterfacePort> {
    let port = package.ports.get(id)?;
    let def = package.def(port.def)?;
    let input = def.ns == Ns::Input;
    Some(InterfacePort {
        name: package.names.text(def.name).into(),
        input,
        kind: port.kind,
        ty: words::type_as_written(source, &port.ty).map(Into::into),
        required: if input { port.required() } else { Tri::No },
        at: def.at.span,
        description: port.doc.and_then(|node| described(source, node)),
    })
}

fn text(package: &Package, name: NameId) -> Option<Box<str>> {
    Some(package.names.text(name)).filter(|t| !t.is_empty()).map(Into::into)
}

fn described(source: &Source, node: NodeId) -> Option<Box<str>> {
    Some(source.tree.node(node).text().trim()).filter(|t| !t.is_empty()).map(Into::into)
}

/// The SHA-256 in lower-case hexadecimal digits.
fn digest(bytes: &[u8]) -> Box<str> {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out.into()
}
