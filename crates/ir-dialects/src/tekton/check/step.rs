//! Steps, sidecars and step actions (K6 to K16, X1).

use ir_model::FaultKind;
use ir_syntax::Node;

use super::super::dialect::{API_FIELDS, LABEL, is_label};
use super::super::file::File;
use super::super::ports::name_of;
use super::super::reference::Reference;
use super::super::report::quote;
use super::super::variable::scan;
use super::{duration, token};
use crate::lowering::text_origin;

impl<'t> File<'t> {
    pub(super) fn check_step(&mut self, step: Node<'t>, template: Option<Node<'t>>) {
        if !step.is_mapping() {
            return;
        }
        if let Some(name) = name_of(step) {
            self.check_step_name(name);
        }
        let remote = self.l.field(step, "ref").filter(|r| !r.is_missing());
        match remote {
            Some(reference) => self.check_ref(reference),
            None => {
                self.check_image(step, template);
                if let Some((key, _)) = self.l.entry(step, "params") {
                    let title = "`params` of a step need a `ref`".to_owned();
                    let note = "the webhook refuses the task: \"params cannot be used without Ref\"";
                    self.fault(FaultKind::ConflictingKeys, key.span(), title, "the step runs no step action", note);
                }
            }
        }
        if let Some(params) = remote.map(|_| self.names(step, "params")) {
            self.unique(params.into_iter(), "parameter", true);
        }
        self.check_timeout(step, "the webhook refuses the task: \"negative timeout\"");
        self.check_mounts(step);
        self.check_results(step);
        self.check_when(step);
        self.check_alpha(step);
    }

    fn check_step_name(&mut self, name: Node<'t>) {
        if !is_label(name.text()) && !name.text().contains("$(") {
            let title = format!("{} cannot be the name of a step", quote(name.text()));
            let repaired = (LABEL.repair)(name.text());
            let label =
                if is_label(&repaired) { format!("{} could", quote(&repaired)) } else { LABEL.words.to_owned() };
            let note = "the webhook refuses the task: \"Task step name must be a valid DNS Label\"";
            self.fault(FaultKind::InvalidName, text_origin(name).span, title, label, note);
        }
    }

    fn check_image(&mut self, container: Node<'t>, template: Option<Node<'t>>) {
        let has = |node: Node<'t>| self.l.field(node, "image").is_some_and(|i| !i.is_missing() && !i.text().is_empty());
        if has(container) || template.is_some_and(has) || container.has_loss() {
            return;
        }
        let title = match name_of(container) {
            Some(name) => format!("step {} has no image", quote(name.text())),
            None => "the step has no image".to_owned(),
        };
        let note = "the webhook refuses the task: \"missing field(s): Image\"";
        self.fault(FaultKind::MissingKey, token(container), title, "", note);
    }

    pub(super) fn check_sidecar(&mut self, sidecar: Node<'t>) {
        if let Some(name) = name_of(sidecar).filter(|n| n.text() == "tekton-log-results") {
            let title = format!("{} is a name of Tekton's own", quote(name.text()));
            let note = "the webhook refuses the task: \"cannot use reserved sidecar name tekton-log-results\"";
            self.fault(FaultKind::InvalidName, text_origin(name).span, title, "", note);
        }
        self.check_mounts(sidecar);
        if let Some((key, _)) = self.l.entry(sidecar, "workspaces") {
            self.need(API_FIELDS, "beta", "the workspaces of a sidecar", key.span());
        }
        self.check_windows(sidecar);
    }

    /// What needs a switch.
    fn check_alpha(&mut self, step: Node<'t>) {
        for (key, value, thing) in [
            ("workspaces", "beta", "the workspaces of a step"),
            ("stdoutConfig", "alpha", "a file for a step's output"),
            ("stderrConfig", "alpha", "a file for a step's errors"),
        ] {
            if let Some((key, _)) = self.l.entry(step, key) {
                self.need(API_FIELDS, value, thing, key.span());
            }
        }
        self.check_windows(step);
    }

