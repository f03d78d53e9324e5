//! A file as the detectors see it: the neutral representation, and the tree where that has no notion of something.

use ir_analyzer::Source;
use ir_dialects::{DocumentKind, Part};
use ir_model::{
    Argument, Binding, BindingId, Body, Component, ComponentId, DefId, Literal, Package, Port, PortKind, RefId,
    RefName, Step, StepRole, Task, TaskId,
};
use ir_syntax::{Entry, Kind, Node, NodeId, Span, Tree};

/// Nesting beyond this is not looked at.
const DEPTH: u32 = 64;

/// One file, with what several detectors need made once.
pub(crate) struct Look<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) package: &'a Package,
    /// Its documents, and those inside of them.
    pub(crate) parts: Vec<Part<'a>>,
    /// Every key with its value in documents that are objects of Kubernetes and hold their containers themselves.
    pub(crate) keys: Vec<Entry<'a>>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(source: &'a Source) -> Option<Self> {
        let (package, recognised) = (source.package.as_ref()?, source.recognised.as_ref()?);
        let parts = recognised.parts(&source.tree);
        let mut look = Self { tree: &source.tree, package, parts, keys: Vec::new() };
        let objects: Vec<Node<'a>> = look.parts.iter().filter(|p| is_object(p.kind)).map(|p| p.root).collect();
        for object in objects {
            walk(object, 0, &mut |entry| look.keys.push(entry));
        }
        Some(look)
    }

    /// The outermost nodes of all documents of one kind.
    pub(crate) fn documents(&self, kind: DocumentKind) -> impl Iterator<Item = Node<'a>> {
        self.parts.iter().filter(move |part| part.kind == kind).map(|part| part.root)
    }

    /// Whether there is a pipeline in KFP's own format.
    pub(crate) fn is_kfp_ir(&self) -> bool {
        self.parts.iter().any(|part| part.kind == DocumentKind::KfpPipelineSpec)
    }

    pub(crate) fn node(&self, id: NodeId) -> Node<'a> {
        self.tree.node(id)
    }

    /// The tasks that somebody wrote.
    pub(crate) fn tasks(&self) -> impl Iterator<Item = (TaskId, &'a Task)> {
        let package = self.package;
        package.tasks.iter().filter(move |(_, task)| !package.is_run(task))
    }

    /// All containers.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &'a Step> {
        self.package.pods.values().filter(|pod| !pod.builtin).flat_map(|pod| &pod.steps)
    }

    /// The containers that do the work.
    pub(crate) fn work(&self) -> impl Iterator<Item = &'a Step> {
        self.steps().filter(|step| step.role == StepRole::Main)
    }

    /// The texts of a container's command and arguments, and its script.
    pub(crate) fn command(&self, step: &'a Step) -> impl Iterator<Item = Node<'a>> {
        let nodes = step.command.iter().chain(&step.args).chain(&step.script);
        let tree = self.tree;
        nodes.map(move |id| tree.node(*id)).filter(|node| node.is_scalar())
    }

    /// The inputs of a component, or its outputs.
    pub(crate) fn ports(&self, component: &Component, inputs: bool) -> impl Iterator<Item = &'a Port> {
        let package = self.package;
        let ports = if inputs { &component.inputs } else { &component.outputs };
        ports.ids().filter_map(move |id| package.ports.get(id))
    }

    /// The ports of all components, inputs and outputs.
    pub(crate) fn all_ports(&self) -> impl Iterator<Item = &'a Port> {
        self.package.ports.values()
    }

    /// Where a name is introduced.
    pub(crate) fn at(&self, def: DefId) -> Option<Span> {
        self.package.def_span(def).filter(|span| !span.is_empty())
    }

    pub(crate) fn name(&self, reference: RefId) -> Option<&'a str> {
        match self.package.reference(reference)?.name {
            RefName::Name(name) => Some(self.package.names.text(name)),
            _ => None,
        }
    }

    pub(crate) fn ref_span(&self, reference: RefId) -> Option<Span> {
        self.package.reference(reference).map(|r| r.at.span)
    }

    /// What a reference wants: parameter or artifact.
    pub(crate) fn wants(&self, reference: RefId) -> Option<PortKind> {
        self.package.reference(reference)?.want
    }

    /// The component that a task runs, where it is in this file.
    pub(crate) fn callee(&self, task: &Task) -> Option<(ComponentId, &'a Component)> {
        self.package.callee(task)
    }

    /// The argument of `task` that a name inside of it means.
    pub(crate) fn argument(&self, task: &'a Task, reference: RefId) -> Option<&'a Argument> {
        let def = self.package.target(reference)?;
        task.args.iter().find(|argument| argument.def == Some(def))
    }

    /// The name of the task's output that a value is.
    pub(crate) fn output_name(&self, binding: BindingId) -> Option<&'a str> {
        match self.package.bindings.get(binding)? {
            Binding::Output { port, .. } => self.name(*port),
            _ => None,
        }
    }

    /// The task that a value comes from.
    pub(crate) fn producer(&self, binding: BindingId) -> Option<(TaskId, &'a Task)> {
        match self.package.bindings.get(binding)? {
            Binding::Output { task, .. } => self.package.task_of(self.package.target(*task)?),
            _ => None,
        }
    }

    /// All components that have a body of that kind.
    pub(crate) fn bodies<T>(&self, pick: impl Fn(&'a Body) -> Option<T>) -> Vec<(&'a Component, T)> {
        let components = self.package.components.values();
        components.filter_map(|component| pick(&component.body).map(|found| (component, found))).collect()
    }

    /// The text of a literal value.
    pub(crate) fn literal(&self, literal: &Literal) -> Node<'a> {
        self.node(literal.node)
    }

    /// The settings of each executor in platform documents, and what is said there of the whole pipeline.
    pub(crate) fn platforms(&self) -> Vec<Node<'a>> {
        let documents = self.documents(DocumentKind::KfpPlatformSpec);
        documents.filter_map(|root| root.get("platforms")).flat_map(Node::entries).map(|e| e.value).collect()
    }

    /// Every entry of the settings of all executors.
    pub(crate) fn executor_settings(&self) -> Vec<Entry<'a>> {
        let platforms = self.platforms();
        let executors = platforms.into_iter().filter_map(|p| field(p, "deploymentSpec")?.get("executors"));
        executors.flat_map(Node::entries).flat_map(|executor| executor.value.entries()).collect()
    }

    /// The keys of executors' settings that are one of these.
    pub(crate) fn settings(&self, keys: &[&str]) -> Vec<Span> {
        let all = self.executor_settings().into_iter();
        all.filter(|e| keys.iter().any(|key| is_key(e.key, key)) && is_set(e.value)).map(|e| e.key.span()).collect()
    }

    /// The keys of objects of Kubernetes that are one of these, with a value that is accepted.
    pub(crate) fn object_keys(&self, keys: &[&str], accept: impl Fn(&Entry<'a>) -> bool) -> Vec<Span> {
        let all = self.keys.iter();
        let found = all.filter(|e| keys.contains(&e.key.text()) && is_set(e.value) && accept(e));
        found.map(|e| e.key.span()).collect()
    }
}

