//! What is wrong with a variable by itself, or with where it stands.

use ir_model::{Fault, FaultKind, Fix, Safety, Severity};
use ir_syntax::{Node, Span};

use super::super::file::File;
use super::super::reference::ContextObject;
use super::super::report::quote;
use super::super::variable::Variable;
use super::{Field, Part, Place};
use crate::lowering::one_slip;

impl<'t> File<'t> {
    pub(super) fn misplaced(&mut self, at: Span, variable: &str, why: &'static str, note: &'static str) {
        let title = format!("{} means nothing here", quote(variable));
        self.fault(FaultKind::MisplacedVariable, at, title, why, note);
    }

    pub(super) fn early_status(&mut self, at: Span, variable: &str) {
        self.misplaced(
            at,
            variable,
            "how a task ended is known in `finally` alone",
            "the webhook refuses the pipeline: \"pipeline tasks can not refer to execution status of any other pipeline task\"",
        );
    }

    pub(super) fn context(
        &mut self,
        node: Node<'t>,
        v: &Variable<'t>,
        object: ContextObject,
        _: Span,
        place: Place,
        at: Span,
    ) {
        let of_task = matches!(object, ContextObject::TaskRun | ContextObject::Task);
        let in_pipeline = matches!(place.part, Part::Task | Part::Finally | Part::Results);
        // In a step of a pipeline's own task both are filled in.
        if of_task && in_pipeline {
            let why = "what a task knows of its own run stands in its steps";
            self.misplaced(at, v.span.slice(node.text()), why, "nothing fills it in: the task gets this text");
        }
    }

    pub(super) fn misnamed(
        &mut self,
        node: Node<'t>,
        v: &Variable<'t>,
        wrong: Span,
        names: &[&'static str],
        place: Place,
    ) {
        if matches!(place.part, Part::Run | Part::Template) {
            return;
        }
        let at = self.l.inner_span(node, wrong.start as usize..wrong.end as usize);
        let title = format!("there is no variable {}", quote(v.span.slice(node.text())));
        let strict =
            v.segments.first().is_some_and(|s| s.text == "context") || matches!(place.part, Part::Task | Part::Finally);
        let note = if strict {
            "the webhook refuses the object: \"non-existent variable\""
        } else {
            "nothing fills it in: the program gets this text"
        };
        let fault = Fault {
            kind: FaultKind::UnknownVariable,
            severity: (!strict).then_some(Severity::Warning),
            title,
            label: format!("known here: {}", names.join(", ")),
            related: None,
            engines: &[],
            note: Some(note),
            fix: None,
        };
        self.report(at, fault);
    }

    pub(super) fn too_long(&mut self, node: Node<'t>, v: &Variable<'t>, from: Span, place: Place) {
        let root = v.segments.first().map_or("", |s| s.text);
        if matches!(place.part, Part::Run | Part::Template)
            || !matches!(root, "params" | "tasks" | "finally" | "results" | "steps" | "context")
        {
            return;
        }
        let at = self.l.inner_span(node, from.start as usize..from.end as usize);
        let title = format!("{} has a name too many", quote(v.span.slice(node.text())));
        self.fault(
            FaultKind::UnknownVariable,
            at,
            title,
            "a name with dots in it stands in brackets and quotes",
            "the webhook refuses the object: \"non-existent variable\"",
        );
    }

    /// A word that begins no variable. In the values of a pipeline's tasks nothing else may stand.
    pub(super) fn no_variable(&mut self, node: Node<'t>, v: &Variable<'t>, at: Span, place: Place) {
        if matches!(place.part, Part::Step | Part::Beside | Part::StepAction) {
            return self.slip(node, v);
        }
        const ROOTS: [&str; 6] = ["params", "tasks", "finally", "context", "workspaces", "results"];
        let root = v.segments.first().map_or("", |s| s.text);
        let values = matches!(place.part, Part::Task | Part::Finally) && place.field != Field::Plain;
        if !values || v.spaced || ROOTS.contains(&root) {
            return;
        }
        let title = format!("{} is no variable", quote(v.span.slice(node.text())));
        self.fault(
            FaultKind::UnknownVariable,
            at,
            title,
            "variables begin with params, tasks, finally, context, workspaces or results",
            "the webhook refuses the pipeline: \"invalid variable reference\"; a variable of the shell is `${NAME}`",
        );
    }

    /// A variable whose first word is one letter off: upstream takes it for text.
    fn slip(&mut self, node: Node<'t>, v: &Variable<'t>) {
        const ROOTS: [&str; 5] = ["params", "results", "workspaces", "context", "steps"];
        let (Some(root), true) = (v.segments.first(), v.segments.len() > 1) else { return };
        let Some(meant) = ROOTS.into_iter().find(|r| *r != root.text && one_slip(r, root.text)) else { return };
        let at = self.l.inner_span(node, root.span.start as usize..root.span.end as usize);
        let title = format!("{} is no variable", quote(v.span.slice(node.text())));
        let words = format!("replace {} by {}", quote(root.text), quote(meant));
        let fault = Fault {
            kind: FaultKind::UnknownVariable,
            severity: Some(Severity::Warning),
            title,
            label: format!("did you mean {}?", quote(meant)),
            related: None,
            engines: &[],
            note: Some("nothing fills it in: the program gets this text"),
            fix: Some(Fix::replace(at, meant, words, Safety::Suggested)),
        };
        self.report(at, fault);
    }

    /// `$(tasks..results.x)`: upstream reads a name that is empty.
    pub(super) fn empty_names(&mut self, node: Node<'t>) {
        let text = node.text();
        let starts = text.match_indices("$(").map(|(at, _)| at);
        let variable = |at: usize| {
            let inner = text.get(at + 2..)?;
            let inner = inner.get(..inner.find(')')?)?;
            let path = inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
            (path && inner.contains("..")).then(|| at..at + inner.len() + 3)
        };
        for range in starts.filter_map(variable).collect::<Vec<_>>() {
            let title = format!("{} has an empty name", quote(text.get(range.clone()).unwrap_or("")));
            let at = self.l.inner_span(node, range);
            let note = "the webhook refuses the pipeline: \"wasn't present in Pipeline\"";
            self.fault(FaultKind::UnknownVariable, at, title, "", note);
        }
    }
}
