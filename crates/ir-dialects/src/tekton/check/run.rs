//! Runs (R1 to R10, X2).

use ir_model::FaultKind;
use ir_syntax::Node;

use super::super::Object;
use super::super::dialect::{API_FIELDS, FORBIDDEN_ENV, INLINE};
use super::super::file::File;
use super::super::ports::name_of;
use super::super::report::quote;
use crate::lowering::text_origin;

impl<'t> File<'t> {
    pub(crate) fn check_run(&mut self, spec: Node<'t>, object: Object) {
        let names = self.names(spec, "params");
        self.unique(names.into_iter(), "parameter", true);
        self.check_removed(spec);
        for key in ["taskRef", "pipelineRef"] {
            if let Some(reference) = self.l.field(spec, key) {
                self.check_ref(reference);
            }
        }
        if let Some((key, inner)) = self.l.entry(spec, "taskSpec").filter(|(_, s)| s.is_mapping()) {
            self.need(INLINE, "taskrun", "a task inside of a run", key.span());
            self.check_task(inner, true);
        }
        if let Some((key, inner)) = self.l.entry(spec, "pipelineSpec").filter(|(_, s)| s.is_mapping()) {
            self.need(INLINE, "pipelinerun", "a pipeline inside of a run", key.span());
            self.check_pipeline(inner);
        }
        let names = self.names(spec, "workspaces");
        self.unique(names.into_iter(), "workspace", false);
        let refused = "the webhook refuses the run: \"should be >= 0\"";
        self.not_negative(spec, "retries", refused);
        if object == Object::PipelineRun {
            self.check_timeouts(spec);
        } else {
            self.check_timeout(spec, refused);
        }
        self.check_endless(spec, "timeout");
        if let Some(limits) = self.l.field(spec, "timeouts") {
            self.check_endless(limits, "pipeline");
        }
        self.check_overrides(spec, "computeResources");
        for task in self.items(spec, "taskRunSpecs") {
            self.check_overrides(task, "computeResources");
            for key in ["podTemplate", "taskPodTemplate"] {
                self.check_pod_template(task, key);
            }
        }
        self.check_pod_template(spec, "podTemplate");
        if let Some(template) = self.l.field(spec, "taskRunTemplate") {
            self.check_pod_template(template, "podTemplate");
        }
        self.check_debug(spec);
        let message = self.l.entry(spec, "statusMessage").filter(|(_, m)| !m.is_missing());
        if let (Some((key, _)), None) = (message, self.l.field(spec, "status").filter(|s| !s.is_missing())) {
            let title = "`statusMessage` without `status`".to_owned();
            let note = "the webhook refuses the run: \"statusMessage should not be set if status is not set\"";
            self.fault(FaultKind::MissingKey, key.span(), title, "it says why the run is to stop", note);
        }
    }

    /// Resources of steps and sidecars, of one run or of one task in it (R6).
    fn check_overrides(&mut self, node: Node<'t>, whole: &str) {
        let resources = self.l.entry(node, whole);
        if let Some((key, _)) = resources {
            self.need(API_FIELDS, "beta", "`computeResources` of a run", key.span());
        }
        for (key, thing) in [
            ("stepSpecs", "`stepSpecs`"),
            ("sidecarSpecs", "`sidecarSpecs`"),
            ("stepOverrides", "`stepOverrides`"),
            ("sidecarOverrides", "`sidecarOverrides`"),
        ] {
            let Some((token, list)) = self.l.entry(node, key) else { continue };
            self.need(API_FIELDS, "beta", thing, token.span());
            let names = self.names(node, key);
            self.unique(names.into_iter(), "name", false);
            if key.starts_with("sidecar") {
                continue;
            }
            let own = list.items().any(|item| {
                ["computeResources", "resources"].iter().any(|k| self.l.field(item, k).is_some_and(|r| !r.is_missing()))
            });
            if let (Some((resources, _)), true) = (resources, own) {
                let title = format!("{thing} and `computeResources` exclude each other");
                let note = "the webhook refuses the run: \"expected exactly one, got both\"";
                self.fault(FaultKind::ConflictingKeys, resources.span(), title, "", note);
            }
        }
    }

    /// Variables that a cluster may forbid (R9).
    fn check_pod_template(&mut self, node: Node<'t>, key: &str) {
        let Some(template) = self.l.field(node, key) else { return };
        for name in self.items(template, "env").into_iter().filter_map(name_of) {
            let at = text_origin(name).span;
            self.need_word(FORBIDDEN_ENV, name.text(), "this variable", at);
        }
    }

    fn check_debug(&mut self, spec: Node<'t>) {
        let Some((key, debug)) = self.l.entry(spec, "debug").filter(|(_, d)| d.is_mapping()) else { return };
        self.need(API_FIELDS, "alpha", "`debug`", key.span());
        let Some(points) = self.l.field(debug, "breakpoints").filter(|p| p.is_mapping()) else { return };
        if let Some((key, value)) = self.l.entry(points, "onFailure")
            && value.is_scalar()
            && value.text().is_empty()
        {
            let title = "`onFailure` says nothing".to_owned();
            let note = "the webhook refuses the run: \"onFailure breakpoint is empty\"";
            self.fault(FaultKind::UnknownValue, key.span(), title, "`enabled` is all it can be", note);
        }
        let steps: Vec<Node<'t>> = self.items(points, "beforeSteps");
        for step in &steps {
            if step.text().is_empty() {
                let title = format!("{} is no step", quote(step.text()));
                self.fault(
                    FaultKind::MalformedValue,
                    text_origin(*step).span,
                    title,
                    "",
                    "the webhook refuses the run",
                );
            }
        }
        self.unique(steps.into_iter(), "step", false);
    }
}
