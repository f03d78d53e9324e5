//! Findings and fixes, as plain data.

use ir_syntax::Span;

use crate::engine::Engine;
use crate::ids::FileId;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Shown in editors only.
    Hint,
    /// Worth knowing.
    Info,
    /// It runs and is very likely not meant, or breaks elsewhere.
    Warning,
    /// An engine rejects it or breaks on it.
    Error,
}

impl Severity {
    /// `error`, `warning`, `info` or `hint`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Hint => "hint",
        }
    }
}

/// One defect, on the smallest token that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The rule's id, kebab-case, stable for ever.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The token.
    pub span: Span,
    /// One sentence about this file: at most 80 characters, lower case, no full stop.
    pub title: String,
    /// The words under the caret: what the title could not say. May be empty.
    pub label: String,
    /// The other ends.
    pub related: Vec<Related>,
    /// The consequence, where it is not plain. One sentence each.
    pub notes: Vec<String>,
    /// Ways out, the best first.
    pub fixes: Vec<Fix>,
    /// How editors may show it beyond a squiggle.
    pub tag: Option<DiagnosticTag>,
    /// The engines that object; none named is all that there are. What only some object to is a warning
    /// at most, unless one of them is the chosen target.
    pub engines: &'static [Engine],
}

impl Diagnostic {
    /// A finding without label, related places, notes or fixes.
    pub fn new(rule: &'static str, severity: Severity, span: Span, title: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            span,
            title: title.into(),
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
            tag: None,
            engines: &[],
        }
    }

    /// Only these engines object.
    #[must_use]
    pub fn only(mut self, engines: &'static [Engine]) -> Self {
        self.engines = engines;
        self
    }

    /// Shown faded: it does nothing.
    #[must_use]
    pub fn unnecessary(mut self) -> Self {
        self.tag = Some(DiagnosticTag::Unnecessary);
        self
    }

    /// Shown struck through: it is there for old readers.
    #[must_use]
    pub fn deprecated(mut self) -> Self {
        self.tag = Some(DiagnosticTag::Deprecated);
        self
    }

    /// With words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With another place of the same file.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { file: None, span, message: message.into() });
        self
    }

    /// With a place of another file.
    #[must_use]
    pub fn related_in(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { file: Some(file), span, message: message.into() });
        self
    }

    /// With a sentence on the consequence.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With a way out.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// The file; `None` is the finding's own.
    pub file: Option<FileId>,
    /// The token there.
    pub span: Span,
    /// What it has to do with the finding.
    pub message: String,
}

/// How an editor may show a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiagnosticTag {
    /// Faded out.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// Edits that resolve a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, imperative and exact: "replace `trian` by `train`".
    pub title: String,
    /// Whether it keeps the meaning.
    pub safety: Safety,
    /// Replacements in the finding's own file, disjoint, in source order.
    pub edits: Vec<TextEdit>,
}

impl Fix {
    /// A fix that replaces one span.
    pub fn replace(span: Span, text: impl Into<String>, title: impl Into<String>, safety: Safety) -> Self {
        Self { title: title.into(), safety, edits: vec![TextEdit { span, text: text.into() }] }
    }
}

/// Whether a fix may be applied unasked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// A guess at what was meant; only on request.
    Suggested,
    /// Keeps the meaning, or the only possible meaning.
    Safe,
}

/// A replacement of a stretch of text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextEdit {
    /// What is replaced, in bytes; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}
