//! The platform document: settings of executors, and the values they take from the pipeline.

use ir_model::{
    Base, Before, Callee, Env, Mount, NameId, Ns, Object, ObjectKind, Parent, Platform, RefName, Role, ScopeId,
    ScopeKind, Selector, Settings, Toleration, User, Val, Why, Workspace,
};
use ir_syntax::{Kind, Node, Scalar, Span};
use rustc_hash::FxHashMap;

use super::executor;
use super::graph::value_reference;
use super::pipeline::Spec;
use crate::lowering::{Lowering, Use, text_origin};

/// Lowers every platform of the document.
pub(crate) fn lower<'t>(spec: &mut Spec<'t>, root: Node<'t>) {
    let Some(platforms) = spec.lowering.field(root, "platforms") else { return };
    let graphs = graphs_by_callee(spec);
    for platform in platforms.entries() {
        let l = &mut spec.lowering;
        let name = l.name(platform.key.text());
        let workspace = workspace(l, platform.value);
        let executors = l.path(platform.value, &["deploymentSpec", "executors"]);
        let mut settings = Vec::new();
        for entry in executors.map(Node::entries).unwrap_or_default() {
            settings.push(executor(spec, &graphs, entry.key, entry.value));
        }
        let at = platform.key.span();
        spec.lowering.package.platforms.push(Platform { name, at, settings, workspace });
    }
}

fn workspace<'t>(l: &mut Lowering<'t>, platform: Node<'t>) -> Option<Workspace> {
    let config = l.field(platform, "pipelineConfig")?;
    let (key, value) = l.entry(config, "workspace")?;
    if value.is_missing() || matches!(value.scalar(), Some(Scalar::Null)) {
        return None;
    }
    let claim = l.entry(value, "kubernetes").filter(|(_, v)| v.is_mapping()).map(|(key, _)| key.span());
    Some(Workspace { at: key.span(), claim, open: !value.is_mapping() || value.has_loss() })
}

fn executor<'t>(
    spec: &mut Spec<'t>,
    graphs: &FxHashMap<NameId, Vec<ScopeId>>,
    label: Node<'t>,
    settings: Node<'t>,
) -> Settings {
    let graphs = graphs_using(spec, graphs, label.text());
    let l = &mut spec.lowering;
    let usage = Use { want: None, role: Role::Describe, must: true, user: None };
    let executor = l.reference(Ns::Executor, Base::Scope(spec.file), label, usage);
    // Names mean what they mean in each graph that has a task with this executor.
    let scope = l.scope(ScopeKind::Platform, Parent::Each(graphs));
    values(l, settings, scope, 0);
    Reader { l, node: settings }.settings(executor)
}

/// The scopes of the graphs that call each component, by its name.
fn graphs_by_callee(spec: &Spec<'_>) -> FxHashMap<NameId, Vec<ScopeId>> {
    let package = &spec.lowering.package;
    let mut found: FxHashMap<NameId, Vec<ScopeId>> = FxHashMap::default();
    for graph in package.graphs.values().skip(spec.start.1) {
        for task in graph.tasks.iter().filter_map(|t| package.tasks.get(*t)) {
            let Callee::Ref(callee) = task.callee else { continue };
            let Some(RefName::Name(name)) = package.reference(callee).map(|r| r.name) else { continue };
            let scopes = found.entry(name).or_default();
            if scopes.last() != Some(&graph.scope) {
                scopes.push(graph.scope);
            }
        }
    }
    found
}

/// The scopes of the graphs in which a task runs an executor.
fn graphs_using(spec: &Spec<'_>, graphs: &FxHashMap<NameId, Vec<ScopeId>>, label: &str) -> Vec<ScopeId> {
    let package = &spec.lowering.package;
    let users = spec.users.get(label).into_iter().flatten();
    let names = users.filter_map(|c| Some(package.def(package.components.get(*c)?.def)?.name));
    let mut scopes: Vec<ScopeId> = names.filter_map(|name| graphs.get(&name)).flatten().copied().collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

/// Nesting beyond this is no setting.
const DEPTH: u32 = 64;

/// Every value below `node` that is taken from the pipeline.
fn values<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, depth: u32) {
    match node.kind() {
        Kind::Mapping if depth < DEPTH => {
            // What such a value is made of are names, not further values; what stands beside it may be one.
            if value_reference(l, node, scope, None).is_some() {
                for entry in node.own_entries().filter(|e| e.value.is_mapping() && !is_reference(e.key.text())) {
                    values(l, entry.value, scope, depth + 1);
                }
                return;
            }
            for entry in node.own_entries() {
                values(l, entry.value, scope, depth + 1);
            }
        }
        Kind::Sequence if depth < DEPTH => {
            for item in node.items() {
                values(l, item, scope, depth + 1);
            }
        }
        _ => {}
    }
}

