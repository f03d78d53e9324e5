//! Which inputs and outputs anything reads or mentions.

use ir_model::{Base, Body, Component, DefId, NoteKind, Ns, Package, Parent, RefName, Resolution, Role, ScopeId};
use ir_syntax::Span;
use rustc_hash::FxHashSet;

/// Every port that is used, and every component of which all may be.
#[derive(Debug)]
pub(crate) struct Usage {
    /// Definitions whose value something reads.
    read: FxHashSet<DefId>,
    /// Definitions that are mentioned from where they are visible, and not through a task.
    inside: FxHashSet<DefId>,
    /// Scopes in which something stands for all names of a kind, or cannot be read.
    all: FxHashSet<(ScopeId, Ns)>,
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
            slips: package.notes.iter().filter(|n| slip(n)).map(|n| n.at).collect(),
        };
        for (id, reference) in package.symbols.refs.iter() {
            let scope = match reference.base {
                Base::Scope(scope) => Some(scope),
                _ => None,
            };
            // Beside a name that cannot be found, who knows what was meant.
            let missing = matches!(package.resolutions.of(id), Resolution::Missing { .. });
            if missing || !matches!(reference.name, RefName::Name(_)) {
                if let Some(scope) = scope {
                    usage.open(package, scope, reference.ns, 0);
                }
                continue;
            }
            for def in package.targets(id) {
                if matches!(reference.role, Role::Read | Role::Order) {
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

    /// Whether something reads the value of an input, argument or output.
    pub(crate) fn reads(&self, def: DefId) -> bool {
        self.read.contains(&def)
    }

    /// Whether something inside the component mentions one of its ports.
    pub(crate) fn mentions(&self, def: DefId) -> bool {
        self.inside.contains(&def)
    }
}
