//! What is wrong with an expression, with places in its own text.

pub(crate) use ir_model::ExprProblemKind as Kind;
use ir_syntax::Span;

/// A defect of an expression. Spans are bytes of the expression's text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    pub(crate) title: String,
    pub(crate) label: String,
    /// For names that do not exist: those that do.
    pub(crate) candidates: Vec<&'static str>,
    /// What would mend it.
    pub(crate) fix: Option<Mend>,
}

/// Replacements that mend a defect, in the order of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mend {
    /// Imperative and exact.
    pub(crate) title: String,
    pub(crate) edits: Vec<(Span, String)>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, span: Span, title: impl Into<String>) -> Self {
        Self { kind, span, title: title.into(), label: String::new(), candidates: Vec::new(), fix: None }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn candidates(mut self, candidates: Vec<&'static str>) -> Self {
        self.candidates = candidates;
        self
    }

    pub(crate) fn fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some(Mend { title: title.into(), edits });
        self
    }
}

/// Text in backticks, without line breaks, cut where it is long.
pub(crate) fn quote(text: &str) -> String {
    const MOST: usize = 40;
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if text.chars().count() <= MOST {
        return format!("`{}`", clean.collect::<String>());
    }
    format!("`{}…`", clean.take(MOST - 1).collect::<String>())
}
