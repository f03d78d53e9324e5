//! Where a name is defined.

use super::Location;
use super::view::View;
use crate::source::Source;
use crate::workspace::Workspace;

/// Where the name at `offset` (bytes) is defined, in this file or another. A definition leads to itself,
/// an argument's key to the input that receives it, a reference to a file to the name of its component, an
/// alias to what it repeats. Several places where several are meant.
#[must_use]
pub fn definition(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Location> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    if let Some(node) = view.tree.node_at(offset).filter(|n| n.is_alias()) {
        let target = node.resolved();
        // An alias that leads nowhere is a syntax error of its own.
        let leads = target.id() != node.id();
        return leads.then(|| view.here(target.span())).into_iter().collect();
    }
    let symbol = view.symbol_at(offset);
    symbol.iter().flat_map(|s| &s.entities).filter_map(|e| view.location(*e)).collect()
}
