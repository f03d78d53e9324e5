//! From the decoded text of a scalar to its source and back.

use std::ops::Range;

use crate::decode::{self, Piece};
use crate::node::Node;
use crate::span::Span;
use crate::tree::Style;

/// Leads from offsets in the decoded text of a scalar ([`Node::text`]) to offsets in the file, and
/// back. Made by [`Node::text_map`].
///
/// Escapes and folded line breaks are whole: every offset inside one leads to its start.
#[derive(Clone, Debug)]
pub struct TextMap {
    /// Length of the decoded text.
    len: u32,
    /// The source of the text, without quotes and block header.
    source: Span,
    /// Empty where the text is its own source.
    pieces: Vec<Piece>,
}

impl TextMap {
    pub(crate) fn new(node: Node<'_>) -> Self {
        let node = node.resolved();
        let (span, style, known) = (node.span(), node.style(), node.text());
        let source = node.tree().text();
        let len = known.len() as u32;
        let inner = match style {
            Style::SingleQuoted | Style::DoubleQuoted => Span::new(span.start + 1, span.end.saturating_sub(1)),
            _ => span,
        };
        if inner.len() == len && inner.slice(source) == known {
            return Self { len, source: inner, pieces: Vec::new() };
        }
        let mut decoded = decode::scalar(source, span, style, known);
        // The empty lines that a block scalar may keep lie behind its span.
        for piece in decoded.pieces.iter_mut().rev().take_while(|p| p.source.end > span.end) {
            piece.verbatim = false;
            piece.source.end = span.end;
            piece.source.start = piece.source.start.min(span.end);
        }
        match (decoded.pieces.first(), decoded.pieces.last()) {
            (Some(first), Some(last)) if decoded.text == known => {
                Self { len, source: Span::new(first.source.start, last.source.end), pieces: decoded.pieces }
            }
            // Read by a guess: all of the text stands for all of the source.
            _ if known.is_empty() => Self { len, source: Span::at(inner.end.min(span.end)), pieces: Vec::new() },
            _ => Self { len, source: span, pieces: vec![Piece { decoded: 0, source: span, verbatim: false }] },
        }
    }

    /// Length of the decoded text in bytes.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the decoded text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether the source of the text is the text itself.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Where the text stands in the file, without quotes, block header and indentation of its first line.
    #[must_use]
    pub fn source(&self) -> Span {
        self.source
    }

    /// The piece that byte `decoded` belongs to, and the offset inside it.
    fn piece(&self, decoded: u32) -> Option<(&Piece, u32)> {
        let after = self.pieces.partition_point(|p| p.decoded <= decoded);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        Some((piece, decoded - piece.decoded))
    }

    /// The file's offset of byte `decoded` of the text. Its length gives the end of the source, and so
    /// does anything behind it.
    #[must_use]
    pub fn to_source(&self, decoded: u32) -> u32 {
        if decoded >= self.len {
            return self.source.end;
        }
        match self.piece(decoded) {
            None => self.source.start + decoded,
            Some((piece, inside)) if piece.verbatim => piece.source.start + inside,
            Some((piece, _)) => piece.source.start,
        }
    }

    /// The file's span of a range of bytes of the text, as small as can be. An empty range gives an
    /// empty span.
    #[must_use]
    pub fn span(&self, decoded: Range<usize>) -> Span {
        let start = self.to_source(decoded.start as u32);
        if decoded.end <= decoded.start {
            return Span::at(start);
        }
        let last = (decoded.end as u32).min(self.len).saturating_sub(1);
        let end = match self.piece(last) {
            None => self.source.start + last + 1,
            Some((piece, inside)) if piece.verbatim => piece.source.start + inside + 1,
            Some((piece, _)) => piece.source.end,
        };
        Span::new(start, end.max(start))
    }

