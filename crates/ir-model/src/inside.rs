//! Where the members of a name stand, also in other files, and names that mean several things at once.

use crate::ids::{DefId, RefId, ScopeId};
use crate::package::Package;
use crate::symbols::{Base, Members, Parent, RefName};

/// How far to hop from member to member; deeper is a circle.
const DEPTH: u32 = 32;

/// Where the members of something stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inside {
    /// In a scope of this package.
    Scope(ScopeId),
    /// In another file, which this reference names by [`Base::Keys`].
    File(RefId),
    /// Cannot be told.
    Unknown,
}

impl Package {
    /// Where the members of what `reference` finds stand: a component's ports, or those of a task's
    /// component.
    #[must_use]
    pub fn inside(&self, reference: RefId) -> Inside {
        self.inside_at(reference, 0)
    }

    /// Where the members of a definition stand.
    #[must_use]
    pub fn inside_of(&self, def: DefId) -> Inside {
        self.inside_def(def, 0)
    }

    fn inside_at(&self, reference: RefId, depth: u32) -> Inside {
        match self.reference(reference).map(|r| r.base) {
            _ if depth > DEPTH => Inside::Unknown,
            Some(Base::Keys(..)) => Inside::File(reference),
            _ => self.target(reference).map_or(Inside::Unknown, |def| self.inside_def(def, depth + 1)),
        }
    }

    fn inside_def(&self, def: DefId, depth: u32) -> Inside {
        match self.def(def).map(|d| d.members) {
            Some(Members::Scope(scope)) => Inside::Scope(scope),
            Some(Members::Callee(callee)) => self.inside_at(callee, depth),
            _ => Inside::Unknown,
        }
    }

    /// All definitions that `reference` means. More than one where several components share what the
    /// reference stands in (an executor): it then means an input of each.
    #[must_use]
    pub fn targets(&self, reference: RefId) -> Vec<DefId> {
        let Some(main) = self.target(reference) else { return Vec::new() };
        let mut found = vec![main];
        if let Some(r) = self.reference(reference)
            && let (Base::Scope(scope), RefName::Name(name)) = (r.base, r.name)
            && let Some(Parent::Each(parents)) = self.symbols.scopes.get(scope).map(|s| &s.parent)
        {
            let named = |parent: &ScopeId| self.resolutions.named(*parent, r.ns, name).next();
            let others: Vec<DefId> = parents.iter().filter_map(named).filter(|d| *d != main).collect();
            found.extend(others);
        }
        found
    }
}
