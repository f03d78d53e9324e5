//! One line of a text, taken apart as far as that goes without parsing.

use crate::gaps::line_end;

/// A line that holds something. All offsets are bytes into the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    text: &'t str,
    pub(super) start: usize,
    /// Line break excluded.
    pub(super) end: usize,
    /// Where its first character stands that is no white space.
    pub(super) body: usize,
    /// Where its key or value starts: behind the dashes.
    pub(super) first: usize,
    /// End of its key, and the colon's place.
    pub(super) key: Option<(usize, usize)>,
    /// Where the value behind the key starts, or the whole of it where there is no key; `stop` if none.
    pub(super) value: usize,
    /// Where it ends, but for a comment and white space.
    pub(super) stop: usize,
}

fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b'\n')
}

fn skip_blanks(text: &str, mut at: usize, end: usize) -> usize {
    while at < end && matches!(byte(text, at), b' ' | b'\t') {
        at += 1;
    }
    at
}

/// Start of the line that `at` stands on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |n| n + 1)
}

/// The end of the quoted text that opens at `at`, quotes included, if it closes before `end`.
pub(super) fn quoted_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let quote = byte(text, at);
    let mut here = at + 1;
    while here < end {
        match byte(text, here) {
            b'\\' if quote == b'"' => here += 1,
            b'\'' if quote == b'\'' && byte(text, here + 1) == b'\'' && here + 1 < end => here += 1,
            b if b == quote => return Some(here + 1),
            _ => {}
        }
        here += 1;
    }
    None
}

impl<'t> Line<'t> {
    /// The line that `at` stands on, also if it holds nothing.
    pub(super) fn at(text: &'t str, at: usize) -> Self {
        let at = at.min(text.len());
        let start = line_start(text, at);
        let end = line_end(text, start);
        let body = skip_blanks(text, start, end);
        let mut first = body;
        while first < end
            && matches!(byte(text, first), b'-' | b'?')
            && (first + 1 == end || matches!(byte(text, first + 1), b' ' | b'\t'))
        {
            first = skip_blanks(text, first + 1, end);
        }
        let mut line = Self { text, start, end, body, first, key: None, value: first, stop: end };
        line.scan();
        line
    }

    /// Finds key, value and comment.
    fn scan(&mut self) {
        let text = self.text;
        let mut here = self.first;
        let mut depth = 0_usize;
        let mut token_start = true;
        while here < self.end {
            let b = byte(text, here);
            let next = byte(text, here + 1);
            match b {
                b'"' | b'\'' if token_start => {
                    let Some(end) = quoted_end(text, here, self.end) else { break };
                    here = end;
                    token_start = false;
                    continue;
                }
                b'#' if here == self.start || matches!(byte(text, here.wrapping_sub(1)), b' ' | b'\t') => {
                    self.stop = here;
                    break;
                }
                b'[' | b'{' if token_start => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                b':' if depth == 0 && self.key.is_none() && (here + 1 >= self.end || matches!(next, b' ' | b'\t')) => {
                    self.key = Some((here, here));
                    self.value = skip_blanks(text, here + 1, self.end);
                }
                _ => {}
            }
            token_start = matches!(b, b' ' | b'\t' | b'[' | b'{' | b',' | b':') && (b != b':' || self.key.is_some());
            here += 1;
        }
        let used = text.get(self.first..self.stop).unwrap_or("").trim_end_matches([' ', '\t']).len();
        self.stop = self.first + used;
        self.value = self.value.min(self.stop);
        if let Some((end, colon)) = self.key {
            let name = text.get(self.first..end).unwrap_or("").trim_end_matches([' ', '\t']).len();
            self.key = Some((self.first + name, colon));
        }
        // Anchor and tag belong to the value, but are no part of its text.
        while matches!(byte(text, self.value), b'&' | b'!') && self.value < self.stop {
            let Some(word) = text.get(self.value..self.stop).and_then(|v| v.find([' ', '\t'])) else { break };
            self.value = skip_blanks(text, self.value + word, self.stop);
        }
    }

