//! What names must look like.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::{Argo, fault};
use crate::argo::tag;
use crate::lowering::text_origin;

/// What bears a name.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::argo) enum Named {
    Template,
    Step,
    Task,
    Container,
    Parameter,
    Artifact,
    Global,
}

impl Named {
    const fn words(self) -> &'static str {
        match self {
            Named::Template => "a template",
            Named::Step => "a step",
            Named::Task => "a task",
            Named::Container => "a container",
            Named::Parameter => "a parameter",
            Named::Artifact => "an artifact",
            Named::Global => "an output of the workflow",
        }
    }

    const fn is_port(self) -> bool {
        matches!(self, Named::Parameter | Named::Artifact | Named::Global)
    }
}

/// The longest name of a template, step or task, in characters.
const LONGEST: usize = 128;

impl<'t> Argo<'t> {
    /// The name of something inside of an object.
    pub(in crate::argo) fn check_name(&mut self, name: Node<'t>, of: Named) {
        if !name.is_scalar() || name.is_missing() {
            return;
        }
        if name.text().is_empty() {
            let draft = fault(FaultKind::MissingKey, format!("{} without a name", of.words()));
            return self.report(name.span(), draft.label("the name is empty"));
        }
        // What stands in place of tags is not known; the rest is.
        let written = without_tags(name.text());
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || (c == '_' && of.is_port());
        let begins = of.is_port() || name.text().starts_with("{{") || !written.starts_with('-');
        let short = of.is_port() || written.chars().count() <= LONGEST;
        if written.chars().all(good) && begins && short {
            return;
        }
        let label = if of.is_port() {
            "letters, digits, `-` and `_`".to_owned()
        } else {
            format!("letters, digits and `-`, at most {LONGEST}, not starting with `-`")
        };
        let title = format!("`{}` is no name for {}", name.text(), of.words());
        self.report(text_origin(name).span, fault(FaultKind::InvalidName, title).label(label));
    }

    /// In a DAG where the name stands in conditions it must not look like a number.
    pub(in crate::argo) fn check_digit(&mut self, name: Node<'t>) {
        if name.text().starts_with(|c: char| c.is_ascii_digit()) {
            let title = format!("the task `{}` must not begin with a digit", name.text());
            let draft = fault(FaultKind::InvalidName, title).label("tasks wait for each other here");
            self.report(text_origin(name).span, draft);
        }
    }

    /// The name of an object of the cluster.
    pub(in crate::argo) fn check_length(&mut self, name: Node<'t>, most: usize) {
        let length = name.text().chars().count();
        if length > most && !name.text().contains("{{") {
            let title = format!("the name has {length} characters, and at most {most} are taken");
            self.report(text_origin(name).span, fault(FaultKind::InvalidName, title));
        }
    }
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    let tags = tag::scan(text);
    for found in &tags {
        let inner = tags.iter().any(|outer| outer.span != found.span && outer.span.contains(found.span));
        if !inner {
            out.push_str(text.get(from..found.span.start as usize).unwrap_or(""));
            from = found.span.end as usize;
        }
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}
