//! Where things stand: bytes to lines and columns, and paths as they are told.

use std::path::{Component, Path};

use ir_syntax::{LineIndex, Span};

use crate::model::At;

/// Characters are counted once for each so many bytes, so that a column in a line of a megabyte costs little.
const BLOCK: usize = 1024;
const BOM: &str = "\u{feff}";

/// `path` from `base` on, with `/` between folders; as it is where no way leads there.
pub(super) fn relative(base: &Path, path: &Path) -> String {
    let folders: Vec<Component<'_>> = base.components().collect();
    let parts: Vec<Component<'_>> = path.components().collect();
    let common = folders.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let text = |parts: &[Component<'_>]| {
        let words: Vec<_> = parts.iter().map(|p| p.as_os_str().to_string_lossy()).collect();
        words.join("/")
    };
    if common == 0 || folders.is_empty() {
        let text = path.display().to_string();
        return if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/") };
    }
    "../".repeat(folders.len() - common) + &text(parts.get(common..).unwrap_or(&[]))
}

/// Where lines start, and characters.
pub(super) struct Places {
    lines: LineIndex,
    /// The byte at which the first line's columns start.
    first: u32,
    /// Characters before each block; empty where all is ASCII.
    characters: Vec<u32>,
}

impl Places {
    pub(super) fn new(text: &str) -> Self {
        let blocks = text.as_bytes().chunks(BLOCK).scan(0_u32, |before, block| {
            let here = *before;
            *before += beginnings(block);
            Some(here)
        });
        let characters = if text.is_ascii() { Vec::new() } else { blocks.collect() };
        let first = if text.starts_with(BOM) { BOM.len() as u32 } else { 0 };
        Self { lines: LineIndex::new(text), first, characters }
    }

    pub(super) fn at(&self, text: &str, span: Span) -> At {
        let line = self.lines.line_of(span.start);
        let start = self.lines.line_start(line).max(self.first).min(span.start);
        let column = self.before(text, span.start) - self.before(text, start);
        At { start: span.start, end: span.end, line: line + 1, column: column + 1 }
    }

    /// Characters before `offset`.
    fn before(&self, text: &str, offset: u32) -> u32 {
        if self.characters.is_empty() {
            return offset;
        }
        let block = (offset as usize / BLOCK).min(self.characters.len() - 1);
        let inside = text.as_bytes().get(block * BLOCK..offset as usize).map_or(0, beginnings);
        self.characters.get(block).copied().unwrap_or(0) + inside
    }
}

/// Characters that begin in these bytes.
fn beginnings(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use ir_syntax::Span;

    use super::Places;

    #[test]
    fn paths_are_told_from_a_folder() {
        let told = |base: &str, path: &str| super::relative(base.as_ref(), path.as_ref());
        assert_eq!(told("/home/me", "/home/me/a/b.yaml"), "a/b.yaml");
        assert_eq!(told("/home/me/x", "/home/me/a/b.yaml"), "../a/b.yaml");
        assert_eq!(told("", "a/b.yaml"), "a/b.yaml");
        assert_eq!(told("/home", "a.yaml"), "a.yaml");
    }

    #[test]
    fn columns_are_characters() {
        let text = "\u{feff}a: b\r\nимя: 'поезд' 😀 x\n".to_owned() + &"日".repeat(2000) + "y";
        let places = Places::new(&text);
        let place = |c: char| {
            let at = places.at(&text, Span::at(text.find(c).unwrap_or(0) as u32));
            (at.line, at.column)
        };
        assert_eq!([place('a'), place('b'), place('x'), place('y')], [(1, 1), (1, 4), (2, 16), (3, 2001)]);
    }
}
