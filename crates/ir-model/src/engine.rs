//! What runs pipelines. Only as far as findings must tell one from another.

/// Something that loads, compiles or runs a pipeline file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Engine {
    /// The open-source backend of Kubeflow Pipelines, which compiles to Argo Workflows.
    KfpArgo,
    /// The Python SDK of Kubeflow Pipelines: loading a file to use it in another pipeline.
    KfpSdk,
    /// The SDK's local runners.
    KfpLocal,
    /// Vertex AI Pipelines.
    Vertex,
    /// Tekton Pipelines: its admission webhook and its controller.
    Tekton,
    /// Argo Workflows, running a workflow.
    Argo,
    /// Argo Workflows, taking a workflow that is submitted as it is.
    ArgoSubmit,
    /// The checks of Argo Workflows alone, before anything is submitted (`argo lint`).
    ArgoLint,
}

impl Engine {
    /// All engines.
    pub const ALL: [Engine; 8] = [
        Engine::KfpArgo,
        Engine::KfpSdk,
        Engine::KfpLocal,
        Engine::Vertex,
        Engine::Argo,
        Engine::ArgoSubmit,
        Engine::ArgoLint,
        Engine::Tekton,
    ];

    /// Stable id, as written in configuration.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Engine::KfpArgo => "kfp-argo",
            Engine::KfpSdk => "kfp-sdk",
            Engine::KfpLocal => "kfp-local",
            Engine::Vertex => "vertex",
            Engine::Tekton => "tekton",
            Engine::Argo => "argo",
            Engine::ArgoSubmit => "argo-submit",
            Engine::ArgoLint => "argo-lint",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Engine::KfpArgo => "the KFP backend on Argo",
            Engine::KfpSdk => "the KFP SDK",
            Engine::KfpLocal => "the KFP SDK's local runner",
            Engine::Vertex => "Vertex AI Pipelines",
            Engine::Tekton => "Tekton",
            Engine::Argo => "Argo Workflows",
            Engine::ArgoSubmit => "Argo Workflows on submission",
            Engine::ArgoLint => "`argo lint`",
        }
    }

    /// The engine of an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.id() == id)
    }
}
