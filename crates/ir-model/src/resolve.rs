//! What each reference finds inside its own file.

use rustc_hash::FxHashMap;

use crate::component::PortKind;
use crate::ids::{ComponentId, DefId, NameId, PortId, RefId, ScopeId, TaskId};
use crate::package::Package;
use crate::symbols::{Base, Members, Ns, Parent, RefName, ScopeKind, Symbols};

/// What a reference finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// This definition.
    Found(DefId),
    /// This definition, which is a parameter where an artifact is needed or the other way round.
    WrongKind(DefId),
    /// Nothing, in a place where all names are known.
    Missing {
        /// Where the lookup failed: candidates stand there.
        scope: ScopeId,
    },
    /// Something of another file, perhaps.
    Elsewhere,
    /// Cannot be told: the name, or what it hangs on, is unknown. Stay silent.
    Unknown,
}

/// The resolutions of all references of a package, with the tables that go the other way.
#[derive(Clone, Debug, Default)]
pub struct Resolutions {
    by_ref: Vec<Resolution>,
    by_name: FxHashMap<(ScopeId, Ns, NameId), DefId>,
    /// The next definition of the same scope, kind and name.
    same_name: Vec<Option<DefId>>,
    components: FxHashMap<DefId, ComponentId>,
    ports: FxHashMap<DefId, PortId>,
    tasks: FxHashMap<DefId, TaskId>,
    /// The references that find a definition, in the order of references: `uses[start[d]..start[d + 1]]`.
    uses: Vec<RefId>,
    starts: Vec<u32>,
}

impl Resolutions {
    /// What `reference` finds.
    #[must_use]
    pub fn of(&self, reference: RefId) -> Resolution {
        self.by_ref.get(reference.index()).copied().unwrap_or(Resolution::Unknown)
    }

    /// The definition that `reference` finds, of the right kind or not.
    #[must_use]
    pub fn target(&self, reference: RefId) -> Option<DefId> {
        match self.of(reference) {
            Resolution::Found(def) | Resolution::WrongKind(def) => Some(def),
            _ => None,
        }
    }

    /// The references that find `def`.
    #[must_use]
    pub fn uses(&self, def: DefId) -> &[RefId] {
        let start = self.starts.get(def.index()).copied().unwrap_or(0) as usize;
        let end = self.starts.get(def.index() + 1).copied().unwrap_or(0) as usize;
        self.uses.get(start..end).unwrap_or(&[])
    }

    pub(crate) fn component(&self, def: DefId) -> Option<ComponentId> {
        self.components.get(&def).copied()
    }

    pub(crate) fn port(&self, def: DefId) -> Option<PortId> {
        self.ports.get(&def).copied()
    }

    pub(crate) fn task(&self, def: DefId) -> Option<TaskId> {
        self.tasks.get(&def).copied()
    }

    /// Every definition of `name` in `scope` itself, the last written first.
    pub fn named(&self, scope: ScopeId, ns: Ns, name: NameId) -> impl Iterator<Item = DefId> {
        let mut next = self.by_name.get(&(scope, ns, name)).copied();
        std::iter::from_fn(move || {
            let here = next?;
            next = self.same_name.get(here.index()).copied().flatten();
            Some(here)
        })
    }
}

/// How far a lookup may climb or hop from member to member; deeper is a circle.
const DEPTH: u32 = 32;

impl Package {
    /// Resolves every reference. The last step of each lowering.
    pub fn resolve(&mut self) {
        let mut tables = Resolutions::default();
        for (id, def) in self.symbols.defs.iter() {
            let previous = tables.by_name.insert((def.scope, def.ns, def.name), id);
            tables.same_name.push(previous);
        }
        tables.components.extend(self.components.iter().map(|(id, c)| (c.def, id)));
        tables.ports.extend(self.ports.iter().map(|(id, p)| (p.def, id)));
        tables.tasks.extend(self.tasks.iter().map(|(id, t)| (t.def, id)));
        // References only hang on earlier or later ones through `Member`; each is computed once.
        let mut by_ref = vec![None; self.symbols.refs.len()];
        for (id, _) in self.symbols.refs.iter() {
            resolve(&self.symbols, &tables, &mut by_ref, id, 0);
        }
        tables.by_ref = by_ref.into_iter().map(|r| r.unwrap_or(Resolution::Unknown)).collect();
        self.resolutions = count_uses(tables, self.symbols.defs.len());
    }
}

