//! What starts a run, and who is told.

use ir_dialects::{DocumentKind, Object};
use ir_syntax::{Node, Span};

use super::Detector;
use crate::look::Look;

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("schedule", |look| kinds(look, |kind| kind == DocumentKind::ArgoCronWorkflow)),
    ("event", |look| {
        kinds(look, |kind| match kind {
            DocumentKind::ArgoEventBinding => true,
            DocumentKind::Tekton { object, .. } => is_trigger(object),
            _ => false,
        })
    }),
    ("email", |look| {
        // The component that Google publishes, by the program it starts.
        let texts = look.work().flat_map(|step| look.command(step));
        texts.filter(|node| node.text().contains("vertex_notification_email")).map(Node::span).collect()
    }),
];

/// Where a document says what it is.
fn kinds(look: &Look<'_>, pick: impl Fn(DocumentKind) -> bool) -> Vec<Span> {
    let parts = look.parts.iter().filter(|part| pick(part.kind));
    parts.filter_map(|part| part.root.get("kind")).map(Node::span).collect()
}

fn is_trigger(object: Object) -> bool {
    matches!(object, Object::Trigger | Object::TriggerBinding | Object::TriggerTemplate | Object::EventListener)
}
