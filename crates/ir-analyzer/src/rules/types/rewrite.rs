//! Fixes that write a value as another kind.

use ir_model::{Fix, LiteralKind, Safety, Type};
use ir_syntax::{Node, Style};

use crate::words::quote;

/// Quotes or unquotes a written value so that it is of the wanted type; `None` where that is no matter of quotes.
pub(super) fn as_type(node: Node<'_>, kind: LiteralKind, wanted: &Type) -> Option<Fix> {
    if node.is_alias() || node.tag().is_some() || node.is_missing() {
        return None;
    }
    let text = node.text();
    let quoted = matches!(node.style(), Style::SingleQuoted | Style::DoubleQuoted);
    let whole = !text.is_empty() && text.len() < 18 && {
        let digits = text.strip_prefix('-').unwrap_or(text);
        digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0')) && !digits.is_empty()
    };
    match (kind, wanted) {
        (LiteralKind::String, Type::Int | Type::Number | Type::Bool) if quoted => {
            let reads = match wanted {
                Type::Int => whole,
                Type::Bool => matches!(text, "true" | "false"),
                _ => whole || decimal(text),
            };
            reads.then(|| {
                let words = format!("write {} without quotes", quote(text));
                Fix::replace(node.span(), text, words, Safety::Suggested)
            })
        }
        (LiteralKind::Int | LiteralKind::Number | LiteralKind::Bool, Type::String) => {
            // Only what the engine would write itself keeps its meaning.
            let same = whole || matches!(text, "true" | "false");
            let safety = if same { Safety::Safe } else { Safety::Suggested };
            let words = format!("write {} in quotes", quote(text));
            Some(Fix::replace(node.span(), format!("\"{text}\""), words, safety))
        }
        _ => None,
    }
}

/// Digits with one point between them: read as a number by YAML and JSON alike.
fn decimal(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = text.strip_prefix('-').unwrap_or(text).split_once('.').unwrap_or(("", ""));
    digits(whole) && digits(part) && (whole == "0" || !whole.starts_with('0'))
}
