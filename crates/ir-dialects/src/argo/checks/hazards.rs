//! What is right and dangerous, by the keys of Kubernetes and of Argo that say it, wherever they stand.

use ir_model::FaultKind;
use ir_syntax::{Node, Scalar};

use super::template::Kind;
use super::{Argo, fault};
use crate::kubernetes::hazard::hazard;

impl<'t> Argo<'t> {
    /// An entry of a mapping somewhere in the object.
    pub(in crate::argo) fn check_hazard(&mut self, key: Node<'t>, value: Node<'t>) {
        if let Some(found) = hazard(key, value) {
            self.report(found.at, fault(found.kind, found.title).label(found.label).quiet());
            return;
        }
        let is = |wanted: bool| matches!(value.scalar(), Some(Scalar::Bool(b)) if b == wanted);
        let (kind, title) = match key.text() {
            "insecureIgnoreHostKey" if is(true) => {
                (FaultKind::Unverified, "any server may pretend to be this Git repository")
            }
            "insecureSkipTLS" | "insecureSkipVerify" if is(true) => {
                (FaultKind::Unverified, "any server may pretend to be this one")
            }
            "insecure" if is(true) => {
                (FaultKind::Unverified, "what is stored and read goes over the network as plain text")
            }
            _ => return,
        };
        self.report(key.span(), fault(kind, title).label(format!("`{}: {}`", key.text(), value.text())).quiet());
    }

    /// What a workflow should say and does not.
    pub(in crate::argo) fn check_lacks(&mut self, spec: Node<'t>) {
        let at = spec.key().unwrap_or(spec).span();
        if spec.has_loss() || !spec.is_mapping() || self.l.field(spec, "workflowTemplateRef").is_some() {
            return;
        }
        if self.l.field(spec, "activeDeadlineSeconds").is_none() {
            let draft = fault(FaultKind::NoDeadline, "nothing ends the workflow where it hangs");
            self.report(at, draft.label("`activeDeadlineSeconds` is missing").quiet());
        }
        let account = |node: Node<'t>| self.l.field(node, "serviceAccountName").is_some();
        if !account(spec) && !self.defaults().is_some_and(account) {
            let draft = fault(FaultKind::DefaultAccount, "the pods have the rights of the account `default`");
            self.report(at, draft.label("`serviceAccountName` is missing").quiet());
        }
        if self.l.field(spec, "automountServiceAccountToken").is_none() {
            let draft = fault(FaultKind::DefaultAccount, "every container holds a key to the cluster");
            self.report(at, draft.label("`automountServiceAccountToken: false` is missing").quiet());
        }
        if self.l.field(spec, "ttlStrategy").is_none() {
            let draft = fault(FaultKind::NeverRemoved, "workflows that have ended stay in the cluster");
            self.report(at, draft.label("`ttlStrategy` is missing").quiet());
        }
        if self.l.field(spec, "podGC").is_none() {
            let draft = fault(FaultKind::NeverRemoved, "pods that have ended stay in the cluster");
            self.report(at, draft.label("`podGC` is missing").quiet());
        }
    }

    /// What a template does not say of its own end.
    pub(in crate::argo) fn check_ends(&mut self, template: Node<'t>, kind: Kind<'t>) {
        if template.has_loss() {
            return;
        }
        self.check_retry(template, kind);
        let at = kind.key.span();
        match kind.key.text() {
            "http" if self.lacks(kind, "timeoutSeconds") => {
                let draft = fault(FaultKind::NoDeadline, "nothing ends the request where the server does not answer");
                self.report(at, draft.label("`timeoutSeconds` is missing").quiet());
            }
            "suspend" if self.lacks(kind, "duration") => {
                let draft = fault(FaultKind::NoDeadline, "the workflow waits here until somebody resumes it");
                self.report(at, draft.label("`duration` is missing").quiet());
            }
            "resource" if self.lacks(kind, "setOwnerReference") && self.makes(kind.body) => {
                let draft =
                    fault(FaultKind::NeverRemoved, "the object stays in the cluster when the workflow is removed");
                self.report(at, draft.label("`setOwnerReference` is missing").quiet());
            }
            _ => {}
        }
        let daemon = self.l.entry(template, "daemon").filter(|(_, on)| matches!(on.scalar(), Some(Scalar::Bool(true))));
        if let Some((key, _)) = daemon.filter(|_| matches!(kind.key.text(), "container" | "script"))
            && self.lacks(kind, "readinessProbe")
        {
            let draft = fault(FaultKind::NotProbed, "what comes after the daemon may begin before it answers");
            self.report(key.span(), draft.label("`readinessProbe` is missing").quiet());
        }
    }

    fn lacks(&self, kind: Kind<'t>, key: &str) -> bool {
        kind.body.is_mapping() && self.l.field(kind.body, key).is_none()
    }

    fn makes(&self, resource: Node<'t>) -> bool {
        self.written(resource, "action").is_some_and(|action| matches!(action.text(), "create" | "apply"))
    }

    /// A template that is never tried again, or without end.
    fn check_retry(&mut self, template: Node<'t>, kind: Kind<'t>) {
        let Some((key, strategy)) = self.l.entry(template, "retryStrategy") else {
            let spec = self.objects.get(self.current).and_then(|o| o.spec);
            let general = spec.into_iter().chain(self.defaults()).any(|n| self.l.field(n, "retryStrategy").is_some());
            if !general && matches!(kind.key.text(), "container" | "script" | "http") {
                let title = format!("the template{} is not tried again where its node fails", self.called(template));
                let draft = fault(FaultKind::NoRetry, title).label("`retryStrategy` is missing").quiet();
                self.report(self.bearer(template), draft);
            }
            return;
        };
        let open = self.first(strategy, &["limit", "expression"]).is_some() || strategy.has_loss();
        if !open {
            let draft = fault(FaultKind::EndlessRetry, "a template that fails is tried again without end");
            self.report(key.span(), draft.label("`limit` is missing").quiet());
        }
    }

    /// What a schedule leaves open.
    pub(in crate::argo) fn check_looseness(&mut self, spec: Node<'t>) {
        let Some((at, _)) = self.first(spec, &["schedules", "schedule"]).filter(|_| !spec.has_loss()) else { return };
        for (key, title) in [
            ("concurrencyPolicy", "a run may begin while the one before it still runs"),
            ("startingDeadlineSeconds", "a run that the controller misses is left out"),
            ("timezone", "the schedule is read in the time zone of the controller"),
        ] {
            if self.l.field(spec, key).is_none() {
                let draft = fault(FaultKind::LooseSchedule, title).label(format!("`{key}` is missing"));
                self.report(at.span(), draft.quiet());
            }
        }
    }
}
