//! The lines that one finding is about, made fit to be drawn.
//!
//! The renderer is given only these lines: long ones cut around what is marked, control characters made visible.
//! So a finding costs the same in a file of any size and shape.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::diagnostic::{Label, LabelStyle};
use codespan_reporting::files::{Error, Files, Location};
use ir_syntax::Span;

use crate::clean;
use crate::report::Text;

/// Longer lines are cut.
const WIDE: usize = 160;
/// Characters kept before the mark in a line that is cut.
const BEFORE: usize = 50;
/// Bytes of a line that are looked at, however long it is: a character has at most four.
const REACH: usize = 4 * WIDE;

/// A mark to draw.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    /// What is marked. Of what has several lines, the first is.
    pub span: Span,
    /// Words under the mark.
    pub message: &'a str,
    /// Whether it is the finding itself.
    pub primary: bool,
}

/// The excerpts of all files that one finding is about.
#[derive(Debug, Default)]
pub struct Excerpts {
    files: Vec<Excerpt>,
}

#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// By number of the line, from 0, the bytes of `text` that show it. What ends one line begins the next.
    lines: BTreeMap<usize, Range<usize>>,
    /// Where marks start: in `text`, and for people.
    starts: Vec<(usize, Location)>,
}

impl Excerpts {
    /// Adds the lines of `file` that have marks, and gives the marks as labels.
    pub fn add(&mut self, file: &Text, marks: &[Mark<'_>]) -> Vec<Label<usize>> {
        let id = self.files.len();
        let mut by_line: BTreeMap<usize, Vec<&Mark<'_>>> = BTreeMap::new();
        for mark in marks {
            by_line.entry(file.lines.line(mark.span.start)).or_default().push(mark);
        }
        // A single line between two marked ones is shown too.
        let numbers: Vec<usize> = by_line.keys().copied().collect();
        for pair in numbers.windows(2) {
            if let [a, b] = pair
                && a + 2 == *b
            {
                by_line.entry(a + 1).or_default();
            }
        }
        let mut excerpt =
            Excerpt { name: clean::line(&file.shown), text: String::new(), lines: BTreeMap::new(), starts: Vec::new() };
        let mut labels = Vec::new();
        for (number, marks) in by_line {
            excerpt.add_line(file, number, &marks, id, &mut labels);
        }
        self.files.push(excerpt);
        labels
    }

    fn file(&self, id: usize) -> Result<&Excerpt, Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}

impl Excerpt {
    fn add_line(&mut self, file: &Text, number: usize, marks: &[&Mark<'_>], id: usize, labels: &mut Vec<Label<usize>>) {
        let line = content(file, number);
        let shown = window(&file.text, &line, marks);
        let begin = self.text.len();
        if shown.start > line.start {
            self.text.push('…');
        }
        // Where each shown character is in the file and in the excerpt.
        let mut places = Vec::new();
        for (i, c) in file.text.get(shown.clone()).unwrap_or("").char_indices() {
            places.push((shown.start + i, self.text.len()));
            self.text.push(if c == '\t' { c } else { clean::visible(c) });
        }
        let end = self.text.len();
        if shown.end < line.end {
            self.text.push('…');
        }
        let place = |offset: usize| {
            if offset < shown.start {
                return begin;
            }
            let next = places.partition_point(|(o, _)| *o < offset);
            places.get(next).map_or(end, |(_, at)| *at)
        };
        for mark in marks {
            let position = file.lines.position(&file.text, mark.span.start);
            let range = mark.span.range();
            let start = place(range.start);
            let stop = place(range.end.min(line.end)).max(start);
            self.starts.push((start, Location { line_number: position.line, column_number: position.column }));
            let style = if mark.primary { LabelStyle::Primary } else { LabelStyle::Secondary };
            labels.push(Label::new(style, id, start..stop).with_message(clean::line(mark.message)));
        }
        self.text.push('\n');
        self.lines.insert(number, begin..self.text.len());
    }
}

/// The bytes of a line without its end.
fn content(file: &Text, number: usize) -> Range<usize> {
    let whole = file.lines.range(number);
    let text = file.text.get(whole.clone()).unwrap_or("");
    whole.start..whole.start + text.trim_end_matches(['\n', '\r']).len()
}

/// The bytes of a line that are shown: all, or what is around its first mark.
fn window(text: &str, line: &Range<usize>, marks: &[&Mark<'_>]) -> Range<usize> {
    if line.len() <= WIDE {
        return line.clone();
    }
    let focus = marks.iter().find(|m| m.primary).or(marks.first()).map_or(line.start, |m| m.span.start as usize);
    let focus = text.floor_char_boundary(focus.clamp(line.start, line.end));
    let from = text.ceil_char_boundary(focus.saturating_sub(REACH).max(line.start));
    let before = text.get(from..focus).unwrap_or("").char_indices().rev().nth(BEFORE - 1);
    let start = from + before.map_or(0, |(i, _)| i);
    let upto = text.floor_char_boundary((start + REACH).min(line.end));
    let after = text.get(start..upto).unwrap_or("").char_indices().nth(WIDE);
    start..after.map_or(upto, |(i, _)| start + i)
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let lines = &self.file(id)?.lines;
        let line = lines.iter().find(|(_, range)| range.contains(&byte)).or(lines.iter().next_back());
        line.map(|(number, _)| *number).ok_or(Error::IndexTooLarge { given: byte, max: 0 })
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        self.file(id)?.lines.get(&line).cloned().ok_or(Error::LineTooLarge { given: line, max: 0 })
    }

    fn location(&'a self, id: usize, byte: usize) -> Result<Location, Error> {
        let file = self.file(id)?;
        let known = file.starts.iter().find(|(at, _)| *at == byte).map(|(_, location)| *location);
        known.ok_or(Error::IndexTooLarge { given: byte, max: 0 })
    }
}
