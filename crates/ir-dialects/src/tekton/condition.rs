//! Conditions in Common Expression Language. Upstream's webhook compiles them before any variable is filled in, with
//! nothing to refer to: variables stand in quotes, or not at all (P23, K14).

use ir_model::{ExprProblem, ExprProblemKind};
use ir_syntax::Node;

use crate::cel::types::Environment;
use crate::cel::{self, Problem};
use crate::language::publish::publish;
use crate::lowering::Lowering;

static CONDITION: Environment =
    Environment { title: "a condition", variables: &[], functions: &[], packages: &[], condition: false };

/// A text with more mistakes is none of the language.
const MOST: usize = 8;

/// What keeps a condition from being compiled.
pub(crate) fn problems<'t>(l: &mut Lowering<'t>, node: Node<'t>) -> Vec<ExprProblem> {
    let Some(text) = node.as_str().filter(|t| !t.trim().is_empty()) else { return Vec::new() };
    let tree = cel::parse(text);
    let bare = bare_variable(text);
    let checked = cel::check(&tree, &CONDITION);
    let found: Vec<Problem> = match (bare, tree.problems.is_empty()) {
        (Some(at), false) => {
            let problem = Problem::new(ExprProblemKind::Syntax, at, "a variable in a condition stands in quotes");
            vec![problem.label("the condition is read before it is filled in")]
        }
        (_, false) => tree.problems,
        // What fails with certain values is no concern of who compiles.
        (_, true) => checked.problems.into_iter().filter(|p| p.kind == ExprProblemKind::Name).collect(),
    };
    found.iter().take(MOST).map(|problem| publish(l, node, 0, problem)).collect()
}

/// The first variable outside of quotes.
fn bare_variable(text: &str) -> Option<ir_syntax::Span> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '$') if text.get(at..)?.starts_with("$(") => {
                let end = text.get(at..)?.find(')').map_or(text.len(), |end| at + end + 1);
                return Some(crate::language::span(at, end));
            }
            _ => {}
        }
    }
    None
}
