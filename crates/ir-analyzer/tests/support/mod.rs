//! Texts with findings marked beside their lines.
//!
//! A comment line of carets marks the columns above it: `#   ^^^^ rule-id: words of the title`. Glued to the
//! `#`, as in `#^^^^`, the carets count from the column of the `#`. Behind a line `# file: NAME` begins a file beside
//! the one that is checked.

#![allow(dead_code, reason = "each test binary uses a part")]

use ir_analyzer::{Settings, Source, Workspace, check_with};

/// A finding that is expected.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// 0-based line of the text.
    pub line: usize,
    /// Columns in characters, half-open.
    pub columns: (usize, usize),
    /// The rule's id, and after `: ` a part of the title.
    pub words: String,
}

/// The marks of a text.
pub fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut line_above = 0;
    for (number, line) in text.lines().enumerate() {
        match mark(line) {
            Some((columns, words)) => found.push(Mark { line: line_above, columns, words: words.to_owned() }),
            None => line_above = number,
        }
    }
    found
}

fn mark(line: &str) -> Option<((usize, usize), &str)> {
    let hash = line.trim_start();
    let rest = hash.strip_prefix('#')?.trim_start();
    let carets = rest.chars().take_while(|c| *c == '^').count();
    if carets == 0 {
        return None;
    }
    // `#^^` marks from the `#` on: there is no other way to mark the first column.
    let glued = hash.starts_with("#^");
    let start = line.chars().count() - rest.chars().count() - usize::from(glued);
    Some(((start, start + carets), rest[carets..].trim()))
}

/// Checks `text` by itself, files that it names by a relative path being absent, and compares.
pub fn agree(text: &str) -> Result<(), String> {
    agree_as("example.yaml", text)
}

/// The same for a file of that name.
pub fn agree_as(name: &str, text: &str) -> Result<(), String> {
    agree_with(name, text, &Settings::default())
}

/// The same with settings.
pub fn agree_with(name: &str, text: &str, settings: &Settings) -> Result<(), String> {
    agree_marked(name, text, marks(split(text).0), settings)
}

/// A text without its marks, for formats that have no comments, and the marks, their lines counted without them.
pub fn split_marks(text: &str) -> (String, Vec<Mark>) {
    let kept: String = text.split_inclusive('\n').filter(|line| mark(line).is_none()).collect();
    let mut found = marks(text);
    let marked: Vec<usize> = text.lines().enumerate().filter(|(_, l)| mark(l).is_some()).map(|(n, _)| n).collect();
    for mark in &mut found {
        mark.line -= marked.partition_point(|number| *number < mark.line);
    }
    (kept, found)
}

/// Checks `text`, in which the marks may be left out, and compares.
pub fn agree_marked(name: &str, text: &str, mut expected: Vec<Mark>, settings: &Settings) -> Result<(), String> {
    let (text, others) = split(text);
    let source = Source::new(name, text);
    let mut workspace = Workspace::new();
    for (path, text) in others {
        workspace.update(std::path::Path::new(path), ir_analyzer::interfaces(&Source::new(path, text)));
    }
    for path in workspace.wanted(&source) {
        workspace.remove(&path);
    }
    let mut unexpected = Vec::new();
    for finding in check_with(&source, &workspace, settings) {
        let before = &text[..finding.span.start as usize];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or("").chars().count();
        let end = column + finding.span.slice(text).lines().next().unwrap_or("").chars().count();
        let said = format!("{}: {}", finding.rule, finding.title);
        let matches = |m: &Mark| m.line == line && m.columns == (column, end) && said.starts_with(&m.words);
        match expected.iter().position(matches) {
            Some(at) => drop(expected.remove(at)),
            None => unexpected.push(format!("line {}, columns {column}..{end}: {said}", line + 1)),
        }
    }
    if expected.is_empty() && unexpected.is_empty() {
        return Ok(());
    }
    let missing =
        expected.iter().map(|m| format!("  missing: line {}, columns {:?}: {}", m.line + 1, m.columns, m.words));
    let extra = unexpected.iter().map(|u| format!("  unexpected: {u}"));
    Err(missing.chain(extra).collect::<Vec<_>>().join("\n"))
}

/// The text to check, and the files beside it: each begins behind a line `# file: NAME`.
pub fn split(text: &str) -> (&str, Vec<(&str, &str)>) {
    let mut parts = text.split("# file: ");
    let main = parts.next().unwrap_or("");
    (main, parts.filter_map(|part| part.split_once('\n')).map(|(name, text)| (name.trim_end(), text)).collect())
}
