//! What tasks run.

use ir_model::{Binding, Body, Step, StepRole, Val};
use ir_syntax::{Node, Span};

use super::Detector;
use crate::look::{Look, entry, field};
use crate::text::has_hole;

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("container", |look| containers(look, Python::No)),
    ("container-without-command", without_command),
    ("python-function", |look| containers(look, Python::Inline)),
    ("python-in-image", |look| containers(look, Python::InImage)),
    ("importer", |look| importers(look, false)),
    ("importer-of-parameter", |look| importers(look, true)),
    ("conditional-importer", conditional_importer),
    ("resolver", |look| {
        look.bodies(|body| if let Body::Query(at) = body { Some(at.span) } else { None })
            .into_iter()
            .map(|(_, at)| at)
            .collect()
    }),
    ("custom-job", |look| external(look, &["customJob", "custom_job"])),
    ("pre-cache-check", |look| {
        let checks = look.steps().filter(|_| look.is_kfp_ir());
        checks.filter_map(|step| entry(look.node(step.node), "lifecycle")).map(|e| e.key.span()).collect()
    }),
    ("http-call", |look| external(look, &["http"])),
    ("kubernetes-object", |look| external(look, &["resource"])),
    ("several-containers", |look| {
        let pods = look.package.pods.values();
        let work = |pod: &ir_model::Pod| pod.steps.iter().filter(|s| s.role == StepRole::Main).count();
        let several = pods.filter(|pod| work(pod) > 1);
        several.filter_map(|pod| pod.steps.get(1)).map(|step| start(look, step)).collect()
    }),
    ("sidecar", sidecars),
    ("daemon", |look| look.object_keys(&["daemon"], |e| e.value.says("true"))),
    ("wait", |look| waits(look).into_iter().map(|(_, _, at)| at).collect()),
    ("approval", approvals),
    ("image-from-parameter", |look| {
        let hole = look.package.dialect.traits.hole;
        let images = look.steps().filter_map(|step| step.image.known()).map(|id| look.node(*id));
        images.filter(|image| has_hole(image.text(), hole)).map(Node::span).collect()
    }),
];

/// Whether a container runs a Python function of the KFP SDK.
#[derive(Clone, Copy, PartialEq)]
enum Python {
    No,
    /// Its source stands in the command.
    Inline,
    /// It is in the image.
    InImage,
}

fn containers(look: &Look<'_>, python: Python) -> Vec<Span> {
    look.work().filter(|step| kind(look, step) == python).map(|step| start(look, step)).collect()
}

/// By what the SDK writes: its executor is called, and the function is defined in one of the texts or is not.
fn kind<'a>(look: &Look<'a>, step: &'a Step) -> Python {
    let (mut executor, mut function) = (false, false);
    for text in look.command(step).map(Node::text) {
        executor |= text.contains("kfp.dsl.executor_main") || text.contains("kfp.components.executor_main");
        executor |= text.contains("--function_to_execute") || text.contains("_output_serializers");
        function |= text.contains("def ");
    }
    match (executor, function) {
        (true, true) => Python::Inline,
        (true, false) => Python::InImage,
        (false, _) => Python::No,
    }
}

/// A container is shown by its image.
fn start(look: &Look<'_>, step: &Step) -> Span {
    let node = match step.image {
        Val::Known(image, _) => image,
        _ => step.node,
    };
    let span = look.node(node).span();
    if node == step.node { Span::at(span.start) } else { span }
}

fn without_command(look: &Look<'_>) -> Vec<Span> {
    let bare = look.work().filter(|step| {
        let node = look.node(step.node);
        let says = |key: &str| field(node, key).is_some_and(|n| !n.is_missing() && n.items().next().is_some());
        !says("command")
            && !says("args")
            && step.script.is_none()
            && !node.has_loss()
            && field(node, "script").is_none()
            && matches!(step.image, Val::Known(..))
    });
    bare.map(|step| start(look, step)).collect()
}

fn importers(look: &Look<'_>, of_parameter: bool) -> Vec<Span> {
    let imports = look.bodies(|body| if let Body::Import { uri } = body { *uri } else { None });
    let found = imports.into_iter().filter_map(|(_, uri)| match look.package.bindings.get(uri)? {
        Binding::Literal(_, at) if !of_parameter => Some(at.span),
        Binding::Input(reference) if of_parameter => look.ref_span(*reference),
        _ => None,
    });
    found.collect()
}

fn conditional_importer(look: &Look<'_>) -> Vec<Span> {
    let found = look.tasks().filter_map(|(_, task)| {
        let (_, component) = look.callee(task)?;
        let condition = look.package.exprs.get(task.when?)?;
        matches!(component.body, Body::Import { .. }).then_some(condition.at.span)
    });
    found.collect()
}

/// Work of kinds that one engine has, by the words for them.
fn external(look: &Look<'_>, words: &[&str]) -> Vec<Span> {
    let found = look.bodies(|body| if let Body::External(at) = body { Some(at.span) } else { None });
    let found = found.into_iter().map(|(_, at)| at);
    found.filter(|at| words.contains(&at.slice(look.tree.text()).trim_matches('"'))).collect()
}

fn sidecars(look: &Look<'_>) -> Vec<Span> {
    let written = look.steps().filter(|step| step.role == StepRole::Sidecar).map(|step| start(look, step));
    let mut found: Vec<Span> = written.collect();
    // Containers that begin before the work, are always restarted, and so stay beside it.
    for settings in look.package.platforms.iter().flat_map(|p| &p.settings) {
        let before = settings.before.iter().map(|b| look.node(b.step.node));
        let stay = before.filter_map(|node| field(node, "restartPolicy")).filter(|policy| policy.says("Always"));
        found.extend(stay.map(Node::span));
    }
    found
}

fn waits<'a>(look: &Look<'a>) -> Vec<(&'a ir_model::Component, Option<Node<'a>>, Span)> {
    let found = look.bodies(|body| if let Body::Wait(at) = body { Some(*at) } else { None });
    let found = found.into_iter().map(|(component, at)| {
        let key = look.node(at.node);
        let body = key.parent().and_then(|map| map.entry(key.text())).map(|e| e.value);
        (component, body, at.span)
    });
    found.collect()
}

/// Without a duration somebody has to let the task go on; outputs of a task that runs nothing are supplied by somebody.
fn approvals(look: &Look<'_>) -> Vec<Span> {
    let by_hand = waits(look).into_iter().filter(|(component, body, _)| {
        let timed = body.is_some_and(|b| b.get("duration").is_some() || b.has_loss());
        !timed || !component.outputs.list.is_empty()
    });
    by_hand.map(|(_, _, at)| at).collect()
}
