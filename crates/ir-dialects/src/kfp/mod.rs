//! Kubeflow Pipelines: v1 components, compiled PipelineSpecs, and their platform documents.

mod component;
mod dialects;
mod environment;
mod executor;
mod expression;
mod graph;
mod pipeline;
mod placeholder;
mod platform;
mod recognise;
mod types;
mod unfinished;

use ir_model::Package;
use ir_syntax::Tree;

pub(crate) use recognise::{may_be, recognise};

use crate::Recognised;

pub(crate) fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    if *recognised.dialect == dialects::COMPONENT {
        component::lower(tree, recognised)
    } else {
        pipeline::lower(tree, recognised)
    }
}