    /// Columns of white space before it.
    pub(super) fn indent(&self) -> usize {
        self.body - self.start
    }

    /// The column of its key, or of what stands behind its dashes.
    pub(super) fn column(&self) -> usize {
        self.first - self.start
    }

    /// Whether it holds nothing, or a comment alone.
    pub(super) fn is_blank(&self) -> bool {
        self.body >= self.end || byte(self.text, self.body) == b'#'
    }

    /// Whether it starts with a dash.
    pub(super) fn is_item(&self) -> bool {
        byte(self.text, self.body) == b'-' && self.first > self.body
    }

    /// The text behind its dashes, without a comment.
    pub(super) fn words(&self) -> &'t str {
        self.text.get(self.first..self.stop).unwrap_or("")
    }

    /// The text of its value.
    pub(super) fn value_text(&self) -> &'t str {
        self.text.get(self.value..self.stop).unwrap_or("")
    }

    /// The text of its key.
    pub(super) fn key_text(&self) -> Option<&'t str> {
        self.text.get(self.first..self.key?.0)
    }

    /// The line right behind it.
    fn following(&self) -> Option<Self> {
        let mut next = self.end;
        if byte(self.text, next) == b'\r' && next < self.text.len() {
            next += 1;
        }
        if byte(self.text, next) == b'\n' && next < self.text.len() && (next == self.end || next == self.end + 1) {
            next += 1;
        }
        (next > self.end && next < self.text.len()).then(|| Self::at(self.text, next))
    }

    /// The next line that holds more than a comment.
    pub(super) fn next(&self) -> Option<Self> {
        std::iter::successors(self.following(), Self::following).find(|l| !l.is_blank())
    }

    /// The line before it that holds more than a comment.
    pub(super) fn previous(&self) -> Option<Self> {
        let mut start = self.start;
        while start > 0 {
            let line = Self::at(self.text, start - 1);
            // The \r of a \r\n reads as a line of its own that holds nothing.
            start = line.start.min(start - 1);
            if !line.is_blank() {
                return Some(line);
            }
        }
        None
    }

    /// This line and those behind it that are indented deeper, the ones that hold nothing left out.
    pub(super) fn block(&self) -> Vec<Self> {
        let mut block = vec![*self];
        let mut here = *self;
        while let Some(next) = here.next().filter(|n| n.indent() > self.indent()) {
            block.push(next);
            here = next;
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (usize, usize, Option<&str>, &str) {
        let line = Line::at(text, 0);
        (line.indent(), line.column(), line.key_text(), line.value_text())
    }

    #[test]
    fn a_line_falls_into_dashes_key_and_value() {
        assert_eq!(parts("  - - a b : c # d"), (2, 6, Some("a b"), "c"));
        assert_eq!(parts("\"x: y\": 'a # b' # c"), (0, 0, Some("\"x: y\""), "'a # b'"));
        assert_eq!(parts("{a: 1}"), (0, 0, None, "{a: 1}"));
        assert_eq!(parts("- word"), (0, 2, None, "word"));
        assert_eq!(parts("key:"), (0, 0, Some("key"), ""));
        assert_eq!(parts("key: &x !y [a, b]"), (0, 0, Some("key"), "[a, b]"));
        assert_eq!(parts("http://x"), (0, 0, None, "http://x"));
        assert_eq!(parts(""), (0, 0, None, ""));
    }

    #[test]
    fn lines_lead_to_their_neighbours() {
        let text = "a:\r\n\r\n  # c\r\n  b: 1\r\n    c\nd: 2";
        let a = Line::at(text, 1);
        let b = a.next().unwrap();
        assert_eq!(b.key_text(), Some("b"));
        assert_eq!(b.previous().unwrap().key_text(), Some("a"));
        assert_eq!(a.block().len(), 3);
        assert_eq!(b.next().unwrap().next().unwrap().key_text(), Some("d"));
    }
}
