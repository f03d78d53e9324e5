//! Everywhere a name is used.

use ir_syntax::Span;

use super::Location;
use super::tokens::Tokens;
use super::view::View;
use crate::source::Source;
use crate::workspace::Workspace;

/// Everywhere in this file where the name at `offset` (bytes) is used, and defined if `declaration`, in the
/// order of the text, each place once. An input and the arguments that fill it are one name.
#[must_use]
pub fn references(source: &Source, workspace: &Workspace, offset: u32, declaration: bool) -> Vec<Location> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let Some(symbol) = view.symbol_at(offset) else { return Vec::new() };
    let class = Tokens::new(&view).class(symbol.entities);
    let declared = class.declared(&view);
    let mut spans: Vec<Span> = class.tokens.iter().map(|token| token.span).collect();
    spans.retain(|span| declaration || !declared.contains(span));
    spans.dedup();
    spans.into_iter().map(|s| view.here(s)).collect()
}
