//! A finding with its places told: what the programs' formats say of it.

use ir_model::{Diagnostic, Safety};
use ir_syntax::Span;
use serde::Serialize;

use crate::position::Position;
use crate::report::{Other, Subject, Text};

/// A finding.
#[derive(Serialize, Debug)]
pub struct View<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// The file, as shown.
    pub path: &'a str,
    /// The token.
    pub span: Place,
    /// One sentence.
    pub title: &'a str,
    /// What belongs under the token; may be empty.
    pub label: &'a str,
    /// Other places.
    pub related: Vec<RelatedView<'a>>,
    /// Consequences.
    pub notes: &'a [String],
    /// Ways out, the best first.
    pub fixes: Vec<FixView<'a>>,
    /// The rule's documentation; empty if it has none.
    pub url: String,
}

/// Another place.
#[derive(Serialize, Debug)]
pub struct RelatedView<'a> {
    /// The file, as shown.
    pub path: &'a str,
    /// Where; `None` where that file cannot be read any more.
    pub span: Option<Place>,
    /// What it has to do with the finding.
    pub message: &'a str,
}

/// A way out.
#[derive(Serialize, Debug)]
pub struct FixView<'a> {
    /// What it does.
    pub title: &'a str,
    /// `safe` or `suggested`.
    pub safety: &'static str,
    /// Replacements in the finding's file.
    pub edits: Vec<EditView<'a>>,
}

/// A replacement.
#[derive(Serialize, Debug)]
pub struct EditView<'a> {
    /// What is replaced.
    pub span: Place,
    /// By what.
    pub text: &'a str,
}

/// A stretch of a file; the end is exclusive.
#[derive(Clone, Copy, Serialize, Debug)]
#[allow(missing_docs)]
pub struct Place {
    pub start: Point,
    pub end: Point,
}

/// A place between two characters.
#[derive(Clone, Copy, Serialize, Debug)]
pub struct Point {
    /// Bytes from the start of the file.
    pub offset: u32,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl View<'_> {
    /// All that a finding says, for viewers that show nothing else.
    pub fn message(&self) -> String {
        let mut text = sentence(&self.line());
        for note in self.notes {
            text.push(' ');
            text.push_str(&sentence(note));
        }
        text
    }

    /// Title and label.
    pub fn line(&self) -> String {
        let gap = if self.label.is_empty() { "" } else { ": " };
        format!("{}{gap}{}", self.title, self.label)
    }
}

/// Starts with a capital and ends in a full stop, as other formats ask.
pub fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let mut text: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
    if !text.ends_with(['.', '?', '!', '…']) {
        text.push('.');
    }
    text
}

/// Where `span` is.
pub fn place(file: &Text, span: Span) -> Place {
    let point = |offset: u32| {
        let Position { line, column } = file.lines.position(&file.text, offset);
        Point { offset, line, column }
    };
    Place { start: point(span.start), end: point(span.end.max(span.start)) }
}

/// The finding, told.
pub fn view<'a>(subject: &Subject<'a>, finding: &'a Diagnostic) -> View<'a> {
    let related = finding.related.iter().filter_map(|related| {
        let (path, span) = match related.file {
            None => (&*subject.file.shown, Some(place(subject.file, related.span))),
            Some(id) => match subject.others.get(&id)? {
                Other::Text(text) => (&*text.shown, Some(place(text, related.span))),
                Other::Path(path) => (&**path, None),
            },
        };
        Some(RelatedView { path, span, message: &related.message })
    });
    let fixes = finding.fixes.iter().map(|fix| FixView {
        title: &fix.title,
        safety: match fix.safety {
            Safety::Safe => "safe",
            Safety::Suggested => "suggested",
        },
        edits: fix.edits.iter().map(|e| EditView { span: place(subject.file, e.span), text: &e.text }).collect(),
    });
    View {
        rule: finding.rule,
        severity: finding.severity.as_str(),
        path: &subject.file.shown,
        span: place(subject.file, finding.span),
        title: &finding.title,
        label: &finding.label,
        related: related.collect(),
        notes: &finding.notes,
        fixes: fixes.collect(),
        url: url(finding.rule),
    }
}

/// Where a rule is documented; empty for what is no rule of ours.
pub fn url(rule: &str) -> String {
    ir_analyzer::rules::find(rule).map_or_else(String::new, ir_analyzer::Rule::url)
}
