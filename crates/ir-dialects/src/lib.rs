//! Pipeline formats: recognised from content alone, lowered into the neutral representation.

mod cel;
mod kfp;
mod lowering;

use ir_model::{Dialect, Package};
use ir_schema::Schema;
use ir_syntax::Tree;

/// A file whose format is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recognised {
    /// The format.
    pub dialect: &'static Dialect,
    /// What each document of the file is, in order.
    pub documents: Vec<DocumentKind>,
}

/// What a document of a recognised file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentKind {
    /// Not of the format: left alone.
    Other,
    /// A KFP v1 component, container or graph.
    KfpComponent,
    /// A KFP PipelineSpec: a compiled component or pipeline.
    KfpPipelineSpec,
    /// A KFP PlatformSpec beside a PipelineSpec.
    KfpPlatformSpec,
}

impl DocumentKind {
    /// The schema that such a document must fit.
    #[must_use]
    pub fn schema(self) -> Option<&'static Schema> {
        match self {
            DocumentKind::Other => None,
            DocumentKind::KfpComponent => Some(Schema::kfp_component()),
            DocumentKind::KfpPipelineSpec => Some(Schema::kfp_pipeline_spec()),
            DocumentKind::KfpPlatformSpec => Some(Schema::kfp_platform_spec()),
        }
    }
}

/// Whether `text` holds a word without which no format is recognised: a cheap test before a file of
/// unknown content is parsed.
#[must_use]
pub fn may_be_recognised(text: &str) -> bool {
    kfp::may_be(text)
}

/// Tells the format of a file, or `None` where it is no pipeline file.
#[must_use]
pub fn recognise(tree: &Tree) -> Option<Recognised> {
    kfp::recognise(tree)
}

/// Lowers a recognised file. Never fails: what cannot be read is unknown in the package.
#[must_use]
pub fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    kfp::lower(tree, recognised)
}
