//! From byte offsets to lines and columns.

use std::ops::Range;

/// A place as people count it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters (Unicode code points), a tab being one.
    pub column: usize,
}

/// Where the lines of a text start. Made once for a file.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
    len: u32,
    /// Characters before each [`BLOCK`] of bytes, so that a column in a line of a megabyte does not cost
    /// a megabyte; empty where all is ASCII.
    characters: Vec<u32>,
}

const BLOCK: usize = 1024;
const BOM: &str = "\u{feff}";

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Characters that begin in these bytes.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count()
}

impl Lines {
    /// Finds the lines of `text`. Lines end with `\n`, `\r\n` or a lone `\r`, as YAML and editors have it. A byte
    /// order mark is not part of the first line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![if text.starts_with(BOM) { narrow(BOM.len()) } else { 0 }];
        for i in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // The first half of `\r\n` ends nothing yet.
            if bytes.get(i..i + 2) != Some(b"\r\n") {
                starts.push(narrow(i + 1));
            }
        }
        let characters = if text.is_ascii() {
            Vec::new()
        } else {
            let blocks = bytes.chunks(BLOCK).scan(0, |before, block| {
                let here = *before;
                *before += beginnings(block);
                Some(narrow(here))
            });
            blocks.collect()
        };
        Self { starts, len: narrow(text.len()), characters }
    }

    /// The line, from 0, that holds `offset`.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (from 0), its end included.
    #[must_use]
    pub fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.len);
        let end = self.starts.get(line.saturating_add(1)).copied().unwrap_or(self.len);
        start as usize..end.max(start) as usize
    }

    /// The place of `offset` in `text`, which must be the text of these lines.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(self.len);
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or(0).min(offset);
        let column = self.characters_before(text, offset) - self.characters_before(text, start);
        Position { line: line + 1, column: column + 1 }
    }

    fn characters_before(&self, text: &str, offset: u32) -> usize {
        let offset = offset as usize;
        let Some(before) = self.characters.get(offset / BLOCK) else {
            // ASCII, or the very end of a text that fills its last block.
            return match self.characters.last() {
                None => offset,
                Some(before) => {
                    let block = (self.characters.len() - 1) * BLOCK;
                    *before as usize + text.as_bytes().get(block..offset).map_or(0, beginnings)
                }
            };
        };
        let block = offset / BLOCK * BLOCK;
        *before as usize + text.as_bytes().get(block..offset).map_or(0, beginnings)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    fn place(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = Lines::new(text).position(text, offset as u32);
        (line, column)
    }

    #[test]
    fn every_line_end_counts_once() {
        let text = "a\nb\r\nc\rd\n";
        assert_eq!(["a", "b", "c", "d"].map(|c| place(text, text.find(c).unwrap())), [(1, 1), (2, 1), (3, 1), (4, 1)]);
        assert_eq!(place(text, text.len()), (5, 1));
        assert_eq!(place(text, 3), (2, 2), "before \\r\\n");
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("abc", 99), (1, 4));
    }

    #[test]
    fn columns_are_characters() {
        let text = "имя: 'поезд' 😀 x\n";
        assert_eq!(place(text, text.find('x').unwrap()), (1, 16));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{feff}name: x\n";
        assert_eq!(place(text, 3), (1, 1));
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(Lines::new(text).range(0), 3..11);
    }

    #[test]
    fn a_long_line_counts_as_a_short_one() {
        for piece in ["ab", "жё", "日x", "😀y"] {
            let text = piece.repeat(3000);
            let lines = Lines::new(&text);
            for (i, (offset, _)) in text.char_indices().enumerate() {
                assert_eq!(lines.position(&text, offset as u32).column, i + 1);
            }
            assert_eq!(lines.position(&text, text.len() as u32).column, 6001);
        }
    }
}