/// Whether anything is said: an empty list or table asks for nothing.
fn is_set(value: Node<'_>) -> bool {
    match value.kind() {
        Kind::Scalar => !value.is_missing() && !value.says("null"),
        Kind::Mapping => value.own_entries().next().is_some(),
        Kind::Sequence => value.items().next().is_some(),
        Kind::Alias => true,
    }
}

fn is_object(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::Tekton { .. }
            | DocumentKind::ArgoWorkflow
            | DocumentKind::ArgoWorkflowTemplate
            | DocumentKind::ArgoClusterWorkflowTemplate
            | DocumentKind::ArgoCronWorkflow
            | DocumentKind::ArgoEventBinding
    )
}

/// Every entry below `node`; aliases are not followed, their anchors are met anyhow.
fn walk<'t>(node: Node<'t>, depth: u32, found: &mut impl FnMut(Entry<'t>)) {
    if depth > DEPTH || node.is_alias() {
        return;
    }
    match node.kind() {
        Kind::Mapping => {
            for entry in node.own_entries() {
                found(entry);
                walk(entry.value, depth + 1, found);
            }
        }
        Kind::Sequence => node.items().for_each(|item| walk(item, depth + 1, found)),
        Kind::Scalar | Kind::Alias => {}
    }
}

/// Every scalar below `node`, itself included.
pub(crate) fn scalars<'t>(node: Node<'t>, depth: u32, found: &mut impl FnMut(Node<'t>)) {
    if depth > DEPTH || node.is_alias() {
        return;
    }
    match node.kind() {
        Kind::Scalar => found(node),
        Kind::Mapping => node.own_entries().for_each(|entry| scalars(entry.value, depth + 1, found)),
        Kind::Sequence => node.items().for_each(|item| scalars(item, depth + 1, found)),
        Kind::Alias => {}
    }
}

/// The value under `key`, in either of the two spellings that KFP takes.
pub(crate) fn field<'t>(node: Node<'t>, key: &str) -> Option<Node<'t>> {
    entry(node, key).map(|e| e.value)
}

/// The entry under `key`, in either of the two spellings that KFP takes.
pub(crate) fn entry<'t>(node: Node<'t>, key: &str) -> Option<Entry<'t>> {
    node.entry(key).or_else(|| node.entry(&snake(key)))
}

fn is_key(node: Node<'_>, key: &str) -> bool {
    node.says(key) || node.text() == snake(key)
}

fn snake(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
