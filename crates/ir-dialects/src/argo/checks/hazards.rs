//! What is right and dangerous, by the keys of Kubernetes and of Argo that say it, wherever they stand.

use ir_model::FaultKind;
use ir_syntax::{Node, Scalar};

use super::{Argo, fault};
use crate::lowering::text_origin;

impl<'t> Argo<'t> {
    /// An entry of a mapping somewhere in the object.
    pub(in crate::argo) fn check_hazard(&mut self, key: Node<'t>, value: Node<'t>) {
        let is = |wanted: bool| matches!(value.scalar(), Some(Scalar::Bool(b)) if b == wanted);
        let (kind, title) = match key.text() {
            "privileged" if is(true) => (FaultKind::Privileged, "the container may do all that its node may"),
            "allowPrivilegeEscalation" if is(true) => {
                (FaultKind::Privileged, "a program in the container may gain rights that the container has not")
            }
            "hostNetwork" if is(true) => (FaultKind::HostAccess, "the pod is in the network of its node"),
            "hostPID" if is(true) => (FaultKind::HostAccess, "the pod sees the processes of its node"),
            "hostIPC" if is(true) => (FaultKind::HostAccess, "the pod shares memory with the processes of its node"),
            "hostPath" if value.is_mapping() => return self.host_path(key, value),
            "runAsUser" if matches!(value.scalar(), Some(Scalar::Int(0))) => {
                (FaultKind::RootUser, "the container runs as root")
            }
            "runAsNonRoot" if is(false) => (FaultKind::RootUser, "the container may run as root"),
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

    fn host_path(&mut self, key: Node<'t>, value: Node<'t>) {
        let path = self.written(value, "path");
        let at = path.map_or_else(|| key.span(), |path| text_origin(path).span);
        let title = match path.map_or("", Node::text) {
            path if path.ends_with("docker.sock") || path.ends_with("containerd.sock") => {
                "who can write to this socket is root on the node"
            }
            _ => "the pod mounts a folder of its node",
        };
        self.report(at, fault(FaultKind::HostAccess, title).quiet());
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
