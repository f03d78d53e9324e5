//! What is right and dangerous, by the keys of Kubernetes and of Argo that say it, wherever they stand.

use ir_model::FaultKind;
use ir_syntax::{Node, Scalar};

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
        if self.l.field(spec, "ttlStrategy").is_none() {
            let draft = fault(FaultKind::NeverRemoved, "workflows that have ended stay in the cluster");
            self.report(at, draft.label("`ttlStrategy` is missing").quiet());
        }
        if self.l.field(spec, "podGC").is_none() {
            let draft = fault(FaultKind::NeverRemoved, "pods that have ended stay in the cluster");
            self.report(at, draft.label("`podGC` is missing").quiet());
        }
    }

    /// A template that is tried again without end.
    pub(in crate::argo) fn check_retry(&mut self, template: Node<'t>) {
        let Some((key, strategy)) = self.l.entry(template, "retryStrategy") else { return };
        let open = self.first(strategy, &["limit", "expression"]).is_some() || strategy.has_loss();
        if !open {
            let draft = fault(FaultKind::EndlessRetry, "a template that fails is tried again without end");
            self.report(key.span(), draft.label("`limit` is missing").quiet());
        }
    }
}
