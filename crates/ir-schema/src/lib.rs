//! The JSON Schemas of pipeline formats, embedded: check a tree, explain a place, list what may stand
//! there. Knows nothing of what the fields mean.
//!
//! The schemas are the published files of `schemas/`, read here as they are. Any other validator gives
//! the same verdict on a document, but for what [`Schema::check`] is silent on; this one puts it on the
//! smallest wrong token.
//!
//! ```
//! use ir_schema::Schema;
//!
//! let tree = ir_syntax::Tree::parse("implementation: {container: {image: a, comand: [b]}}\n");
//! let root = tree.roots().next().unwrap();
//! let found = Schema::kfp_component().check(root);
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].to_string(), "unknown key `comand` in the container");
//! assert_eq!(found[0].label().unwrap(), "did you mean `command`?");
//! ```

mod check;
mod compile;
mod complete;
mod describe;
mod format;
mod kinds;
mod locate;
mod mend;
mod object;
mod reference;
mod remark;
mod schema;
mod suggest;
mod violation;

use std::sync::LazyLock;

pub use compile::{CompileError, Family};
pub use complete::{Completion, KeyItem};
pub use describe::{FieldInfo, ValueInfo};
pub use format::Format;
pub use kinds::KindSet;
pub use remark::{Remark, RemarkKind, Successor};
pub use schema::{Schema, UnknownKeys};
pub use violation::{Owner, Replacement, Step, Violation, ViolationKind};

/// The published files by name, as embedded.
pub const PUBLISHED: [(&str, &str); 9] = [
    ("kfp-component", include_str!("../../../schemas/kfp-component.schema.json")),
    ("kfp-pipeline-spec", include_str!("../../../schemas/kfp-pipeline-spec.schema.json")),
    ("kfp-platform-spec", include_str!("../../../schemas/kfp-platform-spec.schema.json")),
    ("kfp-pipeline-job", include_str!("../../../schemas/kfp-pipeline-job.schema.json")),
    ("kfp-pipeline-manifest", include_str!("../../../schemas/kfp-pipeline-manifest.schema.json")),
    ("kfp-version-manifest", include_str!("../../../schemas/kfp-version-manifest.schema.json")),
    ("argo", include_str!("../../../schemas/argo.schema.json")),
    ("tekton", include_str!("../../../schemas/tekton.schema.json")),
    ("kubernetes", include_str!("../../../schemas/kubernetes.schema.json")),
];

/// A published schema, compiled at its first use. A test sees to it that each one compiles.
fn published(text: &str) -> Schema {
    Schema::compile(text).unwrap_or_else(|_| Schema::open())
}

impl Schema {
    /// A component file of Kubeflow Pipelines, version 1 (`component.yaml`).
    pub fn kfp_component() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| published(PUBLISHED[0].1));
        &SCHEMA
    }

    /// A compiled pipeline or component of Kubeflow Pipelines, version 2: the first document.
    pub fn kfp_pipeline_spec() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| published(PUBLISHED[1].1));
        &SCHEMA
    }

    /// The platform document of a compiled pipeline: the second document.
    pub fn kfp_platform_spec() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| published(PUBLISHED[2].1));
        &SCHEMA
    }

    /// A run of a compiled pipeline, the pipeline included as far as it is some object: the values around it.
    pub fn kfp_pipeline_job() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| published(PUBLISHED[3].1));
        &SCHEMA
    }

    /// The Kubernetes object that names a pipeline.
    pub fn kfp_pipeline_manifest() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| published(PUBLISHED[4].1));
        &SCHEMA
    }

    /// The Kubernetes object that holds a version of a pipeline, the compiled form being some object to it.
    pub fn kfp_version_manifest() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| published(PUBLISHED[5].1));
        &SCHEMA
    }

    /// An object of Argo Workflows by its kind: `Workflow`, `WorkflowTemplate`, `ClusterWorkflowTemplate`,
    /// `CronWorkflow`, `WorkflowEventBinding` or `ExecutorPlugin`.
    #[must_use]
    pub fn argo(kind: &str) -> Option<&'static Self> {
        static FAMILY: LazyLock<Option<Family>> = LazyLock::new(|| Family::compile(PUBLISHED[6].1).ok());
        FAMILY.as_ref()?.get(kind)
    }

    /// An object of Tekton Pipelines by its version and kind: `v1` and `v1beta1` of `Task`, `Pipeline`,
    /// `TaskRun` and `PipelineRun`; `v1beta1` of `ClusterTask`, `CustomRun` and `StepAction`; `v1alpha1` of
    /// `StepAction` and `VerificationPolicy`.
    #[must_use]
    pub fn tekton(version: &str, kind: &str) -> Option<&'static Self> {
        static FAMILY: LazyLock<Option<Family>> = LazyLock::new(|| Family::compile(PUBLISHED[7].1).ok());
        FAMILY.as_ref()?.find(|name| name.split_once('.') == Some((version, kind)))
    }
}