fn is_reference(key: &str) -> bool {
    ["taskOutputParameter", "taskOutputArtifact", "task_output_parameter", "task_output_artifact"].contains(&key)
}

/// Reads the settings of one executor.
struct Reader<'l, 't> {
    l: &'l mut Lowering<'t>,
    node: Node<'t>,
}

/// The lists that use an object of the cluster: the key, the object, the keys that name it, whether the engine
/// refuses a relative path.
const VOLUMES: [(&str, ObjectKind, &[&str]); 5] = [
    ("secretAsVolume", ObjectKind::Secret, &["secretName", "secretNameParameter"]),
    ("configMapAsVolume", ObjectKind::ConfigMap, &["configMapName", "configMapNameParameter"]),
    (
        "pvcMount",
        ObjectKind::Claim,
        &["pvcNameParameter", "constant", "componentInputParameter", "taskOutputParameter"],
    ),
    ("genericEphemeralVolume", ObjectKind::Scratch, &["volumeName"]),
    ("emptyDirMounts", ObjectKind::Scratch, &["volumeName"]),
];

const VARIABLES: [(&str, ObjectKind, &[&str]); 2] = [
    ("secretAsEnv", ObjectKind::Secret, &["secretName", "secretNameParameter"]),
    ("configMapAsEnv", ObjectKind::ConfigMap, &["configMapName", "configMapNameParameter"]),
];

