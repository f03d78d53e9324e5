//! Documents that the compilers of Kubeflow Pipelines write into the strings of a workflow: what Argo does not read and
//! others do. They are parsed where they stand, and what is wrong inside of them is told at its place in the file.

use ir_model::{FaultKind, Severity};
use ir_schema::{Schema, Violation, ViolationKind};
use ir_syntax::{Node, Span, Tree};
use rustc_hash::FxHashSet;

use super::Argo;
use super::checks::{Draft, fault};
use super::object::Object;
use super::tag::{self, Body};
use crate::language::publish::place;

/// What the annotations say, each with the document that stands in it.
const ANNOTATIONS: &[(&str, Document)] = &[
    ("pipelines.kubeflow.org/pipeline_spec", Document::Pipeline),
    ("pipelines.kubeflow.org/component_spec", Document::Component),
    ("pipelines.kubeflow.org/component_ref", Document::Table),
    ("pipelines.kubeflow.org/arguments.parameters", Document::Table),
];

/// How the parameters begin in which the compiler of version 2 hands its own representation to the drivers.
const HANDED: &[&str] = &["components-", "implementations-", "kubernetes-"];

/// What the compiler of version 1 adds to the parameters by itself.
const ADDED: &[&str] = &["pipeline-root", "pipeline-name"];

const SHOWN: &str = "Argo does not read this; Kubeflow Pipelines does, when it shows the pipeline and its runs";
const DRIVEN: &str = "Argo hands the text on; the driver of Kubeflow Pipelines cannot read it, and the task fails";

#[derive(Clone, Copy, PartialEq)]
enum Document {
    /// The interface of a pipeline: a component without an implementation.
    Pipeline,
    Component,
    Table,
}

impl<'t> Argo<'t> {
    /// The documents in annotations of the object and of its templates, and in its parameters.
    pub(super) fn check_embedded(&mut self, object: &Object<'t>, spec: Node<'t>) {
        if !object.compiled {
            return;
        }
        let templates = self.l.field(spec, "templates").into_iter().flat_map(Node::items);
        for holder in std::iter::once(object.root).chain(templates) {
            for (key, document) in ANNOTATIONS {
                if let Some(text) = self.l.path(holder, &["metadata", "annotations", key]) {
                    self.annotation(text, *document, spec);
                }
            }
        }
        let parameters = self.l.path(spec, &["arguments", "parameters"]).into_iter().flat_map(Node::items);
        for parameter in parameters {
            let handed =
                self.written(parameter, "name").is_some_and(|n| HANDED.iter().any(|begin| n.text().starts_with(begin)));
            if let Some(text) = self.written(parameter, "value").filter(|_| handed) {
                self.parsed(text, |draft| draft.noted(DRIVEN));
            }
        }
    }

    fn annotation(&mut self, text: Node<'t>, document: Document, spec: Node<'t>) {
        let Some(tree) = self.parsed(text, |draft| draft.severity(Severity::Warning).noted(SHOWN)) else { return };
        let Some(root) = tree.roots().next() else { return };
        if document == Document::Table {
            return;
        }
        for violation in Schema::kfp_component().check(root) {
            let own = violation.path.is_empty() && matches!(violation.kind, ViolationKind::MissingKey { .. });
            if !(own && document == Document::Pipeline) {
                self.violation(text, &violation);
            }
        }
        if document == Document::Pipeline {
            self.interface(text, root, spec);
        }
    }

    /// The document in a scalar, if it can be read: nothing, or a table.
    fn parsed(&mut self, text: Node<'t>, words: impl Fn(Draft) -> Draft) -> Option<Tree> {
        // With a tag of Argo outside of its quotes, only the run knows the text.
        let tags = || tag::scan(text.text()).into_iter().any(|tag| is_argo(text.text(), &tag));
        if !text.is_scalar() || text.is_missing() || (!text.text().starts_with('{') && tags()) {
            return None;
        }
        let tree = Tree::parse(text.text());
        if let Some(error) = tree.errors().first() {
            if !tags() {
                let title = format!("the JSON in this text cannot be read: {}", error.message);
                let at = place(&mut self.l, text, 0, error.span);
                self.report(at, words(fault(FaultKind::MalformedValue, title)));
            }
            return None;
        }
        if let Some(root) = tree.roots().next().filter(|root| !root.is_mapping()) {
            let at = place(&mut self.l, text, 0, root.span());
            let draft = fault(FaultKind::MalformedValue, "the JSON in this text must be keys with values");
            self.report(at, words(draft));
            return None;
        }
        Some(tree)
    }

