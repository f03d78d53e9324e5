//! The neutral intermediate representation of pipelines, as plain data: components, graphs, values;
//! the table of definitions and references; findings and fixes.
//!
//! Every format is lowered into a [`Package`] once. What people see is computed from packages alone.

mod component;
mod diagnostic;
mod dialect;
mod engine;
mod fault;
mod feature;
mod fits;
mod graph;
mod ids;
mod inside;
mod key;
mod names;
mod package;
mod platform;
mod resolve;
mod symbols;
mod types;
mod value;
mod visible;

pub use component::{
    Accelerator, Body, Component, Pod, Port, PortKind, Ports, Resource, ResourceBound, Resources, Step, StepRole,
};
pub use diagnostic::{Diagnostic, DiagnosticTag, Fix, Related, Safety, Severity, TextEdit};
pub use dialect::{
    ArtifactForm, CacheKey, Consequences, Dialect, Extra, Feature, Imports, NameForm, Refusal, Reserved, ReservedFor,
    Traits,
};
pub use engine::Engine;
pub use fault::{Fault, FaultKind};
pub use feature::{FeatureFlag, FlagValues, Need};
pub use fits::{Fit, Reason, TypeKnobs, Verdict, fits, literal_fits, named_fits};
pub use graph::{
    Argument, Binding, Callee, Expr, ExprProblem, ExprProblemKind, Graph, Items, Language, Literal, LiteralKind, Loop,
    OrderEdge, Retry, Task, TaskRole, Trigger,
};
pub use ids::{
    Arena, BindingId, ComponentId, DefId, ExprId, FileId, GraphId, NameId, PodId, PortId, RefId, ScopeId, TaskId,
};
pub use inside::Inside;
pub use key::Key;
pub use names::Names;
pub use package::{Export, Mention, Note, NoteKind, Package, SymbolAt, TaskRead, Unit, origin};
pub use platform::{
    Before, Claim, ClaimAction, Env, Mount, Object, ObjectKind, Platform, Selector, Settings, Toleration, User,
    Workspace,
};
pub use resolve::{Resolution, Resolutions};
pub use symbols::{Base, Def, DefFlags, Members, NameSlot, Ns, Parent, Ref, RefName, Role, Scope, ScopeKind, Symbols};
pub use types::{Type, TypeUse};
pub use value::{Origin, Tri, Val, Why};
