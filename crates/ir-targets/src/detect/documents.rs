//! What the file is as a whole.

use ir_dialects::DocumentKind;
use ir_syntax::{Node, Span, Style, strict_json_errors};

use super::Detector;
use crate::look::{Look, entry};

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("schema-version-2-1", |look| versions(look, true)),
    ("schema-version-2-0", |look| versions(look, false)),
    ("pipeline-job", |look| {
        let jobs = look.documents(DocumentKind::KfpPipelineJob);
        jobs.filter_map(|root| entry(root, "pipelineSpec")).map(|e| e.key.span()).collect()
    }),
    ("platform-settings", |look| {
        let documents = look.documents(DocumentKind::KfpPlatformSpec);
        documents.filter_map(|root| root.entry("platforms")).map(|e| e.key.span()).collect()
    }),
    ("two-documents", two_documents),
    ("json-text", json),
    ("component-v1", |look| {
        let components = look.documents(DocumentKind::KfpComponent);
        components.filter_map(|root| root.entry("implementation")).map(|e| e.key.span()).collect()
    }),
    ("compiled-by-v1", compiled_by_v1),
];

/// The places where a version is said: the newest one, or an older one.
fn versions(look: &Look<'_>, newest: bool) -> Vec<Span> {
    let specs = look.documents(DocumentKind::KfpPipelineSpec);
    let versions = specs.filter_map(|root| entry(root, "schemaVersion")).map(|e| e.value);
    versions.filter(|v| v.is_scalar() && !v.is_missing() && v.says("2.1.0") == newest).map(Node::span).collect()
}

fn two_documents(look: &Look<'_>) -> Vec<Span> {
    // Manifests are files of many objects by their nature.
    let Some(DocumentKind::KfpPipelineSpec) = look.parts.first().map(|p| p.kind) else { return Vec::new() };
    let more = look.tree.roots().skip(1).filter(|root| !root.is_missing());
    more.map(|root| Span::at(root.span().start)).take(1).collect()
}

fn json(look: &Look<'_>) -> Vec<Span> {
    let Some(root) = look.tree.roots().next() else { return Vec::new() };
    let is_json = look.is_kfp_ir()
        && root.is_mapping()
        && root.style() == Style::Flow
        && look.tree.documents().len() == 1
        && strict_json_errors(look.tree).is_empty();
    if is_json { vec![Span::new(root.span().start, root.span().start + 1)] } else { Vec::new() }
}

/// The compiler of the v1 SDK leaves its version among the annotations.
fn compiled_by_v1(look: &Look<'_>) -> Vec<Span> {
    let workflows = look.documents(DocumentKind::ArgoWorkflow);
    let annotations = workflows.filter_map(|root| root.get("metadata")?.get("annotations"));
    annotations.filter_map(|a| a.entry("pipelines.kubeflow.org/kfp_sdk_version")).map(|e| e.key.span()).collect()
}
