//! What a file is, from its content alone: the group of `apiVersion` and the kind decide.

use ir_syntax::{Node, Tree};
use memchr::memmem;

use super::dialects;
use crate::lowering::one_slip;
use crate::{DocumentKind, Part, Recognised};

/// The group is shared with Argo CD, Rollouts and Events, so that the kind must be one of these.
pub(super) const KINDS: &[(&str, DocumentKind)] = &[
    ("Workflow", DocumentKind::ArgoWorkflow),
    ("WorkflowTemplate", DocumentKind::ArgoWorkflowTemplate),
    ("ClusterWorkflowTemplate", DocumentKind::ArgoClusterWorkflowTemplate),
    ("CronWorkflow", DocumentKind::ArgoCronWorkflow),
    ("WorkflowEventBinding", DocumentKind::ArgoEventBinding),
];

/// What a WorkflowSpec is known by, where the group is not written yet.
const SPEC: &[&str] = &["templates", "entrypoint", "workflowTemplateRef", "workflowSpec"];

/// Whether `text` holds the words without which [`recognise`] takes nothing.
pub(crate) fn may_be(text: &str) -> bool {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("argoproj.io") || (has("Workflow") && SPEC.iter().any(|key| has(key)))
}

pub(crate) fn recognise(tree: &Tree) -> Option<Recognised> {
    let documents: Vec<DocumentKind> = tree.roots().map(document_kind).collect();
    documents.iter().any(|kind| *kind != DocumentKind::Other).then_some(())?;
    Some(Recognised { dialect: &dialects::ARGO, documents, lower: super::lower })
}

fn document_kind(root: Node<'_>) -> DocumentKind {
    let Some(kind) = root.get("kind").filter(|k| k.is_scalar()) else {
        return unfinished(root);
    };
    let version = root.get("apiVersion").filter(|v| v.is_scalar() && !v.is_missing());
    let ours = version.is_some_and(|v| v.text().starts_with("argoproj.io/"));
    let exact = KINDS.iter().find(|(name, _)| *name == kind.text()).map(|(_, kind)| *kind);
    match exact {
        Some(exact) if ours => exact,
        // The group is still being written; another group is another's.
        Some(exact) if version.is_none_or(|v| v.text().starts_with("argo")) && has_spec(root) => exact,
        // One slip in a word of Argo's own group, and what only a workflow has.
        None if ours && has_spec(root) => {
            let meant = KINDS.iter().find(|(name, _)| one_slip(name, kind.text()));
            meant.map_or(DocumentKind::Other, |(_, kind)| *kind)
        }
        None if kind.text().ends_with("List") && items(root).next().is_some() => DocumentKind::ArgoList,
        _ => DocumentKind::Other,
    }
}

/// A kind that is missing, in a document that is Argo's beyond doubt.
fn unfinished(root: Node<'_>) -> DocumentKind {
    let version = root.get("apiVersion").filter(|v| v.is_scalar());
    let ours = version.is_some_and(|v| v.text().starts_with("argoproj.io/"));
    if ours && has_spec(root) { DocumentKind::ArgoWorkflow } else { DocumentKind::Other }
}

fn has_spec(root: Node<'_>) -> bool {
    root.get("spec").is_some_and(|spec| SPEC.iter().any(|key| spec.get(key).is_some()))
}

/// The objects of a list that are Argo's.
pub(super) fn items(root: Node<'_>) -> impl Iterator<Item = Part<'_>> {
    let items = root.get("items").into_iter().flat_map(Node::items);
    items.filter_map(|root| {
        let kind = document_kind_of_item(root);
        (kind != DocumentKind::Other).then_some(Part { root, kind })
    })
}

/// Lists do not nest.
fn document_kind_of_item(root: Node<'_>) -> DocumentKind {
    let is_list = root.get("kind").is_some_and(|k| k.text().ends_with("List"));
    if is_list { DocumentKind::Other } else { document_kind(root) }
}
