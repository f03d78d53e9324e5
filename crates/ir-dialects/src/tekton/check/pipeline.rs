//! Pipelines: what holds of the tasks and of the whole (P1 to P8, P17 to P23).

use ir_model::FaultKind;
use ir_syntax::Node;

use super::super::dialect::{API_FIELDS, INLINE};
use super::super::file::File;
use super::super::ports::name_of;
use super::super::reference::Reference;
use super::super::report::quote;
use super::super::variable::scan;
use super::task::whole;
use super::token;
use crate::lowering::text_origin;

impl<'t> File<'t> {
    pub(crate) fn check_pipeline(&mut self, spec: Node<'t>) {
        self.check_params(spec, false);
        self.check_removed(spec);
        self.check_nameless(spec, "workspaces", "workspace");
        let tasks = self.items(spec, "tasks");
        let end = self.items(spec, "finally");
        for task in &tasks {
            self.check_pipeline_task(*task, false);
        }
        for task in &end {
            self.check_pipeline_task(*task, true);
        }
        if tasks.is_empty() && !end.is_empty() && !self.list_unread(spec, "tasks") {
            let at = self.l.entry(spec, "finally").map_or(spec.span(), |(k, _)| k.span());
            let title = "`finally` without `tasks`".to_owned();
            let note = "the webhook refuses the pipeline: \"spec.tasks is empty but spec.finally has tasks\"";
            self.fault(FaultKind::MissingKey, at, title, "there is nothing that it could come after", note);
        }
        for result in self.items(spec, "results") {
            self.check_pipeline_result(result);
        }
        if spec.is_mapping() && spec.entries().is_empty() && !spec.has_loss() {
            let note = "the webhook refuses the pipeline: \"expected at least one, got none\"";
            self.fault(FaultKind::MissingKey, spec.span(), "the pipeline is empty".to_owned(), "", note);
        }
    }

    fn check_pipeline_task(&mut self, task: Node<'t>, end: bool) {
        if !task.is_mapping() {
            return;
        }
        for key in ["taskRef", "pipelineRef"] {
            if let Some(reference) = self.l.field(task, key) {
                if !self.is_custom(reference) {
                    self.check_ref(reference);
                } else {
                    self.check_custom(reference);
                }
            }
        }
        if let Some((key, spec)) = self.l.entry(task, "taskSpec").filter(|(_, s)| s.is_mapping()) {
            self.need(INLINE, "pipeline", "a task inside of a pipeline", key.span());
            self.check_embedded(spec);
        }
        if let Some(spec) = self.l.field(task, "pipelineSpec").filter(|s| s.is_mapping()) {
            self.check_pipeline(spec);
        }
        if let Some((key, value)) = self.l.entry(task, "onError") {
            self.need(API_FIELDS, "beta", "`onError` of a task", key.span());
            let retries = self.l.field(task, "retries").and_then(whole);
            if value.text() == "continue" && retries.is_some_and(|r| r > 0) {
                let title = "`onError: continue` and `retries` exclude each other".to_owned();
                let note = "the webhook refuses the pipeline: \"OnError cannot be set to continue when Retries is greater than 0\"";
                self.fault(FaultKind::ConflictingKeys, text_origin(value).span, title, "", note);
            }
        }
        // Upstream does not look at these two: what it then does is not what anyone can mean.
        self.not_negative(task, "retries", "the webhook accepts the pipeline; the task is never tried again");
        self.check_timeout(task, "the webhook accepts the pipeline; the run is refused");
        self.check_removed(task);
        if let Some((key, list)) = self.l.entry(task, "conditions") {
            let at = list.items().next().and_then(|c| c.own_entries().next()).map_or(key.span(), |e| e.key.span());
            let note = "the webhook refuses the pipeline: \"unknown field\"";
            let title = "`conditions` are gone".to_owned();
            self.fault(FaultKind::Removed, at, title, "`when` came after them", note);
        }
        self.check_when(task);
        self.check_matrix(task);
        if let Some((key, _)) = self.l.entry(task, "runAfter").filter(|(_, list)| end && list.items().next().is_some())
        {
            let title = "`runAfter` has no place in `finally`".to_owned();
            let note = "the webhook refuses the pipeline: \"no runAfter allowed under spec.finally\"";
            self.fault(
                FaultKind::ConflictingKeys,
                key.span(),
                title,
                "these tasks run together, after all others",
                note,
            );
        }
        for workspace in self.items(task, "workspaces") {
            let empty = self.l.field(workspace, "name").is_some_and(|n| n.is_scalar() && n.text().is_empty());
            if empty {
                let title = "a workspace without a name".to_owned();
                self.fault(FaultKind::MissingKey, token(workspace), title, "", "the webhook refuses the pipeline");
            }
        }
    }

