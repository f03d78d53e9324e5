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

use ir_model::{Dialect, Package};
use ir_syntax::Tree;

use crate::{DocumentKind, Format, Part, Recognised};

pub(crate) static FORMAT: Format = Format { may_be: recognise::may_be, recognise: recognise::recognise, inner };

fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    if *recognised.dialect == dialects::COMPONENT {
        component::lower(tree, recognised)
    } else {
        carrier::lower(tree, recognised)
    }
}

/// Whether files of a format hold PipelineSpecs.
pub(crate) fn is_pipeline(dialect: &Dialect) -> bool {
    [&dialects::PIPELINE, &dialects::JOB, &dialects::MANIFEST].contains(&dialect)
}

/// The parts directly inside of a part.
fn inner(part: Part<'_>) -> Vec<Part<'_>> {
    match part.kind {
        DocumentKind::KfpPipelineJob => job::spec(part.root).into_iter().collect(),
        DocumentKind::KfpVersionManifest => manifest::specs(part.root),
        DocumentKind::KfpManifestList => manifest::items(part.root).collect(),
        _ => Vec::new(),
    }
}
