//! The names of a file by their tokens, and which of them are one name.

use ir_model::{DefId, Key, NameId, Ns, RefName, Resolution, Role};
use ir_syntax::{NodeId, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use super::view::{Entity, View};

/// A token, and all that bears the name it writes.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Where; empty where the name only links what it stands for, as where a workflow hands on its arguments.
    pub(super) span: Span,
    /// The scalar around it.
    pub(super) node: NodeId,
    /// What it says.
    pub(super) name: NameId,
    /// What it introduces or uses.
    pub(super) entities: Vec<Entity>,
    /// Whether it introduces a name, or gives it a value.
    pub(super) writes: bool,
    /// Whether it says the name of what it stands for: a path or a digest does not.
    pub(super) names: bool,
    /// Whether it uses something that is in no file at hand.
    pub(super) outside: bool,
}

/// All tokens of a file.
pub(super) struct Tokens {
    list: Vec<Token>,
    by_entity: FxHashMap<Entity, Vec<usize>>,
}

/// What is one name, in one file.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// All that bears it.
    pub(super) entities: Vec<Entity>,
    /// The tokens, in the order of the text; those without text are left out.
    pub(super) tokens: Vec<Token>,
}

impl Tokens {
    pub(super) fn new(view: &View<'_>) -> Self {
        let symbols = &view.package.symbols;
        let mut tokens = Self { list: Vec::with_capacity(symbols.refs.len()), by_entity: FxHashMap::default() };
        let mut at: FxHashMap<(Span, NameId), usize> = FxHashMap::default();
        let mut add = |token: Token| match at.get(&(token.span, token.name)).and_then(|i| tokens.list.get_mut(*i)) {
            Some(known) => {
                known.writes |= token.writes;
                known.names &= token.names;
                known.outside |= token.outside;
                for entity in token.entities {
                    if !known.entities.contains(&entity) {
                        known.entities.push(entity);
                    }
                }
            }
            None => {
                at.insert((token.span, token.name), tokens.list.len());
                tokens.list.push(token);
            }
        };
        for (id, reference) in symbols.refs.iter() {
            let RefName::Name(name) = reference.name else { continue };
            let keys = symbols.keys_of(reference.base);
            let names = keys.is_empty() || keys.iter().any(|key| matches!(key, Key::Object { .. }));
            let (span, node) = (reference.at.span, reference.at.node);
            let writes = reference.role == Role::Bind;
            let entities = view.entities(id);
            let resolution = view.package.resolutions.of(id);
            let outside = entities.is_empty() && matches!(resolution, Resolution::Elsewhere | Resolution::Unknown);
            add(Token { span, node, name, entities, writes, names, outside });
        }
        for (id, def) in symbols.defs.iter() {
            let (span, node) = (def.at.span, def.at.node);
            let writes = !def.flags.implied;
            let entities = vec![Entity::Def(id)];
            add(Token { span, node, name: def.name, entities, writes, names: true, outside: false });
        }
        for (index, token) in tokens.list.iter().enumerate() {
            for entity in &token.entities {
                tokens.by_entity.entry(*entity).or_default().push(index);
            }
        }
        tokens
    }

    /// Whether any token stands for `entity`.
    pub(super) fn has(&self, entity: Entity) -> bool {
        self.by_entity.contains_key(&entity)
    }

    /// All that bears the same name for the same reason: an input, the arguments that fill it, and where
    /// several components share an executor, the inputs that its strings mean together.
    pub(super) fn class(&self, start: Vec<Entity>) -> Class {
        let mut seen: FxHashSet<Entity> = start.iter().copied().collect();
        let mut entities = start;
        let mut found = FxHashSet::default();
        let mut next = 0;
        while let Some(entity) = entities.get(next).copied() {
            next += 1;
            for index in self.by_entity.get(&entity).into_iter().flatten() {
                let Some(token) = self.list.get(*index).filter(|_| found.insert(*index)) else { continue };
                entities.extend(token.entities.iter().copied().filter(|e| seen.insert(*e)));
            }
        }
        let mut tokens: Vec<Token> = found.into_iter().filter_map(|i| self.list.get(i)).cloned().collect();
        tokens.retain(|token| !token.span.is_empty());
        tokens.sort_by_key(|token| token.span);
        Class { entities, tokens }
    }
}

impl Class {
    /// The definitions of this file.
    pub(super) fn defs(&self) -> impl Iterator<Item = DefId> {
        self.entities.iter().filter_map(|e| if let Entity::Def(def) = e { Some(*def) } else { None })
    }

    /// The tokens that introduce the name. An argument's key both uses the input and introduces the name
    /// inside the task: a use.
    pub(super) fn declared(&self, view: &View<'_>) -> FxHashSet<Span> {
        let defs = self.defs().filter_map(|id| view.def(id));
        defs.filter(|d| d.ns != Ns::Argument && !d.flags.implied).map(|d| d.at.span).collect()
    }
}