fn count_uses(mut tables: Resolutions, defs: usize) -> Resolutions {
    let mut starts = vec![0_u32; defs + 1];
    let target = |r: &Resolution| match r {
        Resolution::Found(def) | Resolution::WrongKind(def) => Some(*def),
        _ => None,
    };
    for def in tables.by_ref.iter().filter_map(target) {
        if let Some(count) = starts.get_mut(def.index() + 1) {
            *count += 1;
        }
    }
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    let mut uses = vec![RefId(0); total as usize];
    let mut fill = starts.clone();
    for (index, def) in tables.by_ref.iter().enumerate().filter_map(|(i, r)| Some((i, target(r)?))) {
        if let Some(at) = fill.get_mut(def.index()) {
            if let Some(slot) = uses.get_mut(*at as usize) {
                *slot = RefId::from(index);
            }
            *at += 1;
        }
    }
    tables.uses = uses;
    tables.starts = starts;
    tables
}

fn resolve(
    symbols: &Symbols,
    tables: &Resolutions,
    done: &mut Vec<Option<Resolution>>,
    id: RefId,
    depth: u32,
) -> Resolution {
    if let Some(Some(known)) = done.get(id.index()) {
        return *known;
    }
    let Some(reference) = symbols.refs.get(id) else { return Resolution::Unknown };
    let result = match (reference.name, reference.base) {
        _ if depth > DEPTH => Resolution::Unknown,
        (RefName::Name(name), Base::Scope(scope)) => {
            lookup(symbols, tables, scope, (reference.ns, name, reference.want), 0)
        }
        (RefName::Name(name), Base::Member(of)) => match resolve(symbols, tables, done, of, depth + 1) {
            Resolution::Found(def) => match members_scope(symbols, tables, done, def, depth + 1) {
                Ok(scope) => lookup(symbols, tables, scope, (reference.ns, name, reference.want), 0),
                Err(instead) => instead,
            },
            Resolution::Elsewhere => Resolution::Elsewhere,
            // What it hangs on is wrong already: one defect, one finding.
            _ => Resolution::Unknown,
        },
        (RefName::Name(_), Base::Keys(..)) => Resolution::Elsewhere,
        _ => Resolution::Unknown,
    };
    if let Some(slot) = done.get_mut(id.index()) {
        *slot = Some(result);
    }
    result
}

fn members_scope(
    symbols: &Symbols,
    tables: &Resolutions,
    done: &mut Vec<Option<Resolution>>,
    def: DefId,
    depth: u32,
) -> Result<ScopeId, Resolution> {
    match symbols.defs.get(def).map(|d| d.members) {
        Some(Members::Scope(scope)) => Ok(scope),
        Some(Members::Callee(callee)) if depth <= DEPTH => match resolve(symbols, tables, done, callee, depth + 1) {
            Resolution::Found(target) => members_scope(symbols, tables, done, target, depth + 1),
            Resolution::Elsewhere => Err(Resolution::Elsewhere),
            _ => Err(Resolution::Unknown),
        },
        _ => Err(Resolution::Unknown),
    }
}

type Wanted = (Ns, NameId, Option<PortKind>);

fn lookup(symbols: &Symbols, tables: &Resolutions, scope: ScopeId, wanted: Wanted, depth: u32) -> Resolution {
    let (ns, name, want) = wanted;
    let Some(data) = symbols.scopes.get(scope) else { return Resolution::Unknown };
    let mut wrong = None;
    for def in tables.named(scope, ns, name) {
        let kind = symbols.defs.get(def).and_then(|d| d.kind);
        match (kind, want) {
            (Some(kind), Some(want)) if !kind.serves(want) => wrong = wrong.or(Some(def)),
            _ => return Resolution::Found(def),
        }
    }
    if let Some(def) = wrong {
        return Resolution::WrongKind(def);
    }
    if data.open.contains(&ns) {
        return Resolution::Unknown;
    }
    match &data.parent {
        _ if depth > DEPTH => Resolution::Unknown,
        Parent::One(parent) if !seals(data.kind, ns) => lookup(symbols, tables, *parent, wanted, depth + 1),
        Parent::Each(parents) => {
            // No one uses it: what it sees cannot be told.
            let mut answer = Resolution::Unknown;
            for parent in parents {
                match lookup(symbols, tables, *parent, wanted, depth + 1) {
                    found @ (Resolution::Found(_) | Resolution::WrongKind(_)) => answer = found,
                    // Missing for one of its users is missing.
                    other => return other,
                }
            }
            answer
        }
        _ => Resolution::Missing { scope },
    }
}

/// Whether a scope hides the outer names of a kind: nothing inside a component sees another's ports.
pub(crate) fn seals(kind: ScopeKind, ns: Ns) -> bool {
    match kind {
        ScopeKind::Component => matches!(ns, Ns::Input | Ns::Output | Ns::Task | Ns::Argument | Ns::Item),
        ScopeKind::Inline => matches!(ns, Ns::Output | Ns::Argument),
        ScopeKind::Graph => matches!(ns, Ns::Task | Ns::Argument),
        ScopeKind::Task => matches!(ns, Ns::Argument),
        _ => false,
    }
}
