//! References to tasks, pipelines and step actions: by name, by an address, or through a resolver (G1, G2, G3).

use ir_model::FaultKind;
use ir_syntax::Node;

use super::super::Object;
use super::super::dialect::{API_FIELDS, CONCISE};
use super::super::file::File;
use super::super::report::quote;
use crate::kubernetes::name::{self, NameKind};
use crate::kubernetes::regex;
use crate::lowering::text_origin;

const ADMISSION: &str = "the webhook refuses the object";

impl<'t> File<'t> {
    /// A `taskRef`, `pipelineRef` or the `ref` of a step.
    pub(crate) fn check_ref(&mut self, reference: Node<'t>) {
        if !reference.is_mapping() || reference.has_loss() {
            return;
        }
        let name = self.l.field(reference, "name").filter(|n| n.is_scalar() && !n.is_missing());
        let resolver = self.l.entry(reference, "resolver").filter(|(_, n)| !n.is_missing());
        let params = self.l.entry(reference, "params").filter(|(_, n)| n.items().next().is_some());
        if let Some((key, _)) = self.l.entry(reference, "bundle").filter(|(_, b)| !b.is_missing()) {
            let title = "`bundle` is gone".to_owned();
            let label = "the resolver `bundles` came after it";
            self.fault(
                FaultKind::Removed,
                key.span(),
                title,
                label,
                "the webhook refuses the object: \"must not set the field(s): bundle\"",
            );
        }
        if let Some((key, _)) = resolver {
            self.need(API_FIELDS, "beta", "a resolver", key.span());
        }
        if let Some((key, _)) = params {
            self.need(API_FIELDS, "beta", "the parameters of a resolver", key.span());
            if resolver.is_none() {
                if let Some(name) = name {
                    let title = "`name` and `params` exclude each other in a reference".to_owned();
                    let at = text_origin(name).span;
                    let label = "parameters are the resolver's, and there is none";
                    self.fault(FaultKind::ConflictingKeys, at, title, label, ADMISSION);
                } else {
                    let title = "`params` of a reference need a `resolver`".to_owned();
                    let label = "parameters are the resolver's";
                    self.fault(FaultKind::MissingKey, key.span(), title, label, ADMISSION);
                }
            }
            let names = self.names(reference, "params");
            self.unique(names.into_iter(), "parameter", true);
        }
        self.check_pinned(reference);
        // Of later versions the schema says it.
        if let (true, None, None) = (self.alpha, name, resolver)
            && let Some((key, value)) = self.l.entry(reference, "name")
            && value.is_missing()
        {
            let title = "the reference names nothing".to_owned();
            self.fault(FaultKind::MissingKey, key.span(), title, "the name of an object is missing", ADMISSION);
        }
        let Some(name) = name else { return };
        let (at, text) = (text_origin(name).span, name.text());
        if text.contains("$(") {
            return;
        }
        let address = text.contains("://");
        match (address, resolver) {
            (true, None) => {
                let title = format!("{} is an address, and there is no `resolver`", quote(text));
                self.fault(FaultKind::MissingKey, at, title, "a resolver fetches it", ADMISSION);
            }
            (true, Some(_)) => {
                self.need(CONCISE, "true", "an address as the name", at);
                if let Some((key, _)) = params {
                    let title = "`name` and `params` exclude each other in a reference".to_owned();
                    let label = "the address says it all";
                    self.fault(FaultKind::ConflictingKeys, key.span(), title, label, ADMISSION);
                }
            }
            (false, Some((key, _))) => {
                let title = "`resolver` and `name` exclude each other".to_owned();
                let label = "beside a resolver a name is an address, with a switch";
                self.fault(FaultKind::ConflictingKeys, key.span(), title, label, ADMISSION);
            }
            (false, None) if !name::is(NameKind::Qualified, text) => {
                let title = format!("{} cannot be the name of an object", quote(text));
                let label = "letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit";
                self.fault(FaultKind::InvalidName, at, title, label, ADMISSION);
            }
            _ => {}
        }
    }

    /// What a cluster fills in itself.
    pub(crate) fn check_managed(&mut self, root: Node<'t>) {
        let metadata = self.l.field(root, "metadata");
        if let Some((key, _)) = metadata.and_then(|m| self.l.entry(m, "resourceVersion")) {
            let title = "`resourceVersion` is the cluster's own".to_owned();
            let note = "the cluster refuses to create an object that has one";
            self.fault(FaultKind::Managed, key.span(), title, "copied from a cluster", note);
        }
    }

