//! Everywhere a name is used.

use ir_model::{DefId, Ns};
use ir_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Location;
use super::view::{Entity, View};
use crate::source::Source;
use crate::workspace::Workspace;

/// Everywhere in this file where the name at `offset` (bytes) is used, and defined if `declaration`, in the
/// order of the text, each place once. An input and the arguments that fill it are one name.
#[must_use]
pub fn references(source: &Source, workspace: &Workspace, offset: u32, declaration: bool) -> Vec<Location> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let Some(symbol) = view.symbol_at(offset) else { return Vec::new() };
    let uses = Uses::new(&view);
    let class = uses.class(symbol.entities);
    let mut spans: FxHashSet<Span> = uses.of(&class);
    let mut declared = Vec::new();
    for def in class.iter().filter_map(|e| if let Entity::Def(d) = e { view.def(*d) } else { None }) {
        // An argument's key both uses the input and introduces the name inside the task: a use.
        match def.ns == Ns::Argument || def.flags.implied {
            true => drop(spans.insert(def.at.span)),
            false => declared.push(def.at.span),
        }
    }
    for span in declared {
        match declaration {
            true => drop(spans.insert(span)),
            false => drop(spans.remove(&span)),
        }
    }
    let mut spans: Vec<Span> = spans.into_iter().collect();
    spans.sort();
    spans.into_iter().map(|s| view.here(s)).collect()
}

/// What every reference of the file stands for, and the other way round.
struct Uses {
    /// A reference's token, and all that it stands for.
    refs: Vec<(Span, Vec<Entity>)>,
    by_entity: FxHashMap<Entity, Vec<usize>>,
}

impl Uses {
    fn new(view: &View<'_>) -> Self {
        let symbols = &view.package.symbols;
        let arguments: FxHashMap<Span, DefId> =
            symbols.defs.iter().filter(|(_, d)| d.ns == Ns::Argument).map(|(id, d)| (d.at.span, id)).collect();
        let mut uses = Self { refs: Vec::with_capacity(symbols.refs.len()), by_entity: FxHashMap::default() };
        for (id, reference) in symbols.refs.iter() {
            let mut entities = view.entities(id);
            // The key of an argument names the input and, inside the task, the argument.
            if reference.ns == Ns::Input {
                entities.extend(arguments.get(&reference.at.span).map(|d| Entity::Def(*d)));
            }
            for entity in &entities {
                uses.by_entity.entry(*entity).or_default().push(uses.refs.len());
            }
            uses.refs.push((reference.at.span, entities));
        }
        uses
    }

    fn refs_to(&self, entity: Entity) -> impl Iterator<Item = &(Span, Vec<Entity>)> {
        self.by_entity.get(&entity).into_iter().flatten().filter_map(|at| self.refs.get(*at))
    }

    /// All that bears the same name for the same reason: an input, the arguments that fill it, and where
    /// several components share an executor, the inputs that its strings mean together.
    fn class(&self, start: Vec<Entity>) -> Vec<Entity> {
        let mut seen: FxHashSet<Entity> = start.iter().copied().collect();
        let mut class = start;
        let mut next = 0;
        while let Some(entity) = class.get(next).copied() {
            next += 1;
            for (_, entities) in self.refs_to(entity) {
                class.extend(entities.iter().copied().filter(|e| seen.insert(*e)));
            }
        }
        class
    }

    /// The tokens that use any of `class`.
    fn of(&self, class: &[Entity]) -> FxHashSet<Span> {
        class.iter().flat_map(|e| self.refs_to(*e)).map(|(span, _)| *span).collect()
    }
}
