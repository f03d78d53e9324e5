//! Conditions whose outcome is known before they run.

use super::ast::{Binary, NodeId, NodeKind, Tree, Unary};
use super::problem::{Kind, Problem};

/// A value that is written out, or follows from such.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    String(&'a str),
}

/// Whether a condition is always true or always false, with the finding for it.
pub(crate) fn constant(tree: &Tree<'_>) -> Option<(bool, Problem)> {
    let mut values: Vec<Option<Value<'_>>> = Vec::with_capacity(tree.len());
    for (_, node) in tree.iter() {
        let value = |id: &NodeId| values.get(id.index()).copied().flatten();
        values.push(match &node.kind {
            NodeKind::Null => Some(Value::Null),
            NodeKind::Bool(b) => Some(Value::Bool(*b)),
            NodeKind::Int(i) => Some(Value::Int(*i)),
            NodeKind::Double(d) => Some(Value::Double(*d)),
            NodeKind::String(text) => Some(Value::String(&text.value)),
            NodeKind::Unary { op: Unary::Not, of } => match value(of) {
                Some(Value::Bool(b)) => Some(Value::Bool(!b)),
                _ => None,
            },
            NodeKind::Binary { op, left, right, .. } => binary(*op, value(left), value(right)),
            NodeKind::Conditional { test, then, other } => match value(test) {
                Some(Value::Bool(true)) => value(then),
                Some(Value::Bool(false)) => value(other),
                _ => None,
            },
            _ => None,
        });
    }
    let Some(Some(Value::Bool(outcome))) = values.get(tree.root.index()) else { return None };
    let label = if *outcome { "the task always runs" } else { "the task never runs" };
    let title = format!("this condition is always {outcome}");
    Some((*outcome, Problem::new(Kind::Constant, tree.span(tree.root), title).label(label)))
}

fn binary<'a>(op: Binary, left: Option<Value<'a>>, right: Option<Value<'a>>) -> Option<Value<'a>> {
    // These two do not even need to know the other side: CEL forgives its errors.
    for side in [left, right] {
        match (op, side) {
            (Binary::And, Some(Value::Bool(false))) => return Some(Value::Bool(false)),
            (Binary::Or, Some(Value::Bool(true))) => return Some(Value::Bool(true)),
            _ => {}
        }
    }
    let (left, right) = (left?, right?);
    if std::mem::discriminant(&left) != std::mem::discriminant(&right) {
        return None;
    }
    let order = left.partial_cmp(&right)?;
    Some(Value::Bool(match op {
        Binary::And => left == Value::Bool(true) && right == Value::Bool(true),
        Binary::Or => left == Value::Bool(true) || right == Value::Bool(true),
        Binary::Equal => order.is_eq(),
        Binary::NotEqual => order.is_ne(),
        Binary::Less => order.is_lt(),
        Binary::LessEqual => order.is_le(),
        Binary::Greater => order.is_gt(),
        Binary::GreaterEqual => order.is_ge(),
        _ => return None,
    }))
}
