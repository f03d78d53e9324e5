//! Pipelines as Kubernetes objects: `Pipeline` names one, `PipelineVersion` holds a PipelineSpec.

use ir_syntax::Node;

use crate::{DocumentKind, Part};

const API: &str = "pipelines.kubeflow.org/v2beta1";

/// What a document with an `apiVersion` is; `None` where it is another's.
pub(crate) fn kind(root: Node<'_>) -> Option<DocumentKind> {
    let api = root.get("apiVersion")?.text();
    let kind = root.get("kind")?.text();
    match (api, kind) {
        (API, "Pipeline") => Some(DocumentKind::KfpPipelineManifest),
        (API, "PipelineVersion") => Some(DocumentKind::KfpVersionManifest),
        (API, "PipelineList" | "PipelineVersionList") | ("v1", "List") => {
            items(root).next().map(|_| DocumentKind::KfpManifestList)
        }
        _ => None,
    }
}

/// The objects of a list that are pipelines.
pub(crate) fn items(root: Node<'_>) -> impl Iterator<Item = Part<'_>> {
    let items = root.get("items").into_iter().flat_map(Node::items);
    items.filter_map(|root| match kind(root)? {
        // A list in a list is nobody's.
        DocumentKind::KfpManifestList => None,
        kind => Some(Part { root, kind }),
    })
}

/// The PipelineSpec inside a version, then its platform settings.
pub(crate) fn specs(root: Node<'_>) -> Vec<Part<'_>> {
    let places = [("pipelineSpec", DocumentKind::KfpPipelineSpec), ("platformSpec", DocumentKind::KfpPlatformSpec)];
    let spec = root.get("spec");
    let inner = |(key, kind)| Some(Part { root: spec?.get(key).filter(|s| s.is_mapping())?, kind });
    places.into_iter().filter_map(inner).collect()
}
