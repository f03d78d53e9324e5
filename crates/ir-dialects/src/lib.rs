//! Pipeline formats: recognised from content alone, lowered into the neutral representation.

mod argo;
mod cel;
mod kfp;
#[cfg_attr(not(test), expect(dead_code, reason = "the lowerings are being written"))]
mod kubernetes;
mod language;
mod lowering;
mod tekton;
pub mod write;

pub use self::tekton::Object;
use ir_model::{Dialect, Package};
use ir_schema::Schema;
use ir_syntax::{Node, Tree};

/// A family of formats that are told apart together: all that this crate asks of one.
struct Format {
    /// Whether a text holds a word without which `recognise` takes nothing.
    may_be: fn(&str) -> bool,
    /// What a file is.
    recognise: fn(&Tree) -> Option<Recognised>,
    /// The parts directly inside of a part; none in a part of another format.
    inner: for<'t> fn(Part<'t>) -> Vec<Part<'t>>,
}

/// Every format, those first whose files say what they are in words of their own.
static FORMATS: [&Format; 3] = [&kfp::FORMAT, &argo::FORMAT, &tekton::FORMAT];

/// A file whose format is known.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The format.
    pub dialect: &'static Dialect,
    /// What each document of the file is, in order.
    pub documents: Vec<DocumentKind>,
    /// The lowering of its format.
    lower: fn(&Tree, &Recognised) -> Package,
}

impl PartialEq for Recognised {
    fn eq(&self, other: &Self) -> bool {
        self.dialect == other.dialect && self.documents == other.documents
    }
}

impl Eq for Recognised {}

/// What a document of a recognised file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentKind {
    /// Not of the format: left alone.
    Other,
    /// A KFP v1 component, container or graph.
    KfpComponent,
    /// A KFP PipelineSpec: a compiled component or pipeline.
    KfpPipelineSpec,
    /// A KFP PlatformSpec, beside a PipelineSpec or alone.
    KfpPlatformSpec,
    /// A KFP PipelineJob: a PipelineSpec and the values of a run.
    KfpPipelineJob,
    /// A Kubernetes object that names a pipeline.
    KfpPipelineManifest,
    /// A Kubernetes object that holds a version of a pipeline.
    KfpVersionManifest,
    /// A list of Kubernetes objects, some of which are KFP's.
    KfpManifestList,
    /// An object of Tekton.
    Tekton {
        /// Which one.
        object: Object,
        /// Of which version; empty where that is none that is known.
        version: &'static str,
    },
    /// A list of Kubernetes objects, some of which are Tekton's.
    TektonList,
    /// An Argo Workflow.
    ArgoWorkflow,
    /// An Argo WorkflowTemplate.
    ArgoWorkflowTemplate,
    /// An Argo ClusterWorkflowTemplate.
    ArgoClusterWorkflowTemplate,
    /// An Argo CronWorkflow.
    ArgoCronWorkflow,
    /// An Argo WorkflowEventBinding.
    ArgoEventBinding,
    /// A list of Kubernetes objects, some of which are Argo's.
    ArgoList,
}

/// A part of a file that one schema describes: a document, or a document inside of another.
#[derive(Clone, Copy, Debug)]
pub struct Part<'t> {
    /// Where it begins.
    pub root: Node<'t>,
    /// What it is.
    pub kind: DocumentKind,
}

impl Recognised {
    /// The parts of the recognised file, outer ones before those inside of them.
    #[must_use]
    pub fn parts<'t>(&self, tree: &'t Tree) -> Vec<Part<'t>> {
        let mut parts = Vec::new();
        for (root, kind) in tree.roots().zip(&self.documents) {
            push(Part { root, kind: *kind }, &mut parts);
        }
        parts
    }
}

/// A part and what is inside of it.
fn push<'t>(part: Part<'t>, parts: &mut Vec<Part<'t>>) {
    parts.push(part);
    for inner in FORMATS.iter().flat_map(|format| (format.inner)(part)) {
        push(inner, parts);
    }
}

impl DocumentKind {
    /// The schema that such a document must fit.
    #[must_use]
    pub fn schema(self) -> Option<&'static Schema> {
        match self {
            DocumentKind::Other | DocumentKind::KfpManifestList | DocumentKind::ArgoList | DocumentKind::TektonList => {
                None
            }
            DocumentKind::Tekton { object, version } => Schema::tekton(version, object.kind()),
            DocumentKind::ArgoWorkflow => Schema::argo("Workflow"),
            DocumentKind::ArgoWorkflowTemplate => Schema::argo("WorkflowTemplate"),
            DocumentKind::ArgoClusterWorkflowTemplate => Schema::argo("ClusterWorkflowTemplate"),
            DocumentKind::ArgoCronWorkflow => Schema::argo("CronWorkflow"),
            DocumentKind::ArgoEventBinding => Schema::argo("WorkflowEventBinding"),
            DocumentKind::KfpComponent => Some(Schema::kfp_component()),
            DocumentKind::KfpPipelineSpec => Some(Schema::kfp_pipeline_spec()),
            DocumentKind::KfpPlatformSpec => Some(Schema::kfp_platform_spec()),
            DocumentKind::KfpPipelineJob => Some(Schema::kfp_pipeline_job()),
            DocumentKind::KfpPipelineManifest => Some(Schema::kfp_pipeline_manifest()),
            DocumentKind::KfpVersionManifest => Some(Schema::kfp_version_manifest()),
        }
    }
}

/// Whether `text` holds a word without which no format is recognised: a cheap test before a file of
/// unknown content is parsed.
#[must_use]
pub fn may_be_recognised(text: &str) -> bool {
    // The last ask for the fewest words.
    FORMATS.iter().rev().any(|format| (format.may_be)(text))
}

/// The formats whose engines have switches, and all others that say more of themselves than a recognised file does.
pub fn dialects() -> impl Iterator<Item = &'static Dialect> {
    [&tekton::DIALECT].into_iter().copied()
}

/// Tells the format of a file, or `None` where it is no pipeline file.
#[must_use]
pub fn recognise(tree: &Tree) -> Option<Recognised> {
    FORMATS.iter().find_map(|format| (format.recognise)(tree))
}

/// Lowers a recognised file. Never fails: what cannot be read is unknown in the package.
#[must_use]
pub fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    (recognised.lower)(tree, recognised)
}
