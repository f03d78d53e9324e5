//! Kubeflow Pipelines: v1 components, compiled PipelineSpecs, their platform documents, and what carries them.

mod carrier;
mod claims;
mod component;
mod conditional;
mod dialects;
mod environment;
mod executor;
mod expression;
mod graph;
mod header;
mod job;
mod manifest;
mod pipeline;
mod placeholder;
mod platform;
mod recognise;
mod types;
mod unfinished;

use ir_model::Package;
use ir_syntax::Tree;

pub(crate) use recognise::{may_be, recognise};

use crate::{DocumentKind, Part, Recognised};

pub(crate) fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    if *recognised.dialect == dialects::COMPONENT {
        component::lower(tree, recognised)
    } else {
        carrier::lower(tree, recognised)
    }
}

/// The parts directly inside of a part.
pub(crate) fn inner(part: Part<'_>) -> Vec<Part<'_>> {
    match part.kind {
        DocumentKind::KfpPipelineJob => job::spec(part.root).into_iter().collect(),
        DocumentKind::KfpVersionManifest => manifest::specs(part.root),
        DocumentKind::KfpManifestList => manifest::items(part.root).collect(),
        _ => Vec::new(),
    }
}