    /// Whether another controller runs it.
    fn is_custom(&self, reference: Node<'t>) -> bool {
        let group = self.l.field(reference, "apiVersion").map_or("", Node::text);
        let kind = self.l.field(reference, "kind").map_or("", Node::text);
        let resolver = self.l.field(reference, "resolver").is_some();
        !resolver
            && (!matches!(kind, "" | "Task" | "ClusterTask" | "Pipeline")
                || !(group.is_empty() || group.starts_with("tekton.dev/")))
    }

    /// A task of another controller says which (P6).
    fn check_custom(&mut self, reference: Node<'t>) {
        let kind = self.l.field(reference, "kind").filter(|k| !k.is_missing());
        let group = self.l.field(reference, "apiVersion").filter(|k| !k.is_missing());
        if reference.has_loss() {
            return;
        }
        if kind.is_none() {
            let title = "a custom task needs a `kind`".to_owned();
            let note = "the webhook refuses the pipeline: \"custom task ref must specify kind\"";
            self.fault(FaultKind::MissingKey, token(reference), title, "", note);
        }
        match group {
            None => {
                let title = "a custom task needs an `apiVersion`".to_owned();
                let note = "the webhook refuses the pipeline: \"custom task ref must specify apiVersion\"";
                let at = kind.map_or(token(reference), |k| text_origin(k).span);
                self.fault(FaultKind::MissingKey, at, title, "it is of a kind that Tekton does not know", note);
            }
            Some(group) if group.text().matches('/').count() != 1 && !group.text().contains("$(") => {
                let title = format!("{} is no group and version", quote(group.text()));
                let note = "the webhook refuses the pipeline: \"apiVersion must be in the format group/version\"";
                self.fault(FaultKind::MalformedValue, text_origin(group).span, title, "`group/version`", note);
            }
            _ => {}
        }
    }

    /// A task inside of a pipeline: one of Tekton's with steps, or one of another controller (P5, P6).
    fn check_embedded(&mut self, spec: Node<'t>) {
        let written = |key: &str| self.l.entry(spec, key).filter(|(_, v)| !v.is_missing());
        let steps = written("steps");
        let foreign = written("apiVersion").or(written("kind"));
        match (steps, foreign) {
            (Some(_), Some((key, _))) => {
                let title = format!("`steps` and `{}` exclude each other in a task", key.text());
                let note = "the webhook refuses the pipeline: \"cannot be specified when using taskSpec.steps\"";
                self.fault(FaultKind::ConflictingKeys, key.span(), title, "it is for custom tasks", note);
            }
            (None, Some(_)) => self.check_custom(spec),
            _ => self.check_task(spec, false),
        }
    }

    /// What a pipeline hands out is made of results alone (P19).
    fn check_pipeline_result(&mut self, result: Node<'t>) {
        let Some(value) = self.l.field(result, "value").filter(|v| !v.is_missing()) else { return };
        let texts: Vec<Node<'t>> = match () {
            () if value.is_sequence() => value.items().collect(),
            () if value.is_mapping() => value.entries().iter().map(|e| e.value).collect(),
            () => vec![value],
        };
        let note = "the webhook refuses the pipeline: \"expected pipeline results to be task result expressions\"";
        let mut any = false;
        for text in texts.into_iter().filter(|t| t.is_scalar() && !t.is_alias()) {
            for variable in scan(text.text()) {
                any = true;
                let at = self.l.inner_span(text, variable.span.start as usize..variable.span.end as usize);
                let shown = quote(variable.span.slice(text.text()));
                if !matches!(variable.reference, Reference::TaskResult { .. } | Reference::TooLong { .. }) {
                    let title = format!("{shown} is no result of a task");
                    let label = "a pipeline hands out `$(tasks.TASK.results.RESULT)`";
                    self.fault(FaultKind::MisplacedVariable, at, title, label, note);
                }
            }
        }
        if !any && !value.has_loss() && !value.is_alias() {
            let name = name_of(result).map_or("", Node::text);
            let title = format!("result {} is no result of a task", quote(name));
            let at = if value.is_scalar() { text_origin(value).span } else { token(result) };
            let label = "a pipeline hands out `$(tasks.TASK.results.RESULT)`";
            self.fault(FaultKind::MalformedValue, at, title, label, note);
        }
    }
}
