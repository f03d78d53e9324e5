//! From one name to all files that write it.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_model::{DefId, Key};

use super::Refusal;
use crate::ide::tokens::{Class, Tokens};
use crate::ide::view::{Entity, View};
use crate::interface::{exported, interfaces};
use crate::source::Source;
use crate::workspace::{Exported, Workspace};

/// Gives the files that are asked for: `None` for one that cannot be read, or must not be.
pub type Lookup<'a> = &'a dyn Fn(&Path) -> Option<Arc<Source>>;

/// A file that is at hand.
pub(super) enum Held<'a> {
    Here(&'a Source),
    Other(Arc<Source>),
}

impl Deref for Held<'_> {
    type Target = Source;

    fn deref(&self) -> &Source {
        match self {
            Held::Here(source) => source,
            Held::Other(source) => source,
        }
    }
}

/// A file with the name.
pub(super) struct Part<'a> {
    pub(super) source: Held<'a>,
    tokens: Tokens,
    pub(super) class: Class,
}

/// All files with the name, as far as they are known.
pub(super) struct Spread<'a> {
    workspace: &'a Workspace,
    lookup: Lookup<'a>,
    pub(super) parts: BTreeMap<PathBuf, Part<'a>>,
    waiting: VecDeque<(PathBuf, Entity)>,
}

impl<'a> Spread<'a> {
    /// From `entities` of `source` to everywhere.
    ///
    /// # Errors
    ///
    /// Where a file cannot be read or is not what it was.
    pub(super) fn from(
        source: &'a Source,
        workspace: &'a Workspace,
        lookup: Lookup<'a>,
        entities: &[Entity],
    ) -> Result<Self, Refusal> {
        let mut spread = Self { workspace, lookup, parts: BTreeMap::new(), waiting: VecDeque::new() };
        spread.add(Held::Here(source));
        spread.waiting.extend(entities.iter().map(|e| (source.path.clone(), *e)));
        while let Some((path, entity)) = spread.waiting.pop_front() {
            spread.reach(&path, entity)?;
        }
        spread.parts.retain(|_, part| !part.class.entities.is_empty());
        Ok(spread)
    }

    fn add(&mut self, source: Held<'a>) -> bool {
        let Some(view) = View::new(&source, self.workspace) else { return false };
        let tokens = Tokens::new(&view);
        let path = source.path.clone();
        self.parts.insert(path, Part { source, tokens, class: Class::default() });
        true
    }

    /// Reads a file unless it is at hand already.
    fn read(&mut self, path: &Path) -> Result<(), Refusal> {
        if self.parts.contains_key(path) {
            return Ok(());
        }
        let source = (self.lookup)(path).ok_or_else(|| Refusal::Unreadable(path.to_owned()))?;
        let known = self.workspace.file(path).map(|file| self.workspace.interfaces_of(file));
        if known.is_some_and(|known| *known != interfaces(&source)) || !self.add(Held::Other(source)) {
            return Err(Refusal::Changed(path.to_owned()));
        }
        Ok(())
    }

    /// Takes up an entity of a file, and all that it leads to.
    fn reach(&mut self, path: &Path, entity: Entity) -> Result<(), Refusal> {
        let Some(part) = self.parts.get_mut(path).filter(|part| !part.class.entities.contains(&entity)) else {
            return Ok(());
        };
        let known = std::mem::take(&mut part.class.entities);
        let start: Vec<Entity> = known.iter().copied().chain([entity]).collect();
        part.class = part.tokens.class(start);
        let new: Vec<Entity> = part.class.entities.iter().copied().filter(|e| !known.contains(e)).collect();
        for entity in new {
            match entity {
                Entity::Def(def) => self.outward(path, def)?,
                Entity::File(place) | Entity::Port(place, _) => self.inward(place, entity)?,
            }
        }
        Ok(())
    }

    /// From the use of a component of another file, or of its port, to where it is defined.
    fn inward(&mut self, place: Exported, entity: Entity) -> Result<(), Refusal> {
        let Some(path) = self.workspace.path(place.file).map(Path::to_owned) else { return Ok(()) };
        self.read(&path)?;
        let Some(package) = self.parts.get(&path).and_then(|part| part.source.package.as_ref()) else { return Ok(()) };
        let component = exported(package).get(place.index as usize).and_then(|id| package.components.get(*id));
        let def = component.and_then(|component| match entity {
            Entity::Port(_, index) => {
                let mut ports = component.inputs.ids().chain(component.outputs.ids());
                ports.nth(index).and_then(|id| package.ports.get(id)).map(|port| port.def)
            }
            _ => Some(component.def),
        });
        self.waiting.extend(def.map(|def| (path, Entity::Def(def))));
        Ok(())
    }

    /// From a definition to the files that use it, where others can.
    fn outward(&mut self, path: &Path, def: DefId) -> Result<(), Refusal> {
        let Some(file) = self.workspace.file(path) else { return Ok(()) };
        let Some(package) = self.parts.get(path).and_then(|part| part.source.package.as_ref()) else { return Ok(()) };
        let mut shown = Vec::new();
        for (index, component) in exported(package).into_iter().enumerate() {
            let Some(component) = package.components.get(component) else { continue };
            let place = Exported { file, index: index as u32 };
            if component.def == def {
                shown.push(Entity::File(place));
            }
            let ports = component.inputs.ids().chain(component.outputs.ids()).enumerate();
            let own = ports.filter(|(_, id)| package.ports.get(*id).is_some_and(|port| port.def == def));
            shown.extend(own.map(|(index, _)| Entity::Port(place, index)));
        }
        if shown.is_empty() {
            return Ok(());
        }
        for user in self.workspace.users(file) {
            let Some(user) = self.workspace.path(user).map(Path::to_owned) else { continue };
            self.read(&user)?;
            let Some(part) = self.parts.get(&user) else { continue };
            let used: Vec<Entity> = shown.iter().copied().filter(|e| part.tokens.has(*e)).collect();
            if !used.is_empty() && by_digest(&part.source, self.workspace, file) {
                return Err(Refusal::Digest(user));
            }
            self.waiting.extend(used.into_iter().map(|entity| (user.clone(), entity)));
        }
        Ok(())
    }
}

/// Whether a file names another by the digest of its text.
fn by_digest(source: &Source, workspace: &Workspace, file: ir_model::FileId) -> bool {
    let digests = workspace.interfaces_of(file).iter().flat_map(|i| &i.keys).filter(|k| matches!(k, Key::Digest(_)));
    let digests: Vec<&Key> = digests.collect();
    source.package.iter().flat_map(|p| &p.symbols.keys).any(|key| digests.contains(&key))
}
