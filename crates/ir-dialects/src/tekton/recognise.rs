//! What a file is, from its content alone.

use ir_syntax::{Node, Tree};
use memchr::memmem;

use super::dialect;
use crate::{DocumentKind, Part, Recognised};

/// What a Tekton document is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Object {
    /// Steps in one pod.
    Task,
    /// A Task of the whole cluster, removed since.
    ClusterTask,
    /// A step that tasks share.
    StepAction,
    /// A graph of tasks.
    Pipeline,
    /// A run of a task.
    TaskRun,
    /// A run of a pipeline.
    PipelineRun,
    /// A run of something that another controller knows.
    CustomRun,
    /// Which sources are trusted.
    VerificationPolicy,
    /// Runs that an event sets off, with values from it.
    TriggerTemplate,
    /// Values taken from an event.
    TriggerBinding,
    /// What of an event sets off which template.
    Trigger,
    /// A service that receives events.
    EventListener,
    /// Of a kind that Tekton had once.
    Removed,
    /// Of a kind that is not read, or not written yet.
    Other,
}

impl Object {
    fn named(kind: &str) -> Self {
        match kind {
            "Task" => Object::Task,
            "ClusterTask" => Object::ClusterTask,
            "StepAction" => Object::StepAction,
            "Pipeline" => Object::Pipeline,
            "TaskRun" => Object::TaskRun,
            "PipelineRun" => Object::PipelineRun,
            "CustomRun" => Object::CustomRun,
            "VerificationPolicy" => Object::VerificationPolicy,
            "Condition" | "PipelineResource" | "Run" => Object::Removed,
            "TriggerTemplate" => Object::TriggerTemplate,
            "TriggerBinding" | "ClusterTriggerBinding" => Object::TriggerBinding,
            "Trigger" => Object::Trigger,
            "EventListener" => Object::EventListener,
            _ => Object::Other,
        }
    }

    /// What its kind is called.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Object::Task => "Task",
            Object::ClusterTask => "ClusterTask",
            Object::StepAction => "StepAction",
            Object::Pipeline => "Pipeline",
            Object::TaskRun => "TaskRun",
            Object::PipelineRun => "PipelineRun",
            Object::CustomRun => "CustomRun",
            Object::VerificationPolicy => "VerificationPolicy",
            Object::TriggerTemplate => "TriggerTemplate",
            Object::TriggerBinding => "TriggerBinding",
            Object::Trigger => "Trigger",
            Object::EventListener => "EventListener",
            Object::Removed | Object::Other => "",
        }
    }
}

/// Whether `text` holds the words without which [`recognise`] takes nothing.
pub(crate) fn may_be(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"tekton.dev").is_some()
}

pub(crate) fn recognise(tree: &Tree) -> Option<Recognised> {
    let mut documents: Vec<DocumentKind> = tree.roots().map(|root| kind(root).unwrap_or(DocumentKind::Other)).collect();
    if documents.iter().all(|kind| *kind == DocumentKind::Other) {
        return None;
    }
    // Beside others a document of one of Tekton's kinds is one that is being written.
    for (document, root) in documents.iter_mut().zip(tree.roots()) {
        let kind = root.get("kind").map_or("", Node::text);
        if *document == DocumentKind::Other && root.get("apiVersion").is_none() && root.get("spec").is_some() {
            let object = Object::named(kind);
            if !matches!(object, Object::Other | Object::Removed) {
                *document = DocumentKind::Tekton { object, version: "" };
            }
        }
    }
    Some(Recognised { dialect: &dialect::TEKTON, documents, lower: super::lower })
}

/// What a document is; `None` where it is another's.
pub(crate) fn kind(root: Node<'_>) -> Option<DocumentKind> {
    let api = root.get("apiVersion")?;
    let kind = root.get("kind").map_or("", Node::text);
    if (api.text(), kind) == ("v1", "List") {
        return items(root).next().map(|_| DocumentKind::TektonList);
    }
    let (group, version) = api.text().split_once('/').unwrap_or((api.text(), ""));
    let object = match group {
        // Triggers were in the same group once.
        "tekton.dev" | "triggers.tekton.dev" => Object::named(kind),
        // What an editor sees while the group is being written: the kind must say the rest.
        "tekton.de" | "tekton.d" | "tekton" if matches!(kind, "Task" | "Pipeline" | "TaskRun" | "PipelineRun") => {
            Object::Other
        }
        _ => return None,
    };
    let version = match (group, version) {
        ("tekton.dev", "v1") => "v1",
        ("tekton.dev", "v1beta1") => "v1beta1",
        (_, "v1alpha1") => "v1alpha1",
        _ => "",
    };
    Some(DocumentKind::Tekton { object, version })
}

/// The objects of a list that are Tekton's.
pub(crate) fn items(root: Node<'_>) -> impl Iterator<Item = Part<'_>> {
    let items = root.get("items").into_iter().flat_map(Node::items);
    items.filter_map(|root| {
        // A list in a list is nobody's.
        let kind = if root.get("kind").is_some_and(|k| k.text() == "List") { None } else { kind(root) };
        Some(Part { root, kind: kind? })
    })
}
