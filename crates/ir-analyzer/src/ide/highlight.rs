//! The places of this file that mean the same as the cursor.

use ir_syntax::Span;

use super::tokens::Tokens;
use super::view::View;
use crate::source::Source;
use crate::workspace::Workspace;

/// A place that means the same as the cursor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Highlight {
    /// The token.
    pub span: Span,
    /// What it does there.
    pub kind: HighlightKind,
}

/// What a place does with a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum HighlightKind {
    /// It only says it: a comment.
    Text,
    /// It uses it.
    Read,
    /// It introduces it, or gives it a value.
    Write,
}

/// All places of this file that mean what the name at `offset` (bytes) means, in the order of the text.
#[must_use]
pub fn highlights(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Highlight> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let Some(symbol) = view.symbol_at(offset) else { return Vec::new() };
    let class = Tokens::new(&view).class(symbol.entities);
    let kind = |writes| if writes { HighlightKind::Write } else { HighlightKind::Read };
    let mut all: Vec<Highlight> =
        class.tokens.iter().map(|token| Highlight { span: token.span, kind: kind(token.writes) }).collect();
    let mentions = view.package.mentions.iter().filter(|mention| class.defs().any(|def| def == mention.def));
    all.extend(mentions.map(|mention| Highlight { span: mention.at, kind: HighlightKind::Text }));
    all.sort();
    all.dedup_by_key(|highlight| highlight.span);
    all
}
