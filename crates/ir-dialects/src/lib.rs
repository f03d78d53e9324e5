//! Pipeline formats: recognised from content alone, lowered into the neutral representation.

use ir_model::{Dialect, Package};
use ir_syntax::Tree;

/// A file whose format is known.
#[derive(Clone, Debug)]
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

/// Tells the format of a file, or `None` where it is no pipeline file.
#[must_use]
pub fn recognise(_tree: &Tree) -> Option<Recognised> {
    None
}

/// Lowers a recognised file. Never fails: what cannot be read is unknown in the package.
#[must_use]
pub fn lower(_tree: &Tree, recognised: &Recognised) -> Package {
    Package::new(recognised.dialect)
}
