//! From a problem of an expression to one of the file that holds the expression.

use ir_model::{ExprProblem, Fix, Safety, TextEdit};
use ir_syntax::{Node, Span, Style};

use super::problem::{Mend, Problem};
use crate::lowering::{Lowering, text_origin};

/// A problem with places in the source instead of the expression, which begins at byte `start` of the decoded text
/// of `node`.
pub(crate) fn publish<'t>(l: &mut Lowering<'t>, node: Node<'t>, start: u32, problem: &Problem) -> ExprProblem {
    ExprProblem {
        kind: problem.kind,
        span: place(l, node, start, problem.span),
        title: problem.title.clone(),
        label: problem.label.clone(),
        candidates: problem.candidates.clone(),
        fix: problem.fix.as_ref().and_then(|mend| fix(l, node, start, mend)),
        engines: &[],
    }
}

fn moved(start: u32, span: Span) -> Span {
    Span::new(span.start.saturating_add(start), span.end.saturating_add(start))
}

/// The place of a part of the text of `node`, `start` bytes into it.
pub(crate) fn place<'t>(l: &mut Lowering<'t>, node: Node<'t>, start: u32, span: Span) -> Span {
    l.inner_span(node, moved(start, span).range())
}

/// The fix, where every edit has a place of its own in the source and can be written there.
pub(crate) fn fix<'t>(l: &mut Lowering<'t>, node: Node<'t>, start: u32, mend: &Mend) -> Option<Fix> {
    let whole = text_origin(node).span;
    if node.is_alias() {
        return None;
    }
    let mut edits = Vec::new();
    for (span, text) in &mend.edits {
        let range = moved(start, *span).range();
        let at = l.inner_span(node, range.clone());
        let exact = at != whole || range == (0..node.text().len());
        edits.push(TextEdit { span: at, text: written(node, whole, at, text).filter(|_| exact)? });
    }
    Some(Fix { title: mend.title.clone(), safety: Safety::Suggested, edits })
}

/// `text` as it is written at `at` in a scalar of the style of `node`.
fn written(node: Node<'_>, whole: Span, at: Span, text: &str) -> Option<String> {
    match node.style() {
        Style::DoubleQuoted => Some(text.replace('\\', "\\\\").replace('"', "\\\"")),
        Style::SingleQuoted => Some(text.replace('\'', "''")),
        // At the beginning of a plain scalar these would mean something to YAML.
        Style::Plain if at.start == whole.start && text.starts_with(['!', '\'', '"', '[', '{', '-', '&', '*']) => None,
        _ => Some(text.to_owned()),
    }
}
