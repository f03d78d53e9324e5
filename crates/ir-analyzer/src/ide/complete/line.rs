//! The line of the cursor: what completion must know where the text cannot be parsed.

use ir_syntax::Span;

/// A line, taken apart at its dashes.
pub(super) struct Line<'t> {
    text: &'t str,
    start: usize,
    /// Line break excluded.
    end: usize,
    /// Behind indentation and dashes, the cursor at most.
    body: usize,
    cursor: usize,
}

impl<'t> Line<'t> {
    /// The line of `offset` (bytes), which must lie between two characters.
    pub(super) fn at(text: &'t str, offset: u32) -> Self {
        let cursor = (offset as usize).min(text.len());
        let start = text.get(..cursor).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |n| n + 1);
        let end = text.get(cursor..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |n| cursor + n);
        let mut line = Self { text, start, end, body: start, cursor };
        line.skip_dashes();
        line
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.text.as_bytes().get(at).copied().unwrap_or(b'\n') } else { b'\n' }
    }

    fn skip_dashes(&mut self) {
        let blank = |b: u8| matches!(b, b' ' | b'\t');
        let mut dashes = self.start;
        loop {
            while blank(self.byte(self.body)) {
                self.body += 1;
            }
            let next = self.byte(self.body + 1);
            if self.byte(self.body) != b'-' || !(blank(next) || next == b'\n') {
                break;
            }
            self.body += 1;
            dashes = self.body;
        }
        // Nothing is written: it will stand where the cursor is, not behind trailing white space.
        if self.rest().is_empty() && self.cursor >= dashes {
            self.body = self.cursor;
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.body..self.end).unwrap_or("")
    }

    /// The only word of the line, the cursor in or at it; empty where the line holds nothing. `None` where
    /// the line holds more, or something that cannot become a key.
    pub(super) fn lone_word(&self) -> Option<Span> {
        let content = self.rest();
        let content = content.split(" #").next().unwrap_or("").trim_end();
        let content = content.strip_suffix(',').unwrap_or(content);
        let end = self.body + content.len();
        if self.cursor < self.body || self.cursor > end {
            return None;
        }
        let mut inner = content;
        if let Some(quote) = content.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            inner = content.strip_prefix(quote)?.strip_suffix(quote)?;
            if self.cursor == self.body || self.cursor == end || inner.contains(['"', '\'', '\\']) {
                return None;
            }
        } else if content.starts_with(|c: char| "[]{}&*!|>%@`#,?\"'".contains(c)) {
            return None;
        }
        let closed = inner.contains(": ") || inner.ends_with(':') || inner.contains(['{', '}', '[', ']']);
        // Markers of documents are no words.
        let marker = self.body == self.start && matches!(content, "---" | "...");
        (!closed && !marker).then(|| Span::new(self.body as u32, end as u32))
    }

    /// Whether the cursor is in the indentation of a line that holds something: nothing is written there.
    pub(super) fn is_indentation(&self) -> bool {
        let (before, behind) = (self.start..self.cursor, self.cursor..self.end);
        let blank = |range| self.text.get(range).unwrap_or("").trim().is_empty();
        blank(before) && !blank(behind) && self.byte(self.cursor).is_ascii_whitespace()
    }

    /// Whether a colon or a dash is right before `at`, so that a blank must follow first.
    pub(super) fn is_glued(&self, at: u32) -> bool {
        let before = self.text.get(self.start..at as usize).unwrap_or("");
        let dash = before.ends_with('-') && before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'-'));
        dash || (before.ends_with(':') && before.len() > 1)
    }

    /// Columns from the indentation of the line to `at`.
    pub(super) fn shift(&self, at: u32, glued: bool) -> usize {
        let before = self.text.get(self.start..at as usize).unwrap_or("");
        let indent = before.len() - before.trim_start_matches([' ', '\t']).len();
        // Only dashes move what follows.
        match before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'-')) {
            true => before.len() - indent + usize::from(glued),
            false => 0,
        }
    }

    /// Appends what follows `word` to `out`, with blanks for the lines that would become the content of a
    /// new key: they belong to the key before it, and would not parse as content of two.
    pub(super) fn without_children(&self, word: Span, out: &mut String) {
        let column = word.start as usize - self.start;
        out.push_str(self.text.get(word.end as usize..self.end).unwrap_or(""));
        let rest = self.text.get(self.end..).unwrap_or("");
        let (line_break, mut rest) = rest.split_at(rest.find('\n').map_or(rest.len(), |at| at + 1));
        out.push_str(line_break);
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.find('\n').map_or(rest.len(), |at| at + 1));
            let content = line.trim_start_matches(' ');
            let silent = content.trim().is_empty() || content.starts_with('#');
            if !silent && line.len() - content.len() <= column {
                break;
            }
            match silent {
                true => out.push_str(line),
                false => out.push_str(line.get(line.trim_end_matches(['\n', '\r']).len()..).unwrap_or("")),
            }
            rest = after;
        }
        out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lone word of the line of `$0`, in angle brackets.
    fn word(fixture: &str) -> Option<String> {
        let at = fixture.find("$0").unwrap();
        let text = fixture.replace("$0", "");
        let span = Line::at(&text, at as u32).lone_word()?;
        Some(format!("{}<{}>", &text[..span.start as usize], span.slice(&text)))
    }

    #[test]
    fn a_word_alone_on_its_line_can_become_a_key() {
        assert_eq!(word("  ima$0").as_deref(), Some("  <ima>"));
        assert_eq!(word("  - ima$0").as_deref(), Some("  - <ima>"));
        assert_eq!(word("    $0").as_deref(), Some("    <>"));
        assert_eq!(word("  $0  ").as_deref(), Some("  <>"));
        assert_eq!(word("  - $0").as_deref(), Some("  - <>"));
        assert_eq!(word("  -$0").as_deref(), Some("  -<>"));
        assert_eq!(word("  \"i$0m\",").as_deref(), Some("  <\"im\">"));
        assert_eq!(word("Load da$0ta # c").as_deref(), Some("<Load data>"));
        for other in ["a: b$0", "a:$0", "{a$0}", "- {$0", "# x$0", "*a$0", "---$0"] {
            assert_eq!(word(other), None, "{other}");
        }
    }
}
