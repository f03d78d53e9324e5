//! The language by itself, without any format.

mod mutation;
mod oracle;
mod syntax;
mod types;

use super::ast::{NodeId, NodeKind, Tree, Unary};
use super::problem::Problem;

/// A tree as nested lists, each leaf being its own source text.
fn shape(tree: &Tree<'_>, id: NodeId) -> String {
    let down = |id: &NodeId| shape(tree, *id);
    let all = |ids: &[NodeId]| ids.iter().map(|id| format!(" {}", shape(tree, *id))).collect::<String>();
    match tree.kind(id) {
        NodeKind::Error => "<hole>".to_owned(),
        NodeKind::Select { of, field } => format!("(. {} {})", down(of), field.text),
        NodeKind::Index { of, key } => format!("([] {} {})", down(of), down(key)),
        NodeKind::Call { receiver: None, function, args } => format!("({}{})", function.text, all(args)),
        NodeKind::Call { receiver: Some(on), function, args } => {
            format!("({}.{}{})", down(on), function.text, all(args))
        }
        NodeKind::Unary { op: Unary::Not, of } => format!("(! {})", down(of)),
        NodeKind::Unary { op: Unary::Minus, of } => format!("(- {})", down(of)),
        NodeKind::Binary { op, left, right, .. } => format!("({} {} {})", op.symbol(), down(left), down(right)),
        NodeKind::Conditional { test, then, other } => format!("(? {} {} {})", down(test), down(then), down(other)),
        NodeKind::List(items) => format!("(list{})", all(items)),
        NodeKind::Map(entries) => {
            let entries = entries.iter().map(|(k, v)| format!(" {}={}", down(k), down(v)));
            format!("(map{})", entries.collect::<String>())
        }
        NodeKind::Message { of, fields } => {
            let fields = fields.iter().map(|(name, v)| format!(" {}={}", name.text, down(v)));
            format!("(message {}{})", down(of), fields.collect::<String>())
        }
        _ => tree.source(id).to_owned(),
    }
}

/// Each problem with the text that it points at.
fn told(text: &str, problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|p| format!("{}: {}", p.span.slice(text), p.title)).collect()
}

/// The expression after the fix of its only problem.
fn mended(text: &str, problems: &[Problem]) -> String {
    let [problem] = problems else { panic!("not one problem: {problems:?}") };
    let mut out = text.to_owned();
    for (span, new) in problem.fix.as_ref().expect("a fix").edits.iter().rev() {
        out.replace_range(span.range(), new);
    }
    out
}
