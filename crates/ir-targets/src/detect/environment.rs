//! What a task wants of the machine around it.

use ir_model::{PortKind, StepRole};
use ir_syntax::{Entry, Node, Span};

use super::Detector;
use crate::look::{Look, entry, field};
use crate::text::has_hole;

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("resource-limits", |look| bounds(look, true)),
    ("resource-requests", |look| bounds(look, false)),
    ("accelerator", accelerators),
    ("resources-from-parameter", dynamic_resources),
    ("environment", |look| environment(look, false)),
    ("environment-from-parameter", |look| environment(look, true)),
    ("secrets", |look| {
        let mut found = look.settings(&["secretAsVolume", "secretAsEnv"]);
        found.extend(look.object_keys(&["secretKeyRef", "secretRef", "secret"], |e| e.value.is_mapping()));
        found
    }),
    ("config-maps", |look| {
        let mut found = look.settings(&["configMapAsVolume", "configMapAsEnv"]);
        let keys = ["configMapKeyRef", "configMapRef", "configMap", "configmap"];
        found.extend(look.object_keys(&keys, |e| e.value.is_mapping()));
        found
    }),
    ("volume-claims", |look| {
        let mut found = look.settings(&["pvcMount", "genericEphemeralVolume"]);
        let made = look.package.claims.iter().filter_map(|claim| look.package.tasks.get(claim.task));
        found.extend(made.filter_map(|task| look.at(task.def)));
        let keys = ["persistentVolumeClaim", "volumeClaimTemplate", "volumeClaimTemplates"];
        found.extend(look.object_keys(&keys, |e| !e.value.is_scalar()));
        found
    }),
    ("node-selector", |look| either(look, "nodeSelector", "nodeSelector")),
    ("tolerations", |look| either(look, "tolerations", "tolerations")),
    ("node-affinity", |look| either(look, "nodeAffinity", "nodeAffinity")),
    ("pod-affinity", |look| {
        let mut found = either(look, "podAffinity", "podAffinity");
        found.extend(look.object_keys(&["podAntiAffinity"], |e| !e.value.is_scalar()));
        found
    }),
    ("pull-policy", |look| {
        let mut found = look.settings(&["imagePullPolicy"]);
        found.extend(look.object_keys(&["imagePullPolicy"], |e| e.value.is_scalar()));
        found
    }),
    ("pull-secrets", |look| either(look, "imagePullSecret", "imagePullSecrets")),
    ("security-context", |look| either(look, "securityContext", "securityContext")),
    ("init-containers", init_containers),
    ("shared-memory", |look| {
        let mut found = look.settings(&["enabledSharedMemory"]);
        found.extend(look.object_keys(&["emptyDir"], |e| e.value.get("medium").is_some_and(|m| m.says("Memory"))));
        found
    }),
    ("workspace", |look| {
        let asked = look.package.platforms.iter().filter_map(|platform| platform.workspace);
        let mut found: Vec<Span> = asked.map(|workspace| workspace.at).collect();
        let shared = look.all_ports().filter(|port| port.kind == PortKind::Volume);
        found.extend(shared.filter_map(|port| look.at(port.def)));
        found.extend(look.object_keys(&["volumeClaimTemplates"], |e| e.value.is_sequence()));
        found
    }),
];

/// A setting of KFP's platform document, or a key of an object of Kubernetes.
fn either(look: &Look<'_>, setting: &str, key: &str) -> Vec<Span> {
    let mut found = look.settings(&[setting]);
    found.extend(look.object_keys(&[key], |e: &Entry<'_>| !e.value.is_scalar()));
    found
}

fn bounds(look: &Look<'_>, limit: bool) -> Vec<Span> {
    let bounds = look.steps().flat_map(|step| &step.resources.bounds);
    let mut found: Vec<Span> = bounds.filter(|b| b.limit == limit).map(|b| look.node(b.key).span()).collect();
    // The SDK of old wrote bare numbers.
    let old: &[&str] = if limit { &["cpuLimit", "memoryLimit"] } else { &["cpuRequest", "memoryRequest"] };
    if found.is_empty() {
        let resources = look.steps().filter_map(|step| step.resources.at).map(|id| look.node(id));
        found.extend(resources.flat_map(|r| old.iter().filter_map(move |key| entry(r, key))).map(|e| e.key.span()));
    }
    found
}

fn accelerators(look: &Look<'_>) -> Vec<Span> {
    let written = look.steps().filter_map(|step| step.resources.accelerator);
    let mut found: Vec<Span> = written.map(|a| look.node(a.key).span()).collect();
    for resources in look.steps().filter_map(|step| step.resources.at).map(|id| look.node(id)) {
        let tables = ["limits", "requests"].iter().filter_map(|table| resources.get(table));
        let entries = tables.flat_map(Node::own_entries);
        found.extend(entries.filter(|e| is_accelerator(e.key.text())).map(|e| e.key.span()));
    }
    found
}

/// The names under which makers of cards announce them to Kubernetes.
fn is_accelerator(resource: &str) -> bool {
    ["nvidia.com/", "amd.com/gpu", "gpu.intel.com/", "aws.amazon.com/neuron", "google.com/tpu"]
        .iter()
        .any(|name| resource.starts_with(name))
}

fn dynamic_resources(look: &Look<'_>) -> Vec<Span> {
    let hole = look.package.dialect.traits.hole;
    let mut values: Vec<Node<'_>> = Vec::new();
    for step in look.steps() {
        values.extend(step.resources.bounds.iter().map(|bound| look.node(bound.value)));
        let accelerator = step.resources.accelerator.into_iter().flat_map(|a| [a.kind, a.count]).flatten();
        values.extend(accelerator.map(|id| look.node(id)));
    }
    values.into_iter().filter(|value| has_hole(value.text(), hole)).map(Node::span).collect()
}

fn environment(look: &Look<'_>, dynamic: bool) -> Vec<Span> {
    let hole = look.package.dialect.traits.hole;
    let variables = look.steps().flat_map(|step| &step.env);
    let picked = variables.filter(|(_, value)| has_hole(look.node(*value).text(), hole) == dynamic);
    picked.map(|(name, value)| look.node(if dynamic { *value } else { *name }).span()).collect()
}

fn init_containers(look: &Look<'_>) -> Vec<Span> {
    let settings = look.package.platforms.iter().flat_map(|platform| &platform.settings);
    let before = settings.flat_map(|settings| &settings.before).map(|before| look.node(before.step.node));
    // One that is always restarted stays beside the work.
    let ends = before.filter(|node| !field(*node, "restartPolicy").is_some_and(|policy| policy.says("Always")));
    let steps = look.steps().filter(|step| step.role == StepRole::Init).map(|step| look.node(step.node));
    ends.chain(steps).map(|node| Span::at(node.span().start)).collect()
}
