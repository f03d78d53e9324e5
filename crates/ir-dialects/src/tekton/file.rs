//! All documents of a file: what they define first, then what they say.

use ir_model::{
    Base, Body, Component, ComponentId, DefId, Export, Key, Members, NameId, Ns, Origin, Package, Parent, PodId,
    PortKind, RefId, Role, ScopeId, ScopeKind, Type, Val, Why,
};
use ir_syntax::{Node, Span, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::dialect::TEKTON;
use super::late::{Overrides, StepCall};
use super::ports::name_of;
use super::strings::{Part, ValueUse};
use super::{Object, run, trigger};
use crate::lowering::{Lowering, Use};
use crate::{DocumentKind, Recognised};

/// How many elements the lists have that a run passes to what is written inside of it.
pub(crate) struct PassedLengths {
    pub(crate) of: FxHashMap<NameId, u64>,
    /// Whether steps are what is inside, and not tasks.
    pub(crate) steps: bool,
}

/// A file while it is lowered.
pub(crate) struct File<'t> {
    pub(crate) l: Lowering<'t>,
    /// The names of the file's objects, by kind: [`scope_of`] gives the place.
    scopes: [ScopeId; 7],
    /// The objects of the file.
    defined: FxHashSet<(Object, &'t str)>,
    /// The inputs of components, by the scope inside.
    pub(crate) known: FxHashMap<ScopeId, FxHashSet<(NameId, PortKind)>>,
    /// The keys of inputs that are objects, by the component's inside and their name.
    pub(crate) key_scopes: FxHashMap<(ScopeId, NameId), ScopeId>,
    /// Where any name may be.
    pub(crate) nowhere: Option<ScopeId>,
    /// The parameters of the trigger template around.
    pub(crate) template: Option<ScopeId>,
    /// Uses of parameters and results, to be held against their types.
    pub(crate) uses: Vec<ValueUse>,
    /// Uses of tasks, from where, and whether by `finally.`.
    pub(crate) task_uses: Vec<(RefId, Part, bool)>,
    /// The types of what runs and tasks pass to what is written inside of them.
    pub(crate) implied_types: FxHashMap<DefId, Type>,
    /// Tasks that run a pipeline.
    pub(crate) pipeline_tasks: FxHashSet<DefId>,
    /// What runs say of the parts of what they run.
    pub(crate) late: Vec<Overrides<'t>>,
    /// Steps that run step actions.
    pub(crate) step_calls: Vec<StepCall<'t>>,
    /// The names of sidecars, by their pod.
    pub(crate) sidecars: FxHashMap<PodId, ScopeId>,
    /// How many elements the defaults of lists have.
    pub(crate) lengths: FxHashMap<DefId, u64>,
    /// The insides of what is written in a run, with how many elements the lists have that the run passes.
    pub(crate) passed_lengths: FxHashMap<ScopeId, PassedLengths>,
    /// Uses of workspaces, and whether each asks for more than whether the workspace is there.
    pub(crate) workspace_uses: Vec<(RefId, bool)>,
    /// Whether the document at hand is of a version before v1.
    pub(crate) beta: bool,
    /// Whether a run adds volumes to the pods inside of it.
    pub(crate) more_volumes: bool,
    /// Whether it is of the first version.
    pub(crate) alpha: bool,
}

/// The kinds that have names which others use.
fn scope_of(object: Object) -> Option<(usize, &'static str)> {
    match object {
        Object::Task => Some((0, "tekton.dev/Task")),
        Object::ClusterTask => Some((1, "tekton.dev/ClusterTask")),
        Object::StepAction => Some((2, "tekton.dev/StepAction")),
        Object::Pipeline => Some((3, "tekton.dev/Pipeline")),
        Object::TriggerTemplate => Some((4, "triggers.tekton.dev/TriggerTemplate")),
        Object::TriggerBinding => Some((5, "triggers.tekton.dev/TriggerBinding")),
        Object::EventListener => Some((6, "triggers.tekton.dev/EventListener")),
        _ => None,
    }
}

pub(crate) fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    let mut lowering = Lowering::new(tree, &TEKTON, None);
    lowering.hole = TEKTON.traits.hole;
    let mut file = File::new(lowering);
    let documents: Vec<(Node<'_>, Object, &'static str)> = recognised
        .parts(tree)
        .into_iter()
        .filter_map(|part| match part.kind {
            DocumentKind::Tekton { object, version } => Some((part.root, object, version)),
            _ => None,
        })
        .collect();
    for (root, object, _) in &documents {
        if let Some(name) = object_name(*root) {
            file.defined.insert((*object, name.text()));
        }
    }
    let mut templates: Vec<(Span, ScopeId)> = Vec::new();
    for (root, object, version) in documents {
        file.beta = !matches!(version, "v1" | "");
        file.alpha = version == "v1alpha1";
        file.template = templates.iter().find(|(span, _)| span.contains(root.span())).map(|(_, scope)| *scope);
        if let Some(scope) = file.document(root, object) {
            templates.push((root.span(), scope));
        }
    }
    file.look_up_late();
    file.l.package.resolve();
    file.check_uses();
    file.l.package
}

