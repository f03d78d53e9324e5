//! Components: what has inputs and outputs and does something.

use std::ops::Range;

use ir_syntax::{NodeId, Span};

use crate::graph::{Literal, Retry};
use crate::ids::{BindingId, DefId, GraphId, PodId, PortId, ScopeId};
use crate::types::TypeUse;
use crate::value::{Origin, Tri, Val, Why};

/// Something that can be run as a task.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its definition.
    pub def: DefId,
    /// Its inputs.
    pub inputs: Ports,
    /// Its outputs.
    pub outputs: Ports,
    /// What it does.
    pub body: Body,
    /// How each task that runs it is retried, where that is the component's business.
    pub retry: Option<Retry>,
    /// The names visible inside: its inputs and outputs.
    pub scope: ScopeId,
    /// What its author says about it.
    pub doc: Option<NodeId>,
}

/// The inputs or the outputs of a component, a run of the package's ports.
#[derive(Clone, Debug)]
pub struct Ports {
    /// The ports, by index.
    pub list: Range<u32>,
    /// Why there may be more than those listed: the absence of a name proves nothing then.
    pub open: Option<Why>,
    /// Where they are declared (the mapping or list of them), to add one.
    pub at: Option<NodeId>,
}

impl Ports {
    /// No port, and certainly none.
    #[must_use]
    pub const fn none() -> Self {
        Self { list: 0..0, open: None, at: None }
    }

    /// The ids of the ports.
    pub fn ids(&self) -> impl Iterator<Item = PortId> + use<> {
        self.list.clone().map(PortId)
    }
}

/// One input or output.
#[derive(Clone, Debug)]
pub struct Port {
    /// Its definition.
    pub def: DefId,
    /// Parameter or artifact.
    pub kind: PortKind,
    /// What may be passed.
    pub ty: TypeUse,
    /// Whether it may be left out, as written.
    pub optional: Val<bool>,
    /// What it is when left out.
    pub default: Option<(Literal, Origin)>,
    /// The only values that may be passed; none is any value.
    pub choices: Vec<(Literal, Origin)>,
    /// Where the engine puts it or takes it from by itself, such as a path in the container.
    pub place: Option<NodeId>,
    /// What its author says about it.
    pub doc: Option<NodeId>,
}

impl Port {
    /// Whether a task must pass it. A default makes it optional in every dialect read so far.
    #[must_use]
    pub fn required(&self) -> Tri {
        if self.default.is_some() {
            return Tri::No;
        }
        match self.optional {
            Val::Known(true, _) => Tri::No,
            Val::Known(false, _) | Val::Absent => Tri::Yes,
            Val::Unknown(..) => Tri::Unknown,
        }
    }
}

/// What passes through a port.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PortKind {
    /// A small value, passed as such.
    Parameter,
    /// A file or folder with a type, passed by reference.
    Artifact,
    /// The one who consumes it decides (KFP v1).
    Either,
    /// A directory of a volume that outlives the task (a Tekton workspace).
    Volume,
}

impl PortKind {
    /// Whether a port of this kind can be used where `want` is wanted.
    #[must_use]
    pub fn serves(self, want: Self) -> bool {
        match (self, want) {
            (PortKind::Volume, other) | (other, PortKind::Volume) => other == PortKind::Volume,
            _ => self == want || self == PortKind::Either || want == PortKind::Either,
        }
    }
}

/// What a component does.
#[derive(Clone, Debug)]
pub enum Body {
    /// Runs containers. Two components may share one pod.
    Pod(PodId),
    /// Runs a graph of tasks.
    Graph(GraphId),
    /// Registers an existing artifact.
    Import {
        /// Where the artifact lies.
        uri: Option<BindingId>,
    },
    /// Looks artifacts up; the token that says so.
    Query(Origin),
    /// Makes objects of the cluster, whatever they are, and reads its inputs in their texts.
    Objects,
    /// Waits: for a while, or for somebody; the token that says so.
    Wait(Origin),
    /// Something of one engine alone, by the name it has there.
    External(Origin),
    /// Cannot be told.
    Unknown(Why),
}

/// One or more containers that run together.
#[derive(Clone, Debug)]
pub struct Pod {
    /// Its definition, where it has a name of its own (a KFP executor).
    pub def: Option<DefId>,
    /// The containers in order.
    pub steps: Vec<Step>,
    /// The names visible inside.
    pub scope: ScopeId,
    /// The engine does this work itself and only looks at the image's name: what is read and written
    /// stands in no command.
    pub builtin: bool,
    /// The whole of it.
    pub span: Span,
}

/// What a container of a pod is there for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum StepRole {
    /// The work itself.
    #[default]
    Main,
    /// Runs before the work and ends.
    Init,
    /// Runs beside the work.
    Sidecar,
}

/// One container.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its definition, where it has a name that others may use.
    pub def: Option<DefId>,
    /// What it is there for.
    pub role: StepRole,
    /// The text of a program that the engine writes to a file and runs.
    pub script: Option<NodeId>,
    /// The image.
    pub image: Val<NodeId>,
    /// The program and its first arguments, one node each.
    pub command: Vec<NodeId>,
    /// The arguments, one node each.
    pub args: Vec<NodeId>,
    /// Environment variables: name and value.
    pub env: Vec<(NodeId, NodeId)>,
    /// What it asks of the machine.
    pub resources: Resources,
    /// The whole of it.
    pub node: NodeId,
}

/// What a container asks of the machine.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    /// The whole of it.
    pub at: Option<NodeId>,
    /// Bounds on processors and memory.
    pub bounds: Vec<ResourceBound>,
    /// Graphics cards and their kin.
    pub accelerator: Option<Accelerator>,
}

impl Resources {
    /// The bound of that kind, where one is written.
    #[must_use]
    pub fn bound(&self, resource: Resource, limit: bool) -> Option<&ResourceBound> {
        self.bounds.iter().find(|b| b.resource == resource && b.limit == limit)
    }
}

/// A lower or upper bound on a resource, as a Kubernetes quantity (`500m`, `2Gi`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ResourceBound {
    /// Of what.
    pub resource: Resource,
    /// The most that may be used; else what is reserved.
    pub limit: bool,
    /// The key it stands under.
    pub key: NodeId,
    /// The quantity.
    pub value: NodeId,
}

/// What a container may use up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resource {
    /// Processors.
    Cpu,
    /// Memory, in bytes.
    Memory,
}

impl Resource {
    /// `cpu` or `memory`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Resource::Cpu => "cpu",
            Resource::Memory => "memory",
        }
    }
}

/// Graphics cards and their kin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accelerator {
    /// The key it stands under.
    pub key: NodeId,
    /// Of what type.
    pub kind: Option<NodeId>,
    /// How many.
    pub count: Option<NodeId>,
    /// It may lack what it needs only because text could not be read.
    pub open: bool,
}
