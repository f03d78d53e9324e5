//! What is right in an object of Kubernetes and dangerous, by the key that says it, wherever it stands.

use ir_model::FaultKind;
use ir_syntax::{Node, Scalar, Span};

use crate::lowering::text_origin;

/// What is dangerous, the token that says so, and what it means.
pub(crate) struct Hazard {
    pub(crate) kind: FaultKind,
    pub(crate) at: Span,
    pub(crate) title: &'static str,
    pub(crate) label: String,
}

/// Whether an entry of a mapping somewhere in a pod, or in what makes one, is dangerous.
pub(crate) fn hazard<'t>(key: Node<'t>, value: Node<'t>) -> Option<Hazard> {
    let is = |wanted: bool| matches!(value.scalar(), Some(Scalar::Bool(b)) if b == wanted);
    let (kind, title) = match key.text() {
        "privileged" if is(true) => (FaultKind::Privileged, "the container may do all that its node may"),
        "allowPrivilegeEscalation" if is(true) => {
            (FaultKind::Privileged, "a program in the container may gain rights that the container has not")
        }
        "hostNetwork" if is(true) => (FaultKind::HostAccess, "the pod is in the network of its node"),
        "hostPID" if is(true) => (FaultKind::HostAccess, "the pod sees the processes of its node"),
        "hostIPC" if is(true) => (FaultKind::HostAccess, "the pod shares memory with the processes of its node"),
        "hostPath" if value.is_mapping() => return Some(host_path(key, value)),
        "runAsUser" if matches!(value.scalar(), Some(Scalar::Int(0))) => {
            (FaultKind::RootUser, "the container runs as root")
        }
        "runAsNonRoot" if is(false) => (FaultKind::RootUser, "the container may run as root"),
        _ => return None,
    };
    Some(Hazard { kind, at: key.span(), title, label: format!("`{}: {}`", key.text(), value.text()) })
}

fn host_path<'t>(key: Node<'t>, value: Node<'t>) -> Hazard {
    let path = value.get("path").filter(|p| p.is_scalar() && !p.is_missing());
    let at = path.map_or_else(|| key.span(), |path| text_origin(path).span);
    let title = match path.map_or("", Node::text) {
        path if path.ends_with("docker.sock") || path.ends_with("containerd.sock") => {
            "who can write to this socket is root on the node"
        }
        _ => "the pod mounts a folder of its node",
    };
    Hazard { kind: FaultKind::HostAccess, at, title, label: String::new() }
}
