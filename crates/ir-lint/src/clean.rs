//! Text from files, made fit for a terminal: what a file says must not move the cursor, set colours or
//! reorder what stands around it.

/// Longer sentences are cut: a name in them can be as long as a file.
const LONGEST: usize = 400;

/// The character to show instead of `c`, which a terminal would obey.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        // Control pictures: ␀ ␛ …
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        // C1 controls, line separators, direction marks and overrides, invisible marks.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// A sentence on one line.
#[must_use]
pub fn line(text: &str) -> String {
    cut(text, visible)
}

/// A sentence that may have several lines.
#[must_use]
pub fn lines(text: &str) -> String {
    cut(text, |c| if c == '\n' { c } else { visible(c) })
}

fn cut(text: &str, visible: impl Fn(char) -> char) -> String {
    // Nearly all sentences are short and of plain letters.
    if text.len() <= LONGEST && text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let mut out: String = chars.by_ref().take(LONGEST).map(visible).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(super::line("a\x1b[31mb\u{202e}c\r\nd"), "a␛[31mb\u{fffd}c␍␊d");
        assert_eq!(super::lines("a\nb\tc"), "a\nb␉c");
        assert_eq!(super::line(&"x".repeat(1000)).chars().count(), 401);
    }
}
