//! Fixes made of edits of the tree.

use ir_model::{Diagnostic, Fix, Safety, TextEdit};
use ir_syntax::Node;
use ir_syntax::edit::{self, Edit};

/// Adds the fix that makes `edits`, where there are any.
pub(crate) fn with(finding: Diagnostic, edits: Option<Vec<Edit>>, title: String, safety: Safety) -> Diagnostic {
    let Some(mut edits) = edits.filter(|e| !e.is_empty()) else { return finding };
    edits.sort_by_key(|e| e.span);
    let edits = edits.into_iter().map(|e| TextEdit { span: e.span, text: e.text }).collect();
    finding.fix(Fix { title, safety, edits })
}

/// Adds the fix that takes an entry or an item away.
pub(crate) fn removing(finding: Diagnostic, node: Node<'_>, title: String, safety: Safety) -> Diagnostic {
    with(finding, edit::remove(node), title, safety)
}