    fn violation(&mut self, text: Node<'t>, violation: &Violation<'_>) {
        let kind = match violation.kind {
            ViolationKind::UnknownKey { .. } => FaultKind::UnknownKey,
            ViolationKind::MissingKey { .. } | ViolationKind::MissingValue { .. } | ViolationKind::NoneOf { .. } => {
                FaultKind::MissingKey
            }
            ViolationKind::OneOf { .. } => FaultKind::ConflictingKeys,
            ViolationKind::WrongEnum { .. } => FaultKind::UnknownValue,
            _ => FaultKind::MalformedValue,
        };
        let at = place(&mut self.l, text, 0, violation.span);
        let draft = fault(kind, violation.to_string()).label(violation.label().unwrap_or_default());
        self.report(at, draft.severity(Severity::Warning).noted(SHOWN));
    }

    /// What the annotation tells of the inputs of the pipeline, against what the workflow takes.
    fn interface(&mut self, text: Node<'t>, root: Node<'_>, spec: Node<'t>) {
        let list = self.l.path(spec, &["arguments", "parameters"]);
        let unread = |n: Node<'_>| n.has_loss() || !(n.is_sequence() || n.is_missing());
        let open = spec.has_loss() || list.is_some_and(unread) || self.l.field(spec, "workflowTemplateRef").is_some();
        let parameters: Vec<Node<'t>> = list.into_iter().flat_map(Node::items).collect();
        let parameters: Vec<Node<'t>> = parameters.into_iter().filter_map(|p| self.l.field(p, "name")).collect();
        let taken: FxHashSet<&str> = parameters.iter().map(|n| n.text()).collect();
        let inputs: Vec<Node<'_>> = root.get("inputs").into_iter().flat_map(Node::items).collect();
        let mut told = FxHashSet::default();
        for input in &inputs {
            let Some(name) = input.get("name").filter(|n| n.is_scalar()) else { continue };
            let at = inner(name);
            if !told.insert(name.text()) {
                let title = format!("there are two inputs `{}` in the annotation", name.text());
                self.tell(text, at, fault(FaultKind::DuplicateName, title));
            } else if !open && !taken.contains(name.text()) {
                let title = format!("the workflow takes no parameter `{}`", name.text());
                let draft = fault(FaultKind::UnknownVariable, title).label("the annotation tells of such an input");
                self.tell(text, at, draft);
            }
            self.default(text, *input);
        }
        let known = root.get("inputs").is_none_or(|list| list.is_sequence()) && !open;
        for parameter in parameters.iter().filter(|_| known) {
            let name = parameter.text();
            if !told.contains(name) && !ADDED.contains(&name) && !name.contains("{{") && !name.is_empty() {
                let title = format!("the annotation `pipeline_spec` does not tell of the parameter `{name}`");
                let draft = fault(FaultKind::UnknownVariable, title).label("nobody is asked for its value");
                let at = crate::lowering::text_origin(*parameter).span;
                self.report(at, draft.severity(Severity::Warning).noted(SHOWN));
            }
        }
    }

    /// A default must be of the type that stands beside it.
    fn default(&mut self, text: Node<'t>, input: Node<'_>) {
        let written = |key| input.get(key).filter(|n| n.is_scalar() && !n.is_missing());
        let (Some(ty), Some(default)) = (written("type"), written("default")) else { return };
        let fits = match ty.text() {
            "Integer" => default.text().parse::<i64>().is_ok(),
            "Float" => default.text().parse::<f64>().is_ok(),
            _ => true,
        };
        // A null, and what the run fills in.
        if !fits && !default.text().is_empty() && !default.text().contains("{{") && default.text() != "None" {
            let title = format!("the default `{}` is no {}", default.text(), ty.text());
            self.tell(text, inner(default), fault(FaultKind::MalformedValue, title));
        }
    }

    fn tell(&mut self, text: Node<'t>, at: Span, draft: Draft) {
        let at = place(&mut self.l, text, 0, at);
        self.report(at, draft.severity(Severity::Warning).noted(SHOWN));
    }
}

/// The text of a scalar without its quotes.
fn inner(node: Node<'_>) -> Span {
    crate::lowering::text_origin(node).span
}

/// Whether Argo replaces a tag: those of Kubeflow Pipelines begin with `$`.
fn is_argo(text: &str, tag: &tag::Tag) -> bool {
    match &tag.body {
        Body::Expression { .. } => true,
        Body::Simple { segments, .. } => segments.first().is_some_and(|s| !s.span.slice(text).starts_with('$')),
    }
}