    fn check_windows(&mut self, container: Node<'t>) {
        if let Some((key, script)) = self.l.entry(container, "script")
            && script.text().starts_with("#!win")
        {
            self.need(API_FIELDS, "alpha", "a script for Windows", key.span());
        }
    }

    pub(super) fn check_timeout(&mut self, node: Node<'t>, note: &'static str) {
        let Some(timeout) = self.l.field(node, "timeout").filter(|t| t.is_scalar()) else { return };
        if duration(timeout.text()).is_some_and(|d| d < 0) {
            let title = format!("{} is below 0", quote(timeout.text()));
            self.fault(FaultKind::MalformedValue, text_origin(timeout).span, title, "", note);
        }
    }

    /// Conditions: their form (P23, K14).
    pub(super) fn check_when(&mut self, node: Node<'t>) {
        for item in self.items(node, "when") {
            if item.has_loss() || !(item.is_mapping() || item.is_missing()) {
                continue;
            }
            let note = "the webhook refuses the object: \"missing field(s)\"";
            if item.entries().is_empty() {
                let at = if item.is_missing() {
                    self.l.entry(node, "when").map_or(item.span(), |(k, _)| k.span())
                } else {
                    item.span()
                };
                self.fault(
                    FaultKind::MissingKey,
                    at,
                    "the condition is empty".to_owned(),
                    "`input`, `operator` and `values` make one",
                    note,
                );
                continue;
            }
            let written = |key: &str| self.l.field(item, key).filter(|n| !n.is_missing());
            if written("cel").is_some() {
                continue;
            }
            let operator = written("operator");
            if operator.is_none() {
                let title = "the condition has no `operator`".to_owned();
                let note = "the webhook refuses the object: \"operator is not recognized\"";
                self.fault(FaultKind::MissingKey, token(item), title, "`in` or `notin`", note);
                continue;
            }
            let values = self.l.entry(item, "values");
            let empty = values.is_none_or(|(_, v)| v.is_missing() || (v.is_sequence() && v.items().next().is_none()));
            if empty {
                let title = "the condition has no `values`".to_owned();
                let note = "the webhook refuses the object: \"expecting non-empty values field\"";
                let at = values.map_or(token(item), |(key, _)| key.span());
                self.fault(FaultKind::MissingKey, at, title, "what the input is compared with", note);
            }
        }
    }

    /// A step action by itself.
    pub(crate) fn check_step_action(&mut self, spec: Node<'t>) {
        self.check_params(spec, true);
        self.check_results(spec);
        self.check_mounts(spec);
        self.check_windows(spec);
        if let Some(script) = self.l.field(spec, "script").filter(|s| s.is_scalar() && !s.is_alias()) {
            for variable in scan(script.text()) {
                if matches!(variable.reference, Reference::Param { .. }) {
                    let at = self.l.inner_span(script, variable.span.start as usize..variable.span.end as usize);
                    let title = format!("{} cannot stand in a script", quote(variable.span.slice(script.text())));
                    let note = "the webhook refuses the step action: \"param substitution in scripts is not allowed\"";
                    let label = "pass it by an environment variable";
                    self.fault(FaultKind::MisplacedVariable, at, title, label, note);
                }
            }
        }
        for mount in self.items(spec, "volumeMounts") {
            let Some(name) = name_of(mount) else { continue };
            let variables = scan(name.text());
            let single = matches!(variables.as_slice(), [only] if only.span.len() as usize == name.text().len()
                && matches!(only.reference, Reference::Param { .. }));
            if !single {
                let title = format!("{} must be one parameter", quote(name.text()));
                let note = "the webhook refuses the step action: \"expect the Name to be a single param reference\"";
                let label = "the task that uses it says which volume: `$(params.NAME)`";
                self.fault(FaultKind::MalformedValue, text_origin(name).span, title, label, note);
            }
        }
    }
}
