//! Edits that mend a single value.

use ir_syntax::{Kind, Node, Scalar, Style};

use crate::kinds::KindSet;
use crate::violation::Replacement;

/// A value of the kind wanted that was surely meant by the one found: quotes put around a number, or
/// taken from one.
pub(crate) fn kind(node: Node<'_>, allowed: KindSet) -> Option<Replacement> {
    if node.is_alias() || node.kind() != Kind::Scalar || node.tag().is_some() {
        return None;
    }
    let text = node.text();
    let text = match node.scalar()? {
        Scalar::Int(_) | Scalar::Float(_) | Scalar::Bool(_) if allowed.contains(KindSet::STRING) => {
            format!("\"{text}\"")
        }
        Scalar::String(_) if node.style() != Style::Plain => bare(text, allowed)?,
        _ => return None,
    };
    Some(Replacement { span: node.span(), text })
}

fn bare(text: &str, allowed: KindSet) -> Option<String> {
    match Scalar::read(text, Style::Plain, None) {
        Scalar::Bool(b) if allowed.contains(KindSet::BOOLEAN) => Some(b.to_string()),
        Scalar::Int(_) if allowed.contains(KindSet::INTEGER) => Some(text.to_owned()),
        Scalar::Float(f) if allowed.contains(KindSet::FRACTION) && f.is_finite() => Some(text.to_owned()),
        _ => None,
    }
}

/// `word` in the quotes the node has.
pub(crate) fn word(node: Node<'_>, word: &str) -> Option<Replacement> {
    if node.is_alias() {
        return None;
    }
    let text = match node.style() {
        Style::SingleQuoted => format!("'{word}'"),
        Style::DoubleQuoted => format!("\"{word}\""),
        Style::Plain => word.to_owned(),
        Style::Literal | Style::Folded | Style::Block | Style::Flow => return None,
    };
    Some(Replacement { span: node.span(), text })
}
