//! Argo Workflows: workflows, templates of workflows, scheduled workflows, and the languages inside of their strings.
//!
//! Each object of a file is a component: its inputs are `spec.arguments`, its graph runs the entrypoint and the exit
//! handlers. Its templates are components in the scope of the object. What an engine reads in the whole text of a
//! template, the tags, is read by one walk over every scalar (`text`).

mod checks;
mod depends;
mod dialects;
mod embedded;
mod expr;
mod expression;
mod graph;
mod hook;
mod judge;
mod object;
mod pod;
mod ports;
mod recognise;
mod reference;
mod run;
mod tag;
mod task;
mod template;
mod text;
mod when;

use ir_model::{DefId, GraphId, NameId, Package, Parent, PortKind, RefId, ScopeId, ScopeKind};
use ir_syntax::{Node, NodeId, Span, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use self::object::Object;
use self::text::Place;
use crate::lowering::Lowering;
use crate::{DocumentKind, Format, Part, Recognised};

pub(crate) static FORMAT: Format = Format { may_be: recognise::may_be, recognise: recognise::recognise, inner };

/// The parts directly inside of a part.
fn inner(part: Part<'_>) -> Vec<Part<'_>> {
    match part.kind {
        DocumentKind::ArgoList => recognise::items(part.root).collect(),
        _ => Vec::new(),
    }
}

/// The scopes of objects that others may use.
struct Shared {
    templates: ScopeId,
    cluster: ScopeId,
}

impl Shared {
    const fn of(&self, cluster: bool) -> ScopeId {
        if cluster { self.cluster } else { self.templates }
    }
}

/// What the objects of a file share while it is lowered.
struct Argo<'t> {
    l: Lowering<'t>,
    /// WorkflowTemplates and ClusterWorkflowTemplates of the file by name: others may use them.
    shared: Shared,
    by_name: FxHashMap<(bool, NameId), usize>,
    objects: Vec<Object<'t>>,
    /// What event bindings submit: the reference, and the object.
    submits: Vec<(Node<'t>, Node<'t>)>,
    /// Outputs of the object at hand that have a name in the whole workflow: the name, the output.
    globals: Vec<(Node<'t>, Node<'t>, PortKind)>,
    /// Whether the object at hand runs templates of other files.
    foreign_callees: bool,
    /// The nodes below which texts see something else than around.
    regions: FxHashMap<NodeId, Place>,
    /// Scalars whose tags have been read.
    seen: FxHashSet<NodeId>,
    /// The scopes of tasks that run once for each item.
    looping: FxHashSet<ScopeId>,
    /// The graphs of steps of which some loop.
    leaking: FxHashSet<ScopeId>,
    /// Reads of all outputs of the turns of a task: the task, and where.
    aggregates: Vec<(RefId, Span)>,
    /// Outputs that have a value even where the task was skipped.
    fallbacks: FxHashSet<DefId>,
    /// Graphs that run only what their target needs.
    targeted: FxHashSet<GraphId>,
    /// The parameters of the object at hand.
    parameters: FxHashSet<&'t str>,
    /// Whether it may have more.
    parameters_open: bool,
    /// Whether the text at hand is passed to a task.
    in_argument: bool,
    /// The object at hand.
    current: usize,
    /// How many templates inside of tasks the one at hand is in.
    depth: u32,
}

fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    let mut lowering = Lowering::new(tree, recognised.dialect, None);
    let shared = Shared {
        templates: lowering.scope(ScopeKind::File, Parent::None),
        cluster: lowering.scope(ScopeKind::File, Parent::None),
    };
    let mut argo = Argo {
        l: lowering,
        shared,
        by_name: FxHashMap::default(),
        objects: Vec::new(),
        submits: Vec::new(),
        globals: Vec::new(),
        foreign_callees: false,
        looping: FxHashSet::default(),
        leaking: FxHashSet::default(),
        aggregates: Vec::new(),
        fallbacks: FxHashSet::default(),
        targeted: FxHashSet::default(),
        parameters: FxHashSet::default(),
        parameters_open: false,
        in_argument: false,
        current: 0,
        depth: 0,
        regions: FxHashMap::default(),
        seen: FxHashSet::default(),
    };
    for part in recognised.parts(tree) {
        argo.define(part);
    }
    for index in 0..argo.objects.len() {
        argo.current = index;
        argo.object(index);
    }
    argo.event_bindings();
    argo.l.package.resolve();
    argo.judge();
    argo.l.package
}
