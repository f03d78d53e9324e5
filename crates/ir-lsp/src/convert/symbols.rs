//! Outlines.

use ir_analyzer::ide::{OutlineItem, OutlineKind};
use tower_lsp_server::ls_types as lsp;

use super::Places;

/// An outline: a tree if the client can show one, else a list.
pub(crate) fn symbols(outline: Vec<OutlineItem>, places: &Places<'_>) -> lsp::DocumentSymbolResponse {
    if places.state.abilities().symbol_tree {
        return lsp::DocumentSymbolResponse::Nested(outline.into_iter().map(|item| nested(item, places)).collect());
    }
    let mut list = Vec::new();
    flat(outline, None, places, &mut list);
    lsp::DocumentSymbolResponse::Flat(list)
}

#[allow(deprecated, reason = "the type has no other constructor")]
fn nested(item: OutlineItem, places: &Places<'_>) -> lsp::DocumentSymbol {
    let selection =
        if item.span.contains(item.selection) { item.selection } else { ir_syntax::Span::at(item.span.start) };
    let children: Vec<_> = item.children.into_iter().map(|child| nested(child, places)).collect();
    lsp::DocumentSymbol {
        name: named(item.name),
        detail: item.detail,
        kind: kind(item.kind),
        tags: None,
        deprecated: None,
        range: places.range(item.span),
        selection_range: places.range(selection),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated, reason = "the type has no other constructor")]
fn flat(items: Vec<OutlineItem>, container: Option<&str>, places: &Places<'_>, list: &mut Vec<lsp::SymbolInformation>) {
    for item in items {
        let name = named(item.name);
        list.push(lsp::SymbolInformation {
            name: name.clone(),
            kind: kind(item.kind),
            tags: None,
            deprecated: None,
            location: places.here(item.span),
            container_name: container.map(str::to_owned),
        });
        flat(item.children, Some(&name), places, list);
    }
}

/// Clients refuse a whole outline for one empty name, as one has while it is typed.
fn named(name: String) -> String {
    if name.trim().is_empty() { "(no name)".to_owned() } else { name }
}

/// The protocol's word for what something is.
pub(crate) fn kind(kind: OutlineKind) -> lsp::SymbolKind {
    match kind {
        OutlineKind::Pipeline => lsp::SymbolKind::PACKAGE,
        OutlineKind::Component => lsp::SymbolKind::CLASS,
        OutlineKind::Executor => lsp::SymbolKind::MODULE,
        OutlineKind::Task => lsp::SymbolKind::FUNCTION,
        OutlineKind::Input => lsp::SymbolKind::VARIABLE,
        OutlineKind::Output => lsp::SymbolKind::FIELD,
    }
}
