//! Settings that one platform alone understands.

use serde::Serialize;

use super::{At, Reference, Stated, Step};

/// The settings for one platform.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Platform {
    /// The platform.
    pub name: String,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// The volume that all tasks of a run share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<Workspace>,
    /// What is said of executors.
    pub executors: Vec<PlatformSettings>,
}

/// A volume that all tasks of a run share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Workspace {
    /// Where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Whether it is said how the volume is claimed.
    pub claimed: bool,
}

/// What one platform is told about one executor.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlatformSettings {
    /// The executor.
    pub executor: Reference,
    /// Environment variables besides the executor's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<Variable>,
    /// What is mounted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mounts: Vec<Mount>,
    /// What must exist in the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<Object>,
    /// Containers that run before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub init_containers: Vec<InitContainer>,
    /// Conditions on the nodes that it may run on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Node>,
    /// Taints of nodes that it tolerates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
    /// The number of the user whom it runs as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Stated<i64>>,
    /// Whether it may not run as root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forbids_root: Option<Stated<bool>>,
}

/// An environment variable, its value not told: it may come from a secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Variable {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Stated<String>>,
    /// Where the name stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// Something mounted into a container.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mount {
    /// The directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Stated<String>>,
    /// What is mounted: see [`Object::kind`].
    pub kind: &'static str,
    /// The place, from 0, of the init container that it is mounted into, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_container: Option<u32>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// Something that must exist in the cluster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Object {
    /// What: `secret`, `config-map`, `claim`, `scratch`, `volume`, `field`.
    pub kind: &'static str,
    /// Whether anything says which one.
    pub named: bool,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// A container that runs before the executor's own.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct InitContainer {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Stated<String>>,
    /// The container.
    pub container: Step,
}

/// A condition on nodes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Node {
    /// How the label's value is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<Stated<String>>,
    /// With how many values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Stated<u32>>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// A taint that is tolerated.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Toleration {
    /// The taint's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Stated<String>>,
    /// How key and value are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<Stated<String>>,
    /// The taint's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Stated<String>>,
    /// The taint's effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Stated<String>>,
    /// For how many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Stated<i64>>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}
