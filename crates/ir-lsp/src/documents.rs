//! The text of an open document, as the client last told it.

use ropey::{Rope, RopeSlice};

use ir_syntax::{Encoding, Position};

/// One change: a stretch replaced, or the whole text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What is replaced, in the text as it is after the change before this one; `None` is everything.
    pub range: Option<(Position, Position)>,
    /// The new text.
    pub text: String,
}

/// Applies `change` to `text`. Positions out of bounds are clamped, ends before the start are the start.
pub fn apply(text: &mut Rope, change: &Change, encoding: Encoding) {
    let Some((start, end)) = change.range else {
        *text = Rope::from_str(&change.text);
        return;
    };
    let start = char_at(text, start, encoding);
    let end = char_at(text, end, encoding).max(start);
    // Both are inside the text, so neither can fail.
    let done = text.try_remove(start..end).and_then(|()| text.try_insert(start, &change.text));
    if let Err(error) = done {
        tracing::error!(%error, start, end, "a change does not fit the text");
    }
}

/// The index of the character at `position`.
fn char_at(text: &Rope, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    let (Ok(start), Some(content)) = (text.try_line_to_char(line), text.get_line(line)) else {
        return text.len_chars();
    };
    let content = without_end(content);
    start + column_to_char(content, position.column as usize, encoding)
}

fn column_to_char(line: RopeSlice<'_>, column: usize, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => line.try_byte_to_char(column.min(line.len_bytes())),
        Encoding::Utf16 => line.try_utf16_cu_to_char(column.min(line.len_utf16_cu())),
        Encoding::Utf32 => Ok(column.min(line.len_chars())),
    }
    .unwrap_or_else(|_| line.len_chars())
}

/// The line without what ends it.
fn without_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    while end > 0 && matches!(line.get_char(end - 1), Some('\r' | '\n')) {
        end -= 1;
    }
    line.get_slice(..end).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str, (start, end): ((u32, u32), (u32, u32)), new: &str, encoding: Encoding) -> String {
        let mut rope = Rope::from_str(text);
        let at = |(line, column)| Position { line, column };
        apply(&mut rope, &Change { range: Some((at(start), at(end))), text: new.to_owned() }, encoding);
        rope.to_string()
    }

    #[test]
    fn a_range_is_replaced_in_every_encoding() {
        let text = "x: 😀é!\r\ny: 1\r\n";
        for (encoding, columns) in [(Encoding::Utf8, (7, 9)), (Encoding::Utf16, (5, 6)), (Encoding::Utf32, (4, 5))] {
            let range = ((0, columns.0), (0, columns.1));
            assert_eq!(replaced(text, range, "e", encoding), "x: 😀e!\r\ny: 1\r\n", "{encoding:?}");
        }
    }

    #[test]
    fn out_of_bounds_is_clamped_before_the_line_end() {
        assert_eq!(replaced("ab\r\ncd", ((0, 99), (0, 99)), "!", Encoding::Utf16), "ab!\r\ncd");
        assert_eq!(replaced("ab\ncd", ((9, 0), (12, 4)), "!", Encoding::Utf16), "ab\ncd!");
        assert_eq!(replaced("ab\ncd", ((1, 1), (0, 0)), "!", Encoding::Utf16), "ab\nc!d");
    }

    #[test]
    fn only_the_protocols_line_ends_end_lines() {
        assert_eq!(replaced("a\u{2028}b\u{85}c\rd", ((1, 0), (1, 1)), "D", Encoding::Utf16), "a\u{2028}b\u{85}c\rD");
    }

    #[test]
    fn a_change_without_range_is_the_whole_text() {
        let mut rope = Rope::from_str("old");
        apply(&mut rope, &Change { range: None, text: "new".to_owned() }, Encoding::Utf16);
        assert_eq!(rope, "new");
    }
}