    /// The byte of the text that the file's offset `source` belongs to. Offsets in what is not part of
    /// the text, such as the indentation of a line, lead to what follows. `None` outside the text.
    #[must_use]
    pub fn to_decoded(&self, source: u32) -> Option<u32> {
        if !self.source.touches(source) {
            return None;
        }
        if source == self.source.end {
            return Some(self.len);
        }
        if self.pieces.is_empty() {
            return Some(source - self.source.start);
        }
        let after = self.pieces.partition_point(|p| p.source.start <= source);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        if source < piece.source.end {
            let inside = if piece.verbatim { source - piece.source.start } else { 0 };
            return Some(piece.decoded + inside);
        }
        Some(self.pieces.get(after).map_or(self.len, |next| next.decoded))
    }
}

impl Node<'_> {
    /// Leads from offsets in [`Node::text`] to the file and back. Cheap where the text is written as it
    /// is; an alias leads to where the text is written.
    #[must_use]
    pub fn text_map(self) -> TextMap {
        TextMap::new(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    fn first(text: &str) -> (Tree, TextMap) {
        let tree = Tree::parse(text);
        assert!(tree.errors().is_empty(), "{:?}", tree.errors());
        let map = tree.roots().next().unwrap().get("k").unwrap().text_map();
        (tree, map)
    }

    /// The source of each word of the decoded text.
    fn words(text: &str) -> Vec<String> {
        let (tree, map) = first(text);
        let value = tree.roots().next().unwrap().get("k").unwrap().text();
        value
            .split([' ', '\n'])
            .filter(|w| !w.is_empty())
            .map(|w| {
                let at = w.as_ptr() as usize - value.as_ptr() as usize;
                map.span(at..at + w.len()).slice(tree.text()).to_owned()
            })
            .collect()
    }

    #[test]
    fn words_are_found_in_every_style() {
        assert_eq!(words("k: a bc\n"), ["a", "bc"]);
        assert_eq!(words("k: a\n   bc\n\n   d\n"), ["a", "bc", "d"]);
        assert_eq!(words("k: 'it''s a\r\n  b'\r\n"), ["it''s", "a", "b"]);
        assert_eq!(
            words("k: \"\\u00e9t\\x65 \\U0001F3B5\\\n    x \\ud834\\udd1e\"\n"),
            ["\\u00e9t\\x65", "\\U0001F3B5\\\n    x", "\\ud834\\udd1e"]
        );
        assert_eq!(words("k: |2-\n    a\n   b\n"), ["a", "b"]);
        assert_eq!(words("k: >\n  a\n  b\n\n   c\n  d\n"), ["a", "b", "c", "d"]);
        assert_eq!(words("k: |+ # c\r\n  a\r\n\r\n  b\r\n\r\n"), ["a", "b"]);
    }

    #[test]
    fn offsets_lead_there_and_back() {
        let (tree, map) = first("k: \"a\\nb\"\n");
        assert_eq!(tree.text().find('a'), Some(4));
        assert_eq!([0, 1, 2, 3, 9].map(|d| map.to_source(d)), [4, 5, 7, 8, 8]);
        assert_eq!(
            [3, 4, 5, 6, 7, 8, 9].map(|s| map.to_decoded(s)),
            [None, Some(0), Some(1), Some(1), Some(2), Some(3), None]
        );
    }

    #[test]
    fn a_text_that_is_its_own_source_needs_no_pieces() {
        for text in ["k: abc", "k: 'a b'", "k: \"a b\"", "k:", "k: ''"] {
            assert!(first(text).1.is_verbatim(), "{text}");
        }
        let (_, empty) = first("k: ''");
        assert_eq!((empty.to_source(0), empty.to_decoded(4)), (4, Some(0)));
    }

    #[test]
    fn a_text_read_by_a_guess_still_leads_into_its_source() {
        let tree = Tree::parse("k: \"a\\qb\nl: 1\n");
        let node = tree.roots().next().unwrap().get("k").unwrap();
        let map = node.text_map();
        for at in 0..=map.len() {
            assert!(node.span().touches(map.to_source(at)));
        }
    }
}
