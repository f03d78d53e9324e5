//! What the questions share: the file with its package, and what the thing under a cursor is.

use ir_model::{Base, Def, DefId, Inside, Ns, Package, Ref, RefId, RefName, SymbolAt};
use ir_syntax::{Node, Span, Tree};

use super::Location;
use crate::source::Source;
use crate::workspace::{Exported, Found, Interface, InterfacePort, Workspace};

/// A lowered file among its neighbours.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) source: &'a Source,
    pub(super) tree: &'a Tree,
    pub(super) package: &'a Package,
    pub(super) workspace: &'a Workspace,
}

/// What a name stands for, in this file or another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Entity {
    /// A definition of this file.
    Def(DefId),
    /// The component of another file.
    File(Exported),
    /// A port of the component of another file, by its place in the interface.
    Port(Exported, usize),
}

/// A token, and what it stands for: several things only where it means several at once.
pub(super) struct Symbol {
    pub(super) span: Span,
    pub(super) entities: Vec<Entity>,
    /// The reference, where the token uses a name.
    pub(super) reference: Option<RefId>,
}

impl<'a> View<'a> {
    /// `None` for a file that is no pipeline file.
    pub(super) fn new(source: &'a Source, workspace: &'a Workspace) -> Option<Self> {
        let package = source.package.as_ref()?;
        Some(Self { source, tree: &source.tree, package, workspace })
    }

    pub(super) fn def(&self, id: DefId) -> Option<&'a Def> {
        self.package.def(id)
    }

    pub(super) fn interface(&self, place: Exported) -> Option<&'a Interface> {
        self.workspace.interface(place)
    }

    pub(super) fn port(&self, place: Exported, index: usize) -> Option<&'a InterfacePort> {
        self.interface(place)?.ports.get(index)
    }

    /// The files that a reference by keys finds.
    pub(super) fn files(&self, reference: &Ref) -> Found {
        self.workspace.find(&self.source.path, self.package.symbols.keys_of(reference.base))
    }

    /// The files in which the members of what `reference` finds stand, where that is not this file.
    pub(super) fn files_inside(&self, reference: RefId) -> Vec<Exported> {
        match self.package.inside(reference) {
            Inside::File(keys) => self.package.reference(keys).map(|r| listed(self.files(r))).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// What a reference stands for.
    pub(super) fn entities(&self, id: RefId) -> Vec<Entity> {
        let here = self.package.targets(id);
        if !here.is_empty() {
            return here.into_iter().map(Entity::Def).collect();
        }
        let Some(reference) = self.package.reference(id) else { return Vec::new() };
        match (reference.base, reference.name) {
            (Base::Keys(..), _) => listed(self.files(reference)).into_iter().map(Entity::File).collect(),
            (Base::Member(of), RefName::Name(name)) => {
                let name = self.package.names.text(name);
                let input = reference.ns == Ns::Input;
                let port = |place: Exported| {
                    let ports = &self.interface(place)?.ports;
                    let at = ports.iter().position(|p| p.input == input && *p.name == *name)?;
                    Some(Entity::Port(place, at))
                };
                self.files_inside(of).into_iter().filter_map(port).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The name under the cursor. An argument's key stands for the input that receives it, where that is
    /// known, and else for itself.
    pub(super) fn symbol_at(&self, offset: u32) -> Option<Symbol> {
        match self.package.symbol_at(offset) {
            Some(SymbolAt::Def(def)) => Some(self.definition_symbol(def)),
            Some(SymbolAt::Ref(id)) => {
                let span = self.package.reference(id)?.at.span;
                let mut entities = self.entities(id);
                if entities.is_empty() {
                    entities.extend(self.argument_at(span).map(Entity::Def));
                }
                Some(Symbol { span, entities, reference: Some(id) })
            }
            None => self.mention_at(offset).or_else(|| self.file_reference_at(offset)),
        }
    }

    fn definition_symbol(&self, def: DefId) -> Symbol {
        let span = self.def(def).map(|d| d.at.span).unwrap_or_default();
        Symbol { span, entities: vec![Entity::Def(def)], reference: None }
    }

    /// The name in a comment that a program wrote.
    fn mention_at(&self, offset: u32) -> Option<Symbol> {
        let mention = self.package.mentions.iter().find(|mention| mention.at.touches(offset))?;
        Some(Symbol { span: mention.at, entities: vec![Entity::Def(mention.def)], reference: None })
    }

    /// A reference to another file around the cursor: what names a file may be spread over several keys,
    /// of which only one is the token of the reference.
    fn file_reference_at(&self, offset: u32) -> Option<Symbol> {
        let around = |r: &Ref| self.tree.node(r.at.node).parent().map(Node::span).filter(|s| s.touches(offset));
        let refs = self.package.symbols.refs.iter().filter(|(_, r)| matches!(r.base, Base::Keys(..)));
        let (id, span) = refs.filter_map(|(id, r)| Some((id, around(r)?))).min_by_key(|(_, span)| span.len())?;
        let inside = self.tree.node_at(offset)?;
        // A cursor on one of the keys asks about the key.
        if inside.is_key() || !inside.is_scalar() || !span.contains(inside.span()) {
            return None;
        }
        Some(Symbol { span: inside.span(), entities: self.entities(id), reference: Some(id) })
    }

    /// The argument whose key is exactly at `span`.
    pub(super) fn argument_at(&self, span: Span) -> Option<DefId> {
        let mut defs = self.package.symbols.defs.iter();
        defs.find(|(_, d)| d.ns == Ns::Argument && d.at.span == span).map(|(id, _)| id)
    }

    /// Where an entity is defined.
    pub(super) fn location(&self, entity: Entity) -> Option<Location> {
        match entity {
            Entity::Def(def) => Some(self.here(self.def(def)?.at.span)),
            Entity::File(place) => self.there(place, self.interface(place)?.at),
            Entity::Port(place, index) => self.there(place, self.port(place, index)?.at),
        }
    }

    /// A place in this file.
    pub(super) fn here(&self, span: Span) -> Location {
        Location { path: self.source.path.clone(), span }
    }

    fn there(&self, place: Exported, span: Span) -> Option<Location> {
        Some(Location { path: self.workspace.path(place.file)?.to_path_buf(), span })
    }
}

fn listed(found: Found) -> Vec<Exported> {
    match found {
        Found::One(place) => vec![place],
        Found::Many(places) => places,
        Found::Absent(_) | Found::NoSuchPart(_) | Found::Unknown => Vec::new(),
    }
}
