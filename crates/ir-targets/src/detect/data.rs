//! What passes between tasks.

use ir_model::{Binding, Body, Component, ComponentId, DefId, Port, PortKind, Type};
use ir_syntax::{Node, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Detector;
use crate::look::Look;

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("scalar-parameters", |look| {
        ports(look, |p| {
            p.kind != PortKind::Artifact && matches!(meaning(look, p), Type::String | Type::Int | Type::Number)
        })
    }),
    ("boolean-parameters", |look| ports(look, |p| p.kind != PortKind::Artifact && meaning(look, p) == Type::Bool)),
    ("list-parameters", |look| {
        let structured = |p: &Port| matches!(meaning(look, p), Type::List(_) | Type::Map(_));
        ports(look, |p| matches!(p.kind, PortKind::Parameter | PortKind::Either) && structured(p))
    }),
    ("parameter-defaults", |look| ports(look, |p| p.default.is_some() && p.kind != PortKind::Artifact)),
    ("optional-without-value", |look| not_passed(look, |kind| kind != PortKind::Artifact)),
    ("allowed-values", |look| ports(look, |p| !p.choices.is_empty())),
    ("expression-selector", |look| {
        let arguments = look.tasks().flat_map(|(_, task)| &task.args);
        let selectors = arguments.filter_map(|a| look.package.exprs.get(a.transform?));
        selectors.map(|expr| expr.at.span).collect()
    }),
    ("artifacts", |look| ports(look, |p| p.kind == PortKind::Artifact)),
    ("artifact-list-input", |look| lists(look, true, |_| true)),
    ("optional-artifact", |look| not_passed(look, |kind| kind == PortKind::Artifact)),
    ("pipeline-artifact-input", pipeline_artifacts),
    ("artifact-list-output", |look| lists(look, false, |body| matches!(body, Body::Pod(_)))),
    ("address-gs", |look| addresses(look, &["gs"], &["gcs"])),
    ("address-s3", |look| addresses(look, &["s3"], &["s3"])),
    ("address-minio-oci", |look| addresses(look, &["minio", "oci"], &[])),
    ("address-http", |look| addresses(look, &["http", "https"], &["http"])),
    ("address-file", |look| addresses(look, &["file", ""], &[])),
];

fn ports(look: &Look<'_>, pick: impl Fn(&Port) -> bool) -> Vec<Span> {
    look.all_ports().filter(|port| pick(port)).filter_map(|port| look.at(port.def)).collect()
}

/// The type of a port; names of types that only mean something to whoever compares them are what that makes of them.
fn meaning(look: &Look<'_>, port: &Port) -> Type {
    match &port.ty.ty {
        Type::Nominal(name) => (look.package.dialect.traits.types.meaning)(look.package.names.text(*name))
            .filter(|ty| !matches!(ty, Type::Artifact { .. }))
            .unwrap_or(Type::Unknown),
        ty => ty.clone(),
    }
}

fn is_artifact_list(port: &Port) -> bool {
    port.kind == PortKind::Artifact && matches!(port.ty.ty, Type::List(_))
}

fn lists(look: &Look<'_>, inputs: bool, body: impl Fn(&Body) -> bool) -> Vec<Span> {
    let components = look.package.components.values().filter(|component| body(&component.body));
    let ports = components.flat_map(|component| look.ports(component, inputs));
    ports.filter(|port| is_artifact_list(port)).filter_map(|port| look.at(port.def)).collect()
}

/// Inputs that may be absent, and are: of a component where a task does not pass them, of the pipeline itself where no
/// run does.
fn not_passed(look: &Look<'_>, kind: impl Fn(PortKind) -> bool) -> Vec<Span> {
    let package = look.package;
    let mut absent: FxHashSet<DefId> = FxHashSet::default();
    let mut optional: FxHashMap<ComponentId, Vec<DefId>> = FxHashMap::default();
    for (id, component) in package.components.iter() {
        let ports = look.ports(component, true).filter(|p| kind(p.kind) && may_be_absent(p) && !is_filled(look, p));
        let defs: Vec<DefId> = ports.map(|p| p.def).collect();
        if !defs.is_empty() {
            optional.insert(id, defs);
        }
    }
    if optional.is_empty() {
        return Vec::new();
    }
    for task in package.tasks.values().filter(|task| task.args_open.is_none()) {
        let Some(ports) = package.callee(task).and_then(|(id, _)| optional.get(&id)) else { continue };
        let item = task.each.as_ref().and_then(|each| each.item);
        let passed = task.args.iter().map(|a| a.port).chain(item);
        let passed: FxHashSet<DefId> = passed.filter_map(|port| package.target(port)).collect();
        absent.extend(ports.iter().filter(|def| !passed.contains(def)));
    }
    if package.runs.is_empty() {
        let entries = package.units().filter_map(|unit| unit.entry);
        absent.extend(entries.filter_map(|id| optional.get(&id)).flatten());
    }
    absent.into_iter().filter_map(|def| look.at(def)).collect()
}

/// Whether its declaration says where the value comes from, such as a key of a config map.
fn is_filled(look: &Look<'_>, port: &Port) -> bool {
    let declared = look.package.def(port.def).map(|def| look.node(def.node));
    declared.is_some_and(|node| node.get("valueFrom").is_some())
}

fn may_be_absent(port: &Port) -> bool {
    port.default.is_none() && port.optional.known() == Some(&true)
}

/// Artifacts that whoever starts the pipeline must have.
fn pipeline_artifacts(look: &Look<'_>) -> Vec<Span> {
    let package = look.package;
    let entries = package.units().filter_map(|unit| package.components.get(unit.entry?));
    let graphs = entries.filter(|component: &&Component| matches!(component.body, Body::Graph(_)));
    let ports = graphs.flat_map(|component| look.ports(component, true));
    let wanted = ports.filter(|port| port.kind == PortKind::Artifact && !may_be_absent(port));
    wanted.filter_map(|port| look.at(port.def)).collect()
}

/// Addresses that are imported from, by their beginning; or the keys of an input's own location.
fn addresses(look: &Look<'_>, schemes: &[&str], keys: &[&str]) -> Vec<Span> {
    let imports = look.bodies(|body| if let Body::Import { uri } = body { *uri } else { None });
    let uris = imports.into_iter().filter_map(|(_, uri)| match look.package.bindings.get(uri)? {
        Binding::Literal(literal, _) => Some(look.literal(literal)),
        _ => None,
    });
    let of_scheme = |uri: &Node<'_>| {
        let text = uri.text();
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        !text.is_empty() && !text.contains("{{") && schemes.contains(&scheme)
    };
    let mut found: Vec<Span> = uris.filter(of_scheme).map(Node::span).collect();
    let artifacts = look.all_ports().filter(|port| port.kind == PortKind::Artifact);
    for declared in artifacts.filter_map(|port| look.package.def(port.def)).map(|def| look.node(def.node)) {
        let location = keys.iter().filter_map(|key| declared.entry(key)).filter(|e| e.value.is_mapping());
        found.extend(location.map(|e| e.key.span()));
    }
    found
}
