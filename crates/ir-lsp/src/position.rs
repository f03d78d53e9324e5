//! Bytes to lines and columns and back, in the three encodings of the protocol.
//!
//! Lines end at `\n`, `\r\n` or a lone `\r`, as the protocol has it.

/// In what a column is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what a client speaks that says nothing.
    #[default]
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

impl Encoding {
    /// How much `text` is in this encoding.
    #[must_use]
    pub fn length(self, text: &str) -> u32 {
        let length = match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => text.chars().count(),
        };
        u32::try_from(length).unwrap_or(u32::MAX)
    }
}

/// A line and a column, both from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, counted in an [`Encoding`].
    pub column: u32,
}

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut bytes = text.bytes().zip(1_u32..).peekable();
        while let Some((byte, next)) = bytes.next() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => !matches!(bytes.peek(), Some((b'\n', _))),
                _ => false,
            };
            if ends {
                starts.push(next);
            }
        }
        Self { starts }
    }

    /// The place of byte `offset` of `text`, the text this index was made of. An offset behind the end
    /// is taken for the end, one inside a character for its start.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32, encoding: Encoding) -> Position {
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= end).saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |start| *start as usize);
        let before = text.get(start..end).unwrap_or("");
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: encoding.length(before) }
    }

    /// The byte of `text` at `position`. A column behind the line's end is its end, a line behind the
    /// last the end of the text, a column inside a character the character's start.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> u32 {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else { return length };
        let end = self.starts.get(line + 1).copied().unwrap_or(length);
        let content = text.get(start as usize..end as usize).unwrap_or("").trim_end_matches(['\r', '\n']);
        start + prefix(content, position.column, encoding)
    }
}

/// The bytes of the first `column` units of `line`, whole characters only.
fn prefix(line: &str, column: u32, encoding: Encoding) -> u32 {
    let mut bytes = 0;
    let mut units = 0;
    for c in line.chars() {
        let (length, unit) = (
            c.len_utf8(),
            match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            },
        );
        units += unit;
        if units > column as usize {
            break;
        }
        bytes += length;
    }
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: u32, encoding: Encoding) -> (u32, u32) {
        let position = LineIndex::new(text).position(text, offset, encoding);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_in_the_encoding() {
        let text = "a: 日本\nb: 😀x";
        assert_eq!(place(text, 9, Encoding::Utf8), (0, 9));
        assert_eq!(place(text, 9, Encoding::Utf16), (0, 5));
        assert_eq!(place(text, 17, Encoding::Utf8), (1, 7));
        assert_eq!(place(text, 17, Encoding::Utf16), (1, 5));
        assert_eq!(place(text, 17, Encoding::Utf32), (1, 4));
    }

    #[test]
    fn all_three_line_ends_end_a_line() {
        assert_eq!(place("a\r\nb\rc\nd", 7, Encoding::Utf16), (3, 0));
    }

    #[test]
    fn positions_out_of_bounds_are_clamped() {
        let text = "ab\r\ncd";
        let lines = LineIndex::new(text);
        let at = |line, column| lines.offset(text, Position { line, column }, Encoding::Utf16);
        assert_eq!([at(0, 1), at(0, 9), at(1, 9), at(7, 0)], [1, 2, 6, 6]);
    }

    #[test]
    fn half_a_surrogate_pair_is_the_character() {
        let text = "😀x";
        let lines = LineIndex::new(text);
        assert_eq!(lines.offset(text, Position { line: 0, column: 1 }, Encoding::Utf16), 0);
        assert_eq!(lines.offset(text, Position { line: 0, column: 2 }, Encoding::Utf16), 4);
    }
}
