//! Notes above the lines of components and tasks: how often they are used, and what can be done with them.

use ir_model::{Body, ComponentId, Ns, Role};
use ir_syntax::Span;
use rustc_hash::FxHashSet;

use crate::source::Source;

/// A note above a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lens {
    /// The name that it is about.
    pub span: Span,
    /// What it says.
    pub kind: LensKind,
}

/// What a [`Lens`] says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LensKind {
    /// The name is used.
    Uses {
        /// Where in its own file, in the order of the text.
        here: Vec<Span>,
        /// Whether other files may use it, too.
        exported: bool,
    },
    /// It is a pipeline of that name, and can be drawn.
    Graph(String),
}

/// The notes on `source`: on each component and task the uses that it has, on each pipeline that it can be drawn. In
/// the order of the text. What is exported has a note even where its own file does not use it.
#[must_use]
pub fn lenses(source: &Source) -> Vec<Lens> {
    let Some(package) = &source.package else { return Vec::new() };
    let exports: FxHashSet<ComponentId> = package.exports.iter().map(|e| e.component).collect();
    let mut found = Vec::new();
    for (id, def) in package.symbols.defs.iter() {
        let named = matches!(def.ns, Ns::Component | Ns::Task) && !def.at.span.is_empty();
        if !named || def.flags.implied || def.flags.shadowed {
            continue;
        }
        let used = package.resolutions.uses(id).iter().filter_map(|r| package.reference(*r));
        let mut spans: Vec<Span> =
            used.filter(|r| r.role != Role::Describe).map(|r| r.at.span).filter(|s| !s.is_empty()).collect();
        spans.sort();
        spans.dedup();
        let component = package.component_of(id).map(|(component, _)| component);
        // That nobody runs a pipeline from another one is no news.
        let graph = package.component_of(id).is_some_and(|(_, c)| matches!(c.body, Body::Graph(_)));
        let entry = component.is_some() && package.entry == component;
        let exported = (entry && !graph) || component.is_some_and(|c| exports.contains(&c));
        if !spans.is_empty() || exported {
            found.push(Lens { span: def.at.span, kind: LensKind::Uses { here: spans, exported } });
        }
    }
    for unit in package.units() {
        let component = unit.entry.and_then(|e| package.components.get(e));
        let Some(component) = component.filter(|c| matches!(c.body, Body::Graph(_))) else { continue };
        let Some(at) = package.def_span(component.def) else { continue };
        let name = unit.name.known().map_or_else(|| package.def_name(component.def), |n| package.names.text(*n));
        found.push(Lens { span: at, kind: LensKind::Graph(name.to_owned()) });
    }
    found.sort_by_key(|l| (l.span, matches!(l.kind, LensKind::Uses { .. })));
    found
}
