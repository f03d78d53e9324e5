//! Byte offsets to lines and columns and back, in the encodings of the language server protocol.

/// What a column counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: the protocol's default.
    #[default]
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

/// A place in a text. Both numbers count from 0; what a column counts is told by an [`Encoding`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// Units between the start of the line and the place.
    pub column: u32,
}

impl Position {
    /// The place `column` units into line `line`.
    #[must_use]
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}

/// Where the lines of a text start. As in the protocol, a line ends with `\n`, `\r\n` or `\r`.
///
/// It belongs to one text: the methods that take a text expect that very one, and give some place
/// inside it for any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Offset of each line's first byte; the first is 0.
    starts: Vec<u32>,
    len: u32,
    /// Whether all of the text is ASCII, so that every column is a number of bytes.
    ascii: bool,
}

impl LineIndex {
    /// Finds the lines of `text`, which must be shorter than 4 GiB.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 24 + 1);
        starts.push(0);
        let ascii = bytes.is_ascii();
        if bytes.contains(&b'\r') {
            let mut after_return = false;
            for (at, byte) in bytes.iter().enumerate() {
                if after_return && *byte != b'\n' {
                    starts.push(at as u32);
                }
                after_return = *byte == b'\r';
                if *byte == b'\n' {
                    starts.push(at as u32 + 1);
                }
            }
            if after_return {
                starts.push(bytes.len() as u32);
            }
        } else {
            starts.extend(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
        }
        Self { starts, len: bytes.len() as u32, ascii }
    }

    /// Number of lines, at least 1: a text that ends with a line break has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line, from 0, that byte `offset` lies in; the last one for offsets behind the text.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1) as u32
    }

    /// Offset of the first byte of `line`; the length of the text for lines behind it.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).copied().unwrap_or(self.len)
    }

    /// The bytes of `line` without its line break; empty at the end of `text` for lines behind it.
    #[must_use]
    pub fn line_span(&self, text: &str, line: u32) -> crate::Span {
        let start = self.line_start(line);
        let end = self.line_start(line.saturating_add(1));
        let content = crate::Span::new(start, end).slice(text);
        // A break is at most two bytes, and only the break at the end of the line is one.
        let content = content.strip_suffix('\n').unwrap_or(content);
        let content = content.strip_suffix('\r').unwrap_or(content);
        crate::Span::new(start, start + content.len() as u32)
    }

    /// The line and column of byte `offset`. Offsets behind the text or inside a character give the
    /// end of the text or the start of the character.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32, encoding: Encoding) -> Position {
        let offset = text.floor_char_boundary((offset.min(self.len)) as usize) as u32;
        let line = self.line_of(offset);
        let start = self.line_start(line);
        let column = if self.ascii || encoding == Encoding::Utf8 {
            offset - start
        } else {
            let before = crate::Span::new(start, offset).slice(text);
            match encoding {
                _ if before.is_ascii() => offset - start,
                Encoding::Utf32 => before.chars().count() as u32,
                _ => before.chars().map(|c| c.len_utf16() as u32).sum(),
            }
        };
        Position { line, column }
    }

    /// The byte offset of a position. A column behind its line gives the line's end before the line
    /// break, one inside a character its start, a line behind the text the text's end.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> u32 {
        if position.line >= self.line_count() {
            return self.len;
        }
        let span = self.line_span(text, position.line);
        if self.ascii || encoding == Encoding::Utf8 {
            let offset = span.start.saturating_add(position.column).min(span.end);
            return text.floor_char_boundary(offset as usize) as u32;
        }
        let mut left = position.column;
        for (at, c) in span.slice(text).char_indices() {
            let units = if encoding == Encoding::Utf32 { 1 } else { c.len_utf16() as u32 };
            if left < units {
                return span.start + at as u32;
            }
            left -= units;
        }
        span.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_the_protocol() {
        let text = "a\nbc\r\nd\re\n";
        let index = LineIndex::new(text);
        let lines: Vec<&str> = (0..index.line_count()).map(|l| index.line_span(text, l).slice(text)).collect();
        assert_eq!(lines, ["a", "bc", "d", "e", ""]);
        assert_eq!(LineIndex::new("a\r").line_count(), 2);
        assert_eq!(LineIndex::new("").line_count(), 1);
    }

    #[test]
    fn columns_count_what_the_encoding_says() {
        let text = "ключ: 🎵x\nb";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap() as u32;
        for (encoding, column) in [(Encoding::Utf8, 14), (Encoding::Utf16, 8), (Encoding::Utf32, 7)] {
            let position = index.position(text, x, encoding);
            assert_eq!(position, Position::new(0, column));
            assert_eq!(index.offset(text, position, encoding), x);
        }
    }

    #[test]
    fn what_lies_outside_is_brought_inside() {
        let text = "a🎵\r\nb";
        let index = LineIndex::new(text);
        assert_eq!(index.offset(text, Position::new(0, 99), Encoding::Utf16), 5);
        assert_eq!(index.offset(text, Position::new(0, 2), Encoding::Utf16), 1); // between surrogates
        assert_eq!(index.offset(text, Position::new(9, 0), Encoding::Utf16), 8);
        assert_eq!(index.position(text, 3, Encoding::Utf16), Position::new(0, 1)); // inside a character
        assert_eq!(index.position(text, 99, Encoding::Utf8), Position::new(1, 1));
    }

    #[test]
    fn every_offset_survives_the_way_there_and_back() {
        let text = "é𝄞\r\n\r日本: x\n\n\u{feff}a\r";
        let index = LineIndex::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (offset, c) in text.char_indices() {
                if c == '\n' && text[..offset].ends_with('\r') {
                    continue; // inside a line break
                }
                let offset = offset as u32;
                assert_eq!(index.offset(text, index.position(text, offset, encoding), encoding), offset);
            }
        }
    }
}