    /// What its author says of an object.
    pub(crate) fn check_deprecated(&mut self, root: Node<'t>) {
        let name = self.l.path(root, &["metadata", "name"]);
        let labels = self.l.path(root, &["metadata", "labels"]);
        let label = labels.and_then(|l| self.l.entry(l, "tekton.dev/deprecated"));
        if let (Some(name), Some((key, value))) = (name, label)
            && value.text() == "true"
        {
            let title = format!("{} should no longer be used", quote(name.text()));
            self.fault(FaultKind::Deprecated, text_origin(key).span, title, "its author says so", "");
        }
    }

    /// Kinds and versions that are gone, or have a successor.
    pub(crate) fn check_kind(&mut self, root: Node<'t>, object: Object) {
        let (Some(kind), Some(version)) = (self.l.field(root, "kind"), self.l.field(root, "apiVersion")) else {
            return;
        };
        let at = text_origin(kind).span;
        let gone = format!("{} is gone", quote(kind.text()));
        let note = "clusters of today do not know the kind";
        match object {
            Object::ClusterTask => {
                self.doubt(FaultKind::Removed, at, gone, "a `Task` by the cluster resolver came after it", note);
            }
            Object::Removed => {
                let label = match kind.text() {
                    "Condition" => "`when` came after it",
                    "Run" => "`CustomRun` came after it",
                    _ => "parameters, results and workspaces came after it",
                };
                self.fault(FaultKind::Removed, at, gone, label, note);
            }
            _ if version.text() == "tekton.dev/v1alpha1"
                || (version.text() == "tekton.dev/v1beta1"
                    && matches!(object, Object::Task | Object::Pipeline | Object::TaskRun | Object::PipelineRun)) =>
            {
                let title = format!("{} has a successor", quote(version.text()));
                let at = text_origin(version).span;
                self.fault(FaultKind::Outdated, at, title, "`tekton.dev/v1` came after it", "");
            }
            _ => {}
        }
    }

    /// Values without a value: upstream passes an empty text.
    pub(crate) fn check_values(&mut self, node: Node<'t>) {
        for param in self.items(node, "params") {
            let (Some(name), None) = (self.l.field(param, "name"), self.l.field(param, "value")) else { continue };
            if param.has_loss() || !name.is_scalar() {
                continue;
            }
            let title = format!("parameter {} is given no value", quote(name.text()));
            let note = "the webhook takes it for an empty text";
            self.doubt(FaultKind::MissingKey, text_origin(name).span, title, "", note);
        }
    }

    /// The patterns by which a policy names what it is for (X3).
    pub(crate) fn check_patterns(&mut self, spec: Node<'t>) {
        for resource in self.items(spec, "resources") {
            let Some(pattern) = self.l.field(resource, "pattern").filter(|p| p.is_scalar() && !p.is_missing()) else {
                continue;
            };
            if let Err(problem) = regex::check(pattern.text()) {
                let at = self.l.inner_span(pattern, problem.span.range());
                let note = "the webhook refuses the policy: \"resourcePattern cannot be compiled by regex\"";
                self.fault(FaultKind::MalformedValue, at, problem.title, problem.label, note);
            }
        }
    }

    /// The name of an object of the cluster.
    pub(crate) fn check_object_name(&mut self, root: Node<'t>) {
        let Some(node) = self.l.path(root, &["metadata", "name"]).filter(|n| n.is_scalar()) else { return };
        let text = node.text();
        if text.is_empty() || text.contains("{{") {
            return;
        }
        let at = text_origin(node).span;
        if let Some((fixed, _)) = text.split_once("$(") {
            // Whatever is filled in, what stands before it stays.
            let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
            if fixed.starts_with(['-', '.']) || !fixed.chars().all(inner) {
                let title = format!("{} cannot be the name of an object", quote(text));
                let label = "lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit";
                self.fault(FaultKind::InvalidName, at, title, label, "the cluster refuses the object");
            }
            return;
        }
        if text.len() <= 253 && !name::is(NameKind::Subdomain, text) {
            let title = format!("{} cannot be the name of an object", quote(text));
            let label = "lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit";
            let note = "the webhook refuses the object: \"must be a valid DNS label\"";
            self.fault(FaultKind::InvalidName, at, title, label, note);
        } else if text.len() > 63 {
            let title = format!("the name {} is {} long", quote(text), text.len());
            let note = "the webhook refuses the object: \"length must be no more than 63 characters\"";
            self.fault(FaultKind::InvalidName, at, title, "at most 63", note);
        }
    }
}