impl<'t> Reader<'_, 't> {
    fn settings(mut self, executor: ir_model::RefId) -> Settings {
        let mut settings = Settings {
            executor,
            env: Vec::new(),
            mounts: Vec::new(),
            objects: Vec::new(),
            before: Vec::new(),
            selectors: Vec::new(),
            tolerations: Vec::new(),
            user: User::default(),
            idle: Vec::new(),
        };
        for (key, kind, names) in VOLUMES {
            for item in self.items(key) {
                settings.objects.push(self.object(item, kind, names));
                let path = self.text(item, "mountPath");
                settings.mounts.push(Mount { path, kind, strict: false, before: None, at: place(item) });
            }
        }
        for (key, kind, names) in VARIABLES {
            for item in self.items(key) {
                settings.objects.push(self.object(item, kind, names));
                for pair in self.l.field(item, "keyToEnv").into_iter().flat_map(Node::items) {
                    let name = self.text(pair, "envVar");
                    settings.env.push(Env { name, at: place(pair) });
                }
            }
        }
        for item in self.items("fieldPathAsEnv") {
            let name = self.text(item, "name");
            settings.env.push(Env { name, at: place(item) });
        }
        for item in self.items("imagePullSecret") {
            settings.objects.push(self.object(item, ObjectKind::Secret, &["secretName", "secretNameParameter"]));
        }
        self.before(&mut settings);
        self.selectors(&mut settings);
        for item in self.items("tolerations") {
            if self.l.field(item, "tolerationJson").is_none() && !item.has_loss() {
                let toleration = self.toleration(item);
                settings.tolerations.push(toleration);
            }
        }
        if let Some(user) = self.l.field(self.node, "securityContext") {
            let (id, root) = (self.l.field(user, "runAsUser"), self.l.field(user, "runAsNonRoot"));
            settings.user = User { id: self.l.int_value(id), forbids_root: self.l.bool_value(root) };
        }
        self.idle(&mut settings);
        settings
    }

    fn items(&self, key: &str) -> Vec<Node<'t>> {
        self.l.field(self.node, key).into_iter().flat_map(Node::items).filter(|i| i.is_mapping()).collect()
    }

    fn text(&mut self, item: Node<'t>, key: &str) -> Val<NameId> {
        let node = self.l.field(item, key);
        // A key that is probably this one, misspelt, is the schema's matter.
        if node.is_none() && self.l.table_unread(item, key) {
            return Val::Unknown(text_origin(item), Why::Broken);
        }
        match self.l.text_value(node) {
            Val::Known(name, at) if self.l.package.names.text(name).contains("{{") => Val::Unknown(at, Why::Hole),
            other => other,
        }
    }

    fn object(&mut self, item: Node<'t>, kind: ObjectKind, names: &[&str]) -> Object {
        let names_one = |node: Node<'t>| match node.kind() {
            Kind::Scalar => !node.is_missing() && !node.text().is_empty() && node.scalar() != Some(Scalar::Null),
            _ => true,
        };
        // A field of the settings without a value is a slip of the schema's.
        let misspelt = |key: &&str| self.l.field(item, key).is_none() && self.l.table_unread(item, key);
        let named =
            names.iter().any(misspelt) || names.iter().any(|key| self.l.field(item, key).is_some_and(names_one));
        Object { kind, named, at: place(item) }
    }

    fn before(&mut self, settings: &mut Settings) {
        for (index, item) in self.items("initContainers").into_iter().enumerate() {
            let name = self.text(item, "name");
            settings.before.push(Before { name, step: executor::step(self.l, item) });
            for mount in self.l.field(item, "volumeMounts").into_iter().flat_map(Node::items) {
                let path = self.text(mount, "mountPath");
                let before = u32::try_from(index).ok();
                settings.mounts.push(Mount { path, kind: ObjectKind::Volume, strict: true, before, at: place(mount) });
            }
        }
    }

    fn selectors(&mut self, settings: &mut Settings) {
        for term in self.items("nodeAffinity") {
            if self.l.field(term, "nodeAffinityJson").is_some() {
                continue;
            }
            for key in ["matchExpressions", "matchFields"] {
                for item in self.l.field(term, key).into_iter().flat_map(Node::items).filter(|i| !i.has_loss()) {
                    let operator = self.text(item, "operator");
                    let list = self.l.field(item, "values").filter(|v| !v.is_missing());
                    let values = match list {
                        None => Val::Absent,
                        Some(list) if list.is_sequence() && !list.has_loss() => {
                            Val::Known(u32::try_from(list.items().count()).unwrap_or(u32::MAX), text_origin(list))
                        }
                        Some(list) => Val::Unknown(text_origin(list), Why::WrongKind),
                    };
                    let numeric = list.is_none_or(|l| l.items().all(|v| v.text().parse::<i64>().is_ok()));
                    settings.selectors.push(Selector { operator, values, numeric, at: place(item) });
                }
            }
        }
    }

    fn toleration(&mut self, item: Node<'t>) -> Toleration {
        let seconds = self.l.field(item, "tolerationSeconds");
        Toleration {
            key: self.text(item, "key"),
            operator: self.text(item, "operator"),
            value: self.text(item, "value"),
            effect: self.text(item, "effect"),
            seconds: self.l.int_value(seconds),
            at: place(item),
        }
    }

    /// What the open-source backend does not act on.
    fn idle(&mut self, settings: &mut Settings) {
        for (key, why) in [
            ("podAffinity", "the backend never reads `podAffinity`"),
            ("enabledSharedMemory", "the backend never reads `enabledSharedMemory`"),
        ] {
            let empty = |v: Node<'_>| v.is_missing() || (v.is_sequence() && v.items().next().is_none());
            if let Some((key, _)) = self.l.entry(self.node, key).filter(|(_, v)| !empty(*v)) {
                settings.idle.push((key.span(), why));
            }
        }
        let deadline = self.l.field(self.node, "activeDeadlineSeconds");
        if let Val::Known(seconds, at) = self.l.int_value(deadline)
            && seconds <= 0
        {
            settings.idle.push((at.span, "only a deadline above 0 counts: the pod has none"));
        }
    }
}

/// The token that stands for an item: its first key.
fn place(item: Node<'_>) -> Span {
    item.own_entries().next().map_or(item.span(), |e| e.key.span())
}
