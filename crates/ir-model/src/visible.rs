//! Which names can be written somewhere: the candidates of completion and of "did you mean".

use crate::ids::{DefId, RefId, ScopeId};
use crate::package::Package;
use crate::resolve::{Resolution, seals};
use crate::symbols::{Base, Members, Ns, Parent};

/// How far to climb; deeper is a circle.
const DEPTH: u32 = 32;

impl Package {
    /// The definitions of `ns` that a lookup in `base` could find, in the order of the text. Hidden
    /// duplicates and names that only stand for undeclared values are left out.
    #[must_use]
    pub fn visible(&self, base: Base, ns: Ns) -> Vec<DefId> {
        match base {
            Base::Scope(scope) => self.visible_in(scope, ns),
            Base::Member(of) => self.members(of).map_or_else(Vec::new, |scope| self.visible_in(scope, ns)),
            Base::Keys(..) => Vec::new(),
        }
    }

    /// The scope that holds the members of what `reference` finds in this file.
    #[must_use]
    pub fn members(&self, reference: RefId) -> Option<ScopeId> {
        match self.resolutions.of(reference) {
            Resolution::Found(def) => self.members_of(def),
            _ => None,
        }
    }

    /// The scope that holds the members of a definition, where it is in this file.
    #[must_use]
    pub fn members_of(&self, def: DefId) -> Option<ScopeId> {
        let mut def = def;
        for _ in 0..DEPTH {
            match self.def(def)?.members {
                Members::Scope(scope) => return Some(scope),
                Members::Callee(callee) => match self.resolutions.of(callee) {
                    Resolution::Found(next) => def = next,
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    /// The definitions of `ns` that a lookup from `scope` upwards could find.
    #[must_use]
    pub fn visible_in(&self, scope: ScopeId, ns: Ns) -> Vec<DefId> {
        let mut found = Vec::new();
        self.collect(scope, ns, &mut found, 0);
        found.sort_by_key(|d| self.def_span(*d));
        found.dedup();
        found
    }

    fn collect(&self, scope: ScopeId, ns: Ns, found: &mut Vec<DefId>, depth: u32) {
        let Some(data) = self.symbols.scopes.get(scope) else { return };
        let own = self.symbols.defs.iter().filter(|(id, d)| {
            let last = || self.resolutions.named(scope, ns, d.name).next() == Some(*id);
            d.scope == scope && d.ns == ns && !d.flags.implied && last()
        });
        found.extend(own.map(|(id, _)| id));
        if depth > DEPTH || seals(data.kind, ns) {
            return;
        }
        match &data.parent {
            Parent::None => {}
            Parent::One(parent) => self.collect(*parent, ns, found, depth + 1),
            Parent::Each(parents) => parents.iter().for_each(|p| self.collect(*p, ns, found, depth + 1)),
        }
    }
}
