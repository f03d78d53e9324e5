//! Valid pipelines of any size. Each task but the first waits for the one before and uses what it writes.

mod argo;
mod kfp;
mod tekton;

pub use argo::workflow;
pub use kfp::pipeline;
pub use tekton::manifests;
