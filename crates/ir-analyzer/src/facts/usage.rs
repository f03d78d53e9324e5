//! Which inputs and outputs anything reads or mentions.

use ir_model::{
    Base, Body, Component, DefId, NameId, NoteKind, Ns, Package, Parent, RefName, Resolution, Role, ScopeId,
};
use ir_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::words::near;

/// Every port that is used, and every component of which all may be.
#[derive(Debug)]
pub(crate) struct Usage {
    /// Definitions whose value something reads.
    read: FxHashSet<DefId>,
    /// Definitions that are mentioned from where they are visible, and not through a task.
    inside: FxHashSet<DefId>,
    /// Scopes in which something stands for all names of a kind, or cannot be read.
    all: FxHashSet<(ScopeId, Ns)>,
    /// Names that are used and not there, by the scopes in which they are looked up.
    missing: FxHashMap<(ScopeId, Ns), FxHashSet<NameId>>,
    /// Text that was meant as a placeholder.
    slips: Vec<Span>,
}

impl Usage {
    pub(crate) fn of(package: &Package) -> Self {
        let slip = |note: &ir_model::Note| matches!(note.kind, NoteKind::MalformedPlaceholder { .. });
        let mut usage = Self {
            read: FxHashSet::default(),
            inside: FxHashSet::default(),
            all: FxHashSet::default(),
            missing: FxHashMap::default(),
            slips: package.notes.iter().filter(|n| slip(n)).map(|n| n.at).collect(),
        };
        for (id, reference) in package.symbols.refs.iter() {
            let scope = match reference.base {
                Base::Scope(scope) => Some(scope),
                _ => None,
            };
            // Beside a name that cannot be found, who knows what was meant.
            let missing = matches!(package.resolutions.of(id), Resolution::Missing { .. });
            match (reference.name, scope) {
                (RefName::Name(name), Some(scope)) if missing => usage.slipped(package, scope, reference.ns, name, 0),
                (RefName::Name(_), _) if !missing => {}
                (_, Some(scope)) => usage.open(package, scope, reference.ns, 0),
                _ => {}
            }
            if missing || !matches!(reference.name, RefName::Name(_)) {
                continue;
            }
            for def in package.targets(id) {
                if matches!(reference.role, Role::Read | Role::Order | Role::Forward) {
                    usage.read.insert(def);
                }
                if scope.is_some() {
                    usage.inside.insert(def);
                }
            }
        }
        usage.arguments(package);
        usage
    }

    /// What a task's own expressions read of its arguments is read of its component's inputs.
    fn arguments(&mut self, package: &Package) {
        for task in package.tasks.values() {
            // The engine wants a place for a loop's item, also where the item does not matter.
            if let Some(item) = task.each.as_ref().and_then(|each| package.target(each.item?)) {
                self.read.insert(item);
            }
            let unread = |id| package.exprs.get(id).is_some_and(|e| e.refs.is_empty());
            let unknown = task.when.is_some_and(unread);
            for argument in &task.args {
                let used = argument.def.is_some_and(|def| self.read.contains(&def));
                if (unknown || used)
                    && let Some(port) = package.target(argument.port)
                {
                    self.read.insert(port);
                    self.inside.insert(port);
                }
            }
        }
    }

    /// A name that is not there was meant to be one that looks like it.
    fn slipped(&mut self, package: &Package, scope: ScopeId, ns: Ns, name: NameId, depth: u32) {
        if depth > 8 || !self.missing.entry((scope, ns)).or_default().insert(name) {
            return;
        }
        match package.symbols.scopes.get(scope).map(|s| &s.parent) {
            Some(Parent::One(parent)) => self.slipped(package, *parent, ns, name, depth + 1),
            Some(Parent::Each(parents)) => {
                parents.iter().for_each(|p| self.slipped(package, *p, ns, name, depth + 1));
            }
            _ => {}
        }
    }

    /// Whether a name that is used and not there may have been meant to be `def`.
    pub(crate) fn may_be_meant(&self, package: &Package, def: DefId) -> bool {
        let Some(def) = package.def(def) else { return true };
        let name = package.names.text(def.name);
        let missing = self.missing.get(&(def.scope, def.ns)).into_iter().flatten();
        missing
            .into_iter()
            .map(|m| package.names.text(*m))
            .any(|m| near(m, [name]).is_some() || m.contains(name) || name.contains(m) || m.eq_ignore_ascii_case(name))
    }

    /// Something in `scope` may mean any name of `ns`: so it may in the scopes around.
    fn open(&mut self, package: &Package, scope: ScopeId, ns: Ns, depth: u32) {
        if depth > 8 || !self.all.insert((scope, ns)) {
            return;
        }
        match package.symbols.scopes.get(scope).map(|s| &s.parent) {
            Some(Parent::One(parent)) => self.open(package, *parent, ns, depth + 1),
            Some(Parent::Each(parents)) => parents.iter().for_each(|p| self.open(package, *p, ns, depth + 1)),
            _ => {}
        }
    }

    /// Whether something in the component, or in what it runs, may use any name of `ns`.
    pub(crate) fn any(&self, package: &Package, component: &Component, ns: Ns) -> bool {
        let body = match component.body {
            Body::Pod(pod) => package.pods.get(pod).map(|p| p.span),
            _ => package.def(component.def).map(|d| d.body),
        };
        let slip = || body.is_some_and(|body| self.slips.iter().any(|s| body.contains(*s)));
        self.all.contains(&(component.scope, ns)) || slip()
    }

    /// Whether something in a scope may use any name of `ns` that it sees.
    pub(crate) fn is_open(&self, scope: ScopeId, ns: Ns) -> bool {
        self.all.contains(&(scope, ns))
    }

    /// Whether something reads the value of an input, argument or output.
    pub(crate) fn reads(&self, def: DefId) -> bool {
        self.read.contains(&def)
    }

    /// Whether something inside the component mentions one of its ports.
    pub(crate) fn mentions(&self, def: DefId) -> bool {
        self.inside.contains(&def)
    }
}
