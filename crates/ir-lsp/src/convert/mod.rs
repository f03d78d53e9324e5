//! Between the analyzer's words and the protocol's.

mod completion;
mod diagnostic;
mod markdown;
mod places;
mod symbols;
mod workspace_edit;

use std::path::PathBuf;

use ir_syntax::Span;
use tower_lsp_server::ls_types as lsp;

pub(crate) use completion::completion;
pub(crate) use diagnostic::{diagnostic, edits};
pub(crate) use markdown::markup;
pub(crate) use places::{Others, Places, read};
pub(crate) use symbols::{kind, symbols};
pub(crate) use workspace_edit::workspace_edit;

use crate::documents::Change;
use crate::snapshot::Parsed;
use ir_syntax::{Encoding, Position};

/// The path of a document: absolute if it is a file, else a relative name that no file has.
pub(crate) fn path(uri: &lsp::Uri) -> PathBuf {
    let path = if uri.scheme().as_str().eq_ignore_ascii_case("file") { uri.to_file_path() } else { None };
    match path {
        Some(path) => path.into_owned(),
        None => PathBuf::from(uri.as_str().replace(['/', '\\'], "_")),
    }
}

/// A position, without regard to its encoding.
pub(crate) fn position(position: Position) -> lsp::Position {
    lsp::Position { line: position.line, character: position.column }
}

fn position_from(position: lsp::Position) -> Position {
    Position { line: position.line, column: position.character }
}

/// A span of a parsed text.
pub(crate) fn range(parsed: &Parsed, span: Span, encoding: Encoding) -> lsp::Range {
    let at = |offset| position(parsed.lines.position(parsed.source.text(), offset, encoding));
    lsp::Range { start: at(span.start), end: at(span.end) }
}

/// The byte at a position of a parsed text, clamped into it.
pub(crate) fn offset(parsed: &Parsed, position: lsp::Position, encoding: Encoding) -> u32 {
    parsed.lines.offset(parsed.source.text(), position_from(position), encoding)
}

/// The span at a range of a parsed text, clamped into it.
pub(crate) fn span(parsed: &Parsed, range: lsp::Range, encoding: Encoding) -> Span {
    let start = offset(parsed, range.start, encoding);
    Span::new(start, offset(parsed, range.end, encoding).max(start))
}

/// A change of a document's text.
pub(crate) fn change(event: lsp::TextDocumentContentChangeEvent) -> Change {
    let range = event.range.map(|range| (position_from(range.start), position_from(range.end)));
    Change { range, text: event.text }
}
