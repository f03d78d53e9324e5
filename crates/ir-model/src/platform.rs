//! Settings of executors that one platform alone understands: secrets, volumes, placement.

use ir_syntax::Span;

use crate::component::Step;
use crate::ids::{NameId, RefId, TaskId};
use crate::value::{Origin, Val};

/// The settings for one platform.
#[derive(Clone, Debug)]
pub struct Platform {
    /// The platform.
    pub name: NameId,
    /// The token that names it.
    pub at: Span,
    /// Settings of executors.
    pub settings: Vec<Settings>,
    /// The volume that all tasks of a run share.
    pub workspace: Option<Workspace>,
}

/// A volume that all tasks of a run share.
#[derive(Clone, Copy, Debug)]
pub struct Workspace {
    /// The key that asks for it.
    pub at: Span,
    /// Where it is said how the volume is claimed; without it nothing is claimed.
    pub claim: Option<Span>,
    /// Whether text around could not be read, so that absence proves nothing.
    pub open: bool,
}

/// What one platform is told about one executor.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The executor.
    pub executor: RefId,
    /// Environment variables besides the executor's own.
    pub env: Vec<Env>,
    /// What is mounted, and where.
    pub mounts: Vec<Mount>,
    /// Objects of the cluster that are needed: one for each use.
    pub objects: Vec<Object>,
    /// Containers that run before.
    pub before: Vec<Before>,
    /// Conditions on nodes and their taints.
    pub selectors: Vec<Selector>,
    /// Taints that are tolerated.
    pub tolerations: Vec<Toleration>,
    /// Whom the container runs as.
    pub user: User,
    /// Settings that some engines do not act on: the token, and why.
    pub idle: Vec<(Span, &'static str)>,
}

/// An environment variable.
#[derive(Clone, Copy, Debug)]
pub struct Env {
    /// Its name.
    pub name: Val<NameId>,
    /// The item that sets it.
    pub at: Span,
}

/// Something mounted into the container.
#[derive(Clone, Copy, Debug)]
pub struct Mount {
    /// The directory.
    pub path: Val<NameId>,
    /// What is mounted there.
    pub kind: ObjectKind,
    /// Whether the engine itself looks at the path and refuses relative ones.
    pub strict: bool,
    /// Whether it is mounted into a container of its own, one that runs before.
    pub before: Option<u32>,
    /// The item that mounts it.
    pub at: Span,
}

/// A use of something that exists, or is made, in the cluster.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Whether anything says which one.
    pub named: bool,
    /// The item that uses it.
    pub at: Span,
}

/// What kind of thing is used or mounted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ObjectKind {
    /// A secret.
    Secret,
    /// A config map.
    ConfigMap,
    /// A claim on a persistent volume.
    Claim,
    /// A volume that lives as long as the pod.
    Scratch,
    /// Any volume of the pod.
    Volume,
    /// A field of the pod itself.
    Field,
}

impl ObjectKind {
    /// The word for one.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ObjectKind::Secret => "secret",
            ObjectKind::ConfigMap => "config map",
            ObjectKind::Claim => "volume claim",
            ObjectKind::Scratch | ObjectKind::Volume => "volume",
            ObjectKind::Field => "field of the pod",
        }
    }
}

/// A container that runs before the executor's own.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its name.
    pub name: Val<NameId>,
    /// What it runs.
    pub step: Step,
}

/// A condition on labels: key, operator, values.
#[derive(Clone, Copy, Debug)]
pub struct Selector {
    /// The operator.
    pub operator: Val<NameId>,
    /// How many values it has; unknown where they could not be read.
    pub values: Val<u32>,
    /// Whether every value is a whole number.
    pub numeric: bool,
    /// The whole of it.
    pub at: Span,
}

/// A taint that is tolerated.
#[derive(Clone, Copy, Debug)]
pub struct Toleration {
    /// The taint's key.
    pub key: Val<NameId>,
    /// How key and value are compared.
    pub operator: Val<NameId>,
    /// The taint's value.
    pub value: Val<NameId>,
    /// The taint's effect.
    pub effect: Val<NameId>,
    /// For how many seconds.
    pub seconds: Val<i64>,
    /// The whole of it.
    pub at: Span,
}

/// Whom a container runs as.
#[derive(Clone, Copy, Default, Debug)]
pub struct User {
    /// The number of the user.
    pub id: Val<i64>,
    /// Whether root is forbidden.
    pub forbids_root: Val<bool>,
}

/// A task that makes or removes a volume of the cluster.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The task.
    pub task: TaskId,
    /// What it does.
    pub action: ClaimAction,
}

/// What a task does with a volume.
#[derive(Clone, Debug)]
pub enum ClaimAction {
    /// Makes one.
    Create {
        /// Where its whole name is passed.
        name: Option<Origin>,
        /// Where the end of its name is passed.
        suffix: Option<Origin>,
        /// Ways to mount it that are written out.
        modes: Vec<(NameId, Origin)>,
        /// Its size, where that is written out.
        size: Val<NameId>,
    },
    /// Removes one.
    Delete {
        /// The task that made it, where it is known.
        made_by: Option<RefId>,
    },
}
