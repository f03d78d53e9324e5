//! Decoding of scalars, piece by piece, with the place in the source of each piece.
//!
//! The parser decodes too, but keeps no places. Both must agree: the tests compare them on all texts
//! at hand, and where they do not (a text that was repaired), [`crate::TextMap`] falls back.

use crate::gaps::{header_end, line_end};
use crate::span::Span;
use crate::tree::Style;

/// A piece of decoded text. Pieces come in order and leave no gap in the decoded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it starts in the decoded text.
    pub(crate) decoded: u32,
    /// What it stands for in the source.
    pub(crate) source: Span,
    /// Whether it is its own source. Otherwise it is an escape or folded line breaks, whole.
    pub(crate) verbatim: bool,
}

/// The decoded text with its pieces.
#[derive(Default)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
}

impl Decoded {
    fn verbatim(&mut self, source: &str, from: usize, to: usize) {
        if to > from {
            let span = Span::new(from as u32, to as u32);
            self.pieces.push(Piece { decoded: self.text.len() as u32, source: span, verbatim: true });
            self.text.push_str(span.slice(source));
        }
    }

    fn instead(&mut self, text: &str, from: usize, to: usize) {
        if !text.is_empty() {
            let source = Span::new(from as u32, to as u32);
            self.pieces.push(Piece { decoded: self.text.len() as u32, source, verbatim: false });
            self.text.push_str(text);
        }
    }
}

/// Decodes the scalar at `span`. `known` is the text it should give: it tells the indentation of a
/// block scalar that names it relative to its parent.
pub(crate) fn scalar(source: &str, span: Span, style: Style, known: &str) -> Decoded {
    let mut out = Decoded::default();
    let (from, to) = (span.start as usize, span.end as usize);
    match style {
        Style::SingleQuoted => flow(source, from + 1, to, Some(b'\''), &mut out),
        Style::DoubleQuoted => flow(source, from + 1, to, Some(b'"'), &mut out),
        Style::Literal | Style::Folded => block(source, span, style == Style::Folded, known, &mut out),
        _ => flow(source, from, to, None, &mut out),
    }
    out
}

fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// Length of the line break at `at`, 0 if there is none.
fn break_len(text: &str, at: usize) -> usize {
    match byte(text, at) {
        b'\r' if byte(text, at + 1) == b'\n' => 2,
        b'\r' | b'\n' if at < text.len() => 1,
        _ => 0,
    }
}

fn skip_blanks(text: &str, mut at: usize, to: usize) -> usize {
    while at < to && matches!(byte(text, at), b' ' | b'\t') {
        at += 1;
    }
    at
}

/// Plain and quoted scalars, over one or many lines.
fn flow(source: &str, from: usize, to: usize, quote: Option<u8>, out: &mut Decoded) {
    // Start of the run not yet written; blanks before `firm` are content even at the end of a line.
    let (mut run, mut firm, mut here) = (from, from, from);
    while here < to {
        let b = byte(source, here);
        match b {
            b'\n' | b'\r' => {
                let blanks = source.get(firm..here).unwrap_or("");
                let end = firm + blanks.trim_end_matches([' ', '\t']).len();
                out.verbatim(source, run, end.max(run));
                here = fold(source, end.max(run), here, to, false, out);
                (run, firm) = (here, here);
            }
            b'\'' if quote == Some(b) => {
                out.verbatim(source, run, here);
                if byte(source, here + 1) != b'\'' || here + 1 >= to {
                    return;
                }
                out.instead("'", here, here + 2);
                here += 2;
                (run, firm) = (here, here);
            }
            b'"' if quote == Some(b) => {
                out.verbatim(source, run, here);
                return;
            }
            b'\\' if quote == Some(b'"') => {
                out.verbatim(source, run, here);
                let next = escape(source, here, to, out);
                here = match next {
                    Some(next) => next,
                    None => {
                        out.verbatim(source, here, here + 1);
                        here + 1
                    }
                };
                (run, firm) = (here, here);
            }
            _ => here += 1,
        }
    }
    out.verbatim(source, run, here.min(to));
}