fn object_name(root: Node<'_>) -> Option<Node<'_>> {
    name_of(root.get("metadata")?)
}

impl<'t> File<'t> {
    fn new(mut l: Lowering<'t>) -> Self {
        let scopes = [(); 7].map(|()| l.scope(ScopeKind::File, Parent::None));
        Self {
            l,
            scopes,
            defined: FxHashSet::default(),
            known: FxHashMap::default(),
            key_scopes: FxHashMap::default(),
            nowhere: None,
            template: None,
            uses: Vec::new(),
            task_uses: Vec::new(),
            implied_types: FxHashMap::default(),
            pipeline_tasks: FxHashSet::default(),
            late: Vec::new(),
            step_calls: Vec::new(),
            sidecars: FxHashMap::default(),
            lengths: FxHashMap::default(),
            passed_lengths: FxHashMap::default(),
            workspace_uses: Vec::new(),
            beta: false,
            more_volumes: false,
            alpha: false,
        }
    }

    /// Lowers a document. The scope of the parameters of a trigger template, where it is one.
    fn document(&mut self, root: Node<'t>, object: Object) -> Option<ScopeId> {
        let spec = self.l.field(root, "spec");
        // The runs of a template are documents of their own.
        if let Some(spec) = spec.filter(|_| object != Object::TriggerTemplate) {
            self.check_hazards(spec, 0);
        }
        self.check_object_name(root);
        self.check_kind(root, object);
        self.check_managed(root);
        self.check_deprecated(root);
        match object {
            Object::Task | Object::ClusterTask | Object::StepAction | Object::Pipeline => {
                let id = self.object(root, object);
                if self.l.package.name.is_absent() {
                    let name = object_name(root);
                    self.l.package.name = self.l.text_value(name);
                }
                // The path of a file stands for its first object.
                self.l.package.entry = self.l.package.entry.or(Some(id));
            }
            Object::TaskRun | Object::PipelineRun | Object::CustomRun => {
                if let Some(spec) = spec.filter(|s| s.is_mapping()) {
                    self.check_run(spec, object);
                    run::lower(self, root, spec, object);
                }
            }
            Object::TriggerTemplate => return Some(trigger::template(self, root)),
            Object::TriggerBinding => trigger::binding(self, root),
            Object::VerificationPolicy => {
                if let Some(spec) = spec {
                    self.check_patterns(spec);
                }
            }
            Object::Trigger | Object::EventListener => {
                if object == Object::EventListener {
                    self.define_object(root, object);
                }
                if let Some(spec) = spec {
                    trigger::listener(self, spec);
                }
            }
            _ => {}
        }
        None
    }

    /// A component that is an object of the cluster.
    fn object(&mut self, root: Node<'t>, object: Object) -> ComponentId {
        let (def, inside) = self.define_object(root, object);
        let spec = self.l.field(root, "spec").unwrap_or(root);
        match object {
            Object::Pipeline => self.check_pipeline(spec),
            Object::StepAction => self.check_step_action(spec),
            _ => self.check_task(spec, true),
        }
        let id = match object {
            Object::Pipeline => self.pipeline(spec, def, inside),
            Object::StepAction => self.step_action(spec, def, inside),
            _ => self.task(spec, def, inside),
        };
        self.export(root, object, id);
        id
    }

    /// The definition of an object, in the scope of its kind, and its inside.
    pub(crate) fn define_object(&mut self, root: Node<'t>, object: Object) -> (DefId, ScopeId) {
        let (place, _) = scope_of(object).unwrap_or((0, ""));
        let outside = self.scopes.get(place).copied().unwrap_or(ScopeId(0));
        let inside = self.l.scope(ScopeKind::Component, Parent::One(outside));
        let name = object_name(root);
        let def = self.l.def(Ns::Component, outside, name.unwrap_or(root), root);
        self.l.edit_def(def, |d| {
            d.members = Members::Scope(inside);
            d.flags.exported = true;
            d.body = root.span();
            if name.is_none() {
                d.at = Origin { span: Span::at(root.span().start), node: root.id() };
            }
        });
        (def, inside)
    }

    /// Where the names of a kind of object stand.
    pub(crate) fn object_scope(&self, object: Object) -> Option<ScopeId> {
        self.scopes.get(scope_of(object)?.0).copied()
    }

    /// Lets other files find an object by its name.
    pub(crate) fn export(&mut self, root: Node<'t>, object: Object, component: ComponentId) {
        if let (Some(name), Some((_, kind))) = (object_name(root), scope_of(object)) {
            let key = Key::Object { kind, name: name.text().into(), part: None };
            self.l.package.exports.push(Export { component, key });
        }
    }

    /// A component to be filled in.
    pub(crate) fn component(&mut self, spec: Node<'t>, def: DefId, inside: ScopeId) -> ComponentId {
        self.l.set_owner(inside, def);
        let doc = self.l.field(spec, "description").map(Node::id);
        self.l.package.components.push(Component {
            def,
            inputs: ir_model::Ports::none(),
            outputs: ir_model::Ports::none(),
            body: Body::Unknown(Why::Broken),
            retry: None,
            scope: inside,
            doc,
        })
    }

    pub(crate) fn edit_component(&mut self, id: ComponentId, change: impl FnOnce(&mut Component)) {
        if let Some(component) = self.l.package.components.get_mut(id) {
            change(component);
        }
    }

    /// A reference to an object by its name: in this file, or in another.
    pub(crate) fn object_reference(&mut self, object: Object, name: Node<'t>, user: DefId) -> RefId {
        let usage = Use { want: None, role: Role::Call, must: true, user: Some(user) };
        self.refer(object, name, usage)
    }

    fn refer(&mut self, object: Object, name: Node<'t>, usage: Use) -> RefId {
        let (place, kind) = scope_of(object).unwrap_or((0, ""));
        let own = self.defined.contains(&(object, name.text())) || name.text().contains("$(") || name.is_missing();
        let base = match self.scopes.get(place) {
            Some(scope) if own => Base::Scope(*scope),
            _ => self.l.keys([Key::Object { kind, name: name.text().into(), part: None }]),
        };
        self.l.reference(Ns::Component, base, name, usage)
    }

    /// The same where nobody in particular uses it.
    pub(crate) fn free_reference(&mut self, object: Object, name: Node<'t>) -> RefId {
        let usage = Use { want: None, role: Role::Call, must: true, user: None };
        self.refer(object, name, usage)
    }

    /// The name of a run.
    pub(crate) fn run_name(&mut self, root: Node<'t>) {
        if self.l.package.name.is_absent() {
            let name = object_name(root).or_else(|| self.l.path(root, &["metadata", "generateName"]));
            self.l.package.name = self.l.text_value(name);
        }
        let version = self.l.field(root, "apiVersion");
        if let Val::Absent = self.l.package.version {
            self.l.package.version = self.l.text_value(version);
        }
    }
}
