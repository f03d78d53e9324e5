//! Folds and selections.

use ir_analyzer::ide::{Fold, FoldKind};
use ir_syntax::Span;
use tower_lsp_server::ls_types::{FoldingRange, FoldingRangeKind, Position, Range, SelectionRange};

use super::Places;
use crate::views::Folds;

/// Folds as the client can show them, of too many the longest.
pub(crate) fn folds(folds: &[Fold], client: Folds, places: &Places<'_>) -> Vec<FoldingRange> {
    let mut ranges: Vec<FoldingRange> = folds.iter().filter_map(|f| fold(f, client, places)).collect();
    if let Some(limit) = client.limit.filter(|limit| *limit < ranges.len()) {
        ranges.sort_by_key(|r| std::cmp::Reverse(r.end_line - r.start_line));
        ranges.truncate(limit);
        ranges.sort_by_key(|r| r.start_line);
    }
    ranges
}

fn fold(fold: &Fold, client: Folds, places: &Places<'_>) -> Option<FoldingRange> {
    let parsed = places.snapshot.parsed();
    let text = parsed.source.text();
    let range = places.range(fold.span);
    // The first line stays as it is.
    let first = parsed.lines.line_span(text, range.start.line);
    let start = places.range(Span::at(first.end)).start;
    (range.end.line > range.start.line).then(|| FoldingRange {
        start_line: range.start.line,
        start_character: (!client.lines_only).then_some(start.character),
        end_line: range.end.line,
        end_character: (!client.lines_only).then_some(range.end.character),
        kind: match fold.kind {
            FoldKind::Content | FoldKind::Document => None,
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
            FoldKind::Region => Some(FoldingRangeKind::Region),
        },
        collapsed_text: None,
    })
}

/// What to select around a place, the smallest first. One that ends in the same columns as the one before says
/// nothing new.
pub(crate) fn selection(steps: &[Span], at: Position, places: &Places<'_>) -> SelectionRange {
    let mut ranges: Vec<Range> = steps.iter().map(|s| places.range(*s)).collect();
    ranges.dedup();
    let outer = ranges
        .into_iter()
        .rev()
        .fold(None, |parent: Option<Box<SelectionRange>>, range| Some(Box::new(SelectionRange { range, parent })));
    outer.map_or(SelectionRange { range: Range { start: at, end: at }, parent: None }, |selection| *selection)
}