/// Folds the line breaks at `at`, and the blanks around them from `from` on; gives the place of the
/// next content. An escaped break alone gives nothing.
fn fold(source: &str, from: usize, at: usize, to: usize, escaped: bool, out: &mut Decoded) -> usize {
    let mut here = at;
    let mut breaks = 0;
    while here < to {
        let len = break_len(source, here);
        if len == 0 {
            break;
        }
        breaks += 1;
        here = skip_blanks(source, here + len, to);
    }
    let here = here.min(to);
    match breaks {
        0 | 1 if escaped => {}
        0 | 1 => out.instead(" ", from, here),
        n => out.instead(&"\n".repeat(n - 1), from, here),
    }
    here
}

/// Decodes the escape at `at`; `None` if it is none.
fn escape(source: &str, at: usize, to: usize, out: &mut Decoded) -> Option<usize> {
    let hex = |from: usize, digits: usize| -> Option<u32> {
        let digits = source.get(from..from + digits).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let code = |out: &mut Decoded, value: u32, end: usize| -> Option<usize> {
        let c = char::from_u32(value)?;
        out.instead(c.encode_utf8(&mut [0; 4]), at, end);
        Some(end)
    };
    let simple = match byte(source, at + 1) {
        b'0' => "\0",
        b'a' => "\u{7}",
        b'b' => "\u{8}",
        b't' | b'\t' => "\t",
        b'n' => "\n",
        b'v' => "\u{b}",
        b'f' => "\u{c}",
        b'r' => "\r",
        b'e' => "\u{1b}",
        b' ' => " ",
        b'"' => "\"",
        b'/' => "/",
        b'\\' => "\\",
        b'N' => "\u{85}",
        b'_' => "\u{a0}",
        b'L' => "\u{2028}",
        b'P' => "\u{2029}",
        b'\n' | b'\r' => return Some(fold(source, at, at + 1, to, true, out)),
        b'x' => return code(out, hex(at + 2, 2)?, at + 4),
        b'U' => return code(out, hex(at + 2, 8)?, at + 10),
        b'u' => {
            let high = hex(at + 2, 4)?;
            if !(0xD800..0xDC00).contains(&high) {
                return code(out, high, at + 6);
            }
            let low = hex(at + 8, 4).filter(|_| source.get(at + 6..at + 8) == Some("\\u"))?;
            let low = low.checked_sub(0xDC00).filter(|l| *l < 0x400)?;
            return code(out, 0x10000 + ((high - 0xD800) << 10) + low, at + 12);
        }
        _ => return None,
    };
    out.instead(simple, at, at + 2);
    Some(at + 2)
}

/// A line of a block scalar.
struct BlockLine {
    /// Where its content starts, behind the indentation.
    start: usize,
    end: usize,
    /// Behind its line break.
    next: usize,
}

/// Spaces at `at`.
fn spaces(source: &str, at: usize) -> usize {
    source.get(at..).unwrap_or("").bytes().take_while(|b| *b == b' ').count()
}

/// Columns of indentation: those of the first line that holds something, or, where the header names
/// a number, what makes that line read as `known` does.
fn indentation(source: &str, first_line: usize, to: usize, explicit: Option<usize>, known: &str) -> usize {
    let mut here = first_line;
    let mut widest = 0;
    while here < source.len() {
        let end = line_end(source, here);
        let indent = spaces(source, here);
        if here + indent < end && here >= to {
            break;
        }
        if here + indent < end {
            let kept = match explicit {
                Some(_) => known.trim_start_matches('\n').lines().find(|l| !l.trim_matches(' ').is_empty()),
                None => None,
            };
            return indent - kept.map_or(0, |l| spaces(l, 0)).min(indent);
        }
        widest = widest.max(indent);
        here = end + break_len(source, end).max(1);
    }
    explicit.unwrap_or(widest)
}

fn block(source: &str, span: Span, folded: bool, known: &str, out: &mut Decoded) {
    let (header, to) = (span.start as usize, span.end as usize);
    let header_end = header_end(source, header);
    let signs = source.get(header + 1..header_end).unwrap_or("");
    let explicit = signs.bytes().find(u8::is_ascii_digit).map(|b| usize::from(b - b'0'));
    let end = line_end(source, header_end);
    let first_line = end + break_len(source, end);
    if first_line == end {
        return; // the text ends with the header
    }
    let indent = indentation(source, first_line, to, explicit, known);
    let mut here = first_line;
    // Where the line breaks since the last content start, and how many there were.
    let (mut gap, mut breaks) = (first_line, 0_usize);
    let mut previous: Option<bool> = None;
    while here < source.len() {
        let end = line_end(source, here);
        let margin = spaces(source, here);
        let empty = here + margin >= end && margin <= indent;
        // Behind the span there are empty lines alone.
        let blank = here + margin >= end;
        if !blank && here >= to || !empty && margin < indent || indent == 0 && document_marker(source, here) {
            break;
        }
        let line = BlockLine { start: here + indent, end, next: end + break_len(source, end) };
        if empty {
            // Also a last line of blanks without a break, but not the end of the text itself.
            breaks += usize::from(line.next > here);
        } else {
            let spaced = matches!(byte(source, line.start), b' ' | b'\t');
            let join = match previous {
                None => breaks,
                Some(before) if folded && !before && !spaced => breaks.saturating_sub(1),
                Some(_) => breaks,
            };
            if previous.is_some() && join == 0 {
                out.instead(" ", gap, line.start);
            } else {
                out.instead(&"\n".repeat(join), gap, line.start);
            }
            out.verbatim(source, line.start, line.end);
            (gap, breaks, previous) = (line.end, 1, Some(spaced));
        }
        if line.next == end {
            here = end;
            break;
        }
        here = line.next;
    }
    let keep = if signs.contains('+') { breaks } else { usize::from(!signs.contains('-') && previous.is_some()) };
    let after = if keep == breaks { here } else { (gap + break_len(source, gap)).min(here) };
    out.instead(&"\n".repeat(keep), gap, after.max(gap));
}

fn document_marker(source: &str, at: usize) -> bool {
    let line = source.get(at..line_end(source, at)).unwrap_or("");
    ["---", "..."].iter().any(|m| line.strip_prefix(m).is_some_and(|r| r.is_empty() || r.starts_with([' ', '\t'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;
    use std::path::PathBuf;

    /// Asserts that every scalar of `text` decodes to what the parser gave; their number.
    fn compare(name: &str, text: &str) -> usize {
        let tree = Tree::parse(text);
        if !tree.lost().is_empty() {
            return 0;
        }
        let mut count = 0;
        let mut open: Vec<crate::Node<'_>> = tree.roots().collect();
        while let Some(node) = open.pop() {
            open.extend(node.children());
            if node.is_alias() || !node.is_scalar() {
                continue;
            }
            let decoded = scalar(text, node.span(), node.style(), node.text());
            assert_eq!(decoded.text, node.text(), "{name}: {:?}", node.span().slice(text));
            for pair in decoded.pieces.windows(2) {
                assert!(pair[0].source.end <= pair[1].source.start && pair[0].decoded < pair[1].decoded);
            }
            for piece in decoded.pieces.iter().filter(|p| p.verbatim) {
                let source = piece.source.slice(text);
                assert!(decoded.text[piece.decoded as usize..].starts_with(source));
            }
            count += 1;
        }
        count
    }

    fn files(folder: PathBuf) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path) {
                    found.push((path.display().to_string(), text));
                }
            }
        }
        found
    }

    #[test]
    fn real_texts_decode_as_the_parser_decodes_them() {
        let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
        let root = std::env::var_os("IR_CORPUS").map_or(PathBuf::from(beside), PathBuf::from);
        let files = files(root);
        if files.is_empty() {
            println!("no corpus: nothing is checked");
            return;
        }
        let mut count = 0;
        for (name, text) in files.iter().filter(|(_, text)| text.len() < 400_000) {
            count += compare(name, text);
            // The texts of the suite stand inside its files.
            if name.contains("yaml-test-suite") {
                for yaml in
                    Tree::parse(text.as_str()).roots().flat_map(crate::Node::items).filter_map(|c| c.get("yaml"))
                {
                    let text =
                        yaml.text().replace('␣', " ").replace('»', "\t").replace(['—', '↵'], "").replace("∎\n", "");
                    count += compare(name, &text);
                    count += compare(name, &text.replace('\n', "\r\n"));
                }
            }
        }
        assert!(count > 100_000, "{count}");
    }
}
