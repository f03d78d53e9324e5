//! What a file is, from its content alone.

use ir_syntax::{Node, Tree};
use memchr::memmem;

use super::dialects;
use crate::lowering::proto;
use crate::{DocumentKind, Recognised};

/// Whether `text` holds the words without which [`recognise`] takes nothing. The near misses of
/// `implementation` are found by its longest parts.
pub(crate) fn may_be(text: &str) -> bool {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("implement")
        || has("mentation")
        || has("pipelineInfo")
        || has("pipeline_info")
        || has("deploymentSpec")
        || has("deployment_spec")
        || (has("root") && (has("dag") || has("nputDefinitions") || has("nput_definitions")))
}

/// The keys of a PipelineSpec; two of them make one.
const PIPELINE_KEYS: &[&str] =
    &["pipelineInfo", "root", "deploymentSpec", "components", "schemaVersion", "sdkVersion", "defaultPipelineRoot"];

pub(crate) fn recognise(tree: &Tree) -> Option<Recognised> {
    let kinds: Vec<DocumentKind> = tree.roots().map(document_kind).collect();
    let first = kinds.iter().zip(tree.roots()).find(|(_, root)| !root.is_missing()).map(|(kind, _)| *kind)?;
    match first {
        DocumentKind::KfpComponent => {
            let documents = kinds.iter().map(|k| only(*k, DocumentKind::KfpComponent)).collect();
            Some(Recognised { dialect: &dialects::COMPONENT, documents })
        }
        DocumentKind::KfpPipelineSpec => Some(Recognised { dialect: &dialects::PIPELINE, documents: kinds }),
        // A platform document may come first by mistake; alone it is nothing that can be submitted.
        DocumentKind::KfpPlatformSpec if kinds.contains(&DocumentKind::KfpPipelineSpec) => {
            Some(Recognised { dialect: &dialects::PIPELINE, documents: kinds })
        }
        _ => None,
    }
}

fn only(kind: DocumentKind, wanted: DocumentKind) -> DocumentKind {
    if kind == wanted { kind } else { DocumentKind::Other }
}

fn document_kind(root: Node<'_>) -> DocumentKind {
    if !root.is_mapping() {
        return DocumentKind::Other;
    }
    let mut pipeline_keys = 0;
    let mut platforms = false;
    for entry in root.own_entries() {
        let key = entry.key.text();
        // Files of Kubernetes and its many extensions are another's, whatever else they say.
        if key == "apiVersion" {
            return DocumentKind::Other;
        }
        if PIPELINE_KEYS.iter().any(|k| proto(key, k)) {
            pipeline_keys += 1;
        }
        platforms |= key == "platforms" && entry.value.is_mapping();
    }
    let strong = |key: &str| root.own_entries().any(|e| proto(e.key.text(), key));
    // `components` and `root` are everyday words: one of the others must be there.
    if pipeline_keys >= 2 && (strong("pipelineInfo") || strong("deploymentSpec") || is_pipeline_root(root)) {
        return DocumentKind::KfpPipelineSpec;
    }
    if is_component(root) {
        return DocumentKind::KfpComponent;
    }
    if platforms && root.own_entries().count() == 1 {
        return DocumentKind::KfpPlatformSpec;
    }
    DocumentKind::Other
}

/// `root: {dag: …}` beside another key of a PipelineSpec.
fn is_pipeline_root(root: Node<'_>) -> bool {
    root.get("root").is_some_and(|r| r.get("dag").is_some() || r.get("inputDefinitions").is_some())
}

/// `implementation: {container: …}` or `{graph: …}`; with a slip in one of the two words when the rest
/// looks like a component.
fn is_component(root: Node<'_>) -> bool {
    let others = ["name", "inputs", "outputs", "description", "metadata"];
    let friends = root.own_entries().filter(|e| others.contains(&e.key.text())).count();
    let has_body = |value: Node<'_>| value.get("container").is_some() || value.get("graph").is_some();
    let ports = ["inputs", "outputs"]
        .iter()
        .filter_map(|key| root.get(key))
        .any(|list| list.items().any(|port| port.get("name").is_some()));
    root.own_entries().any(|entry| {
        let key = entry.key.text();
        if key == "implementation" {
            // A half-typed body still makes a component, where the ports say so.
            return has_body(entry.value) || ((entry.value.is_missing() || entry.value.is_mapping()) && ports);
        }
        friends > 0 && has_body(entry.value) && near(key, "implementation")
    })
}

/// Whether two words differ by one slip or two at the same place.
fn near(a: &str, b: &str) -> bool {
    let same = |x: &mut dyn Iterator<Item = (u8, u8)>| x.take_while(|(p, q)| p == q).count();
    let front = same(&mut a.bytes().zip(b.bytes()));
    let back = same(&mut a.bytes().rev().zip(b.bytes().rev()));
    front + back + 2 >= b.len() && a.len() + 2 >= b.len() && a.len() <= b.len() + 2
}
