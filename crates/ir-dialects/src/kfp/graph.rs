//! The graphs of a PipelineSpec: tasks, what they pass, what they wait for.

use ir_model::{
    Argument, Base, Binding, BindingId, Callee, ComponentId, DefId, Engine, Graph, GraphId, Items, Loop, Members, Ns,
    OrderEdge, Parent, PortKind, RefId, Retry, Role, ScopeId, ScopeKind, Task, TaskId, TaskRole, Trigger, Val, Why,
};
use ir_syntax::{Kind, Node};

use super::executor;
use super::expression;
use super::pipeline::Spec;
use super::placeholder::{self, RunField, Target};
use super::unfinished::unfinished;
use crate::lowering::{Lowering, Use, literal, text_origin};

/// Constants nest; deeper is not read.
const DEPTH: u32 = 32;

/// The two kinds of port, with the words that the format has for each.
struct Words {
    kind: PortKind,
    /// The map of values in `inputs`, and of ports in definitions.
    map: &'static str,
    component_input: &'static str,
    task_output: &'static str,
    output_key: &'static str,
}

static WORDS: [Words; 2] = [
    Words {
        kind: PortKind::Parameter,
        map: "parameters",
        component_input: "componentInputParameter",
        task_output: "taskOutputParameter",
        output_key: "outputParameterKey",
    },
    Words {
        kind: PortKind::Artifact,
        map: "artifacts",
        component_input: "componentInputArtifact",
        task_output: "taskOutputArtifact",
        output_key: "outputArtifactKey",
    },
];

/// Lowers a `dag`: all tasks are defined before any is read, for they name each other.
pub(crate) fn lower<'t>(spec: &mut Spec<'t>, owner: ComponentId, inside: ScopeId, dag: Node<'t>) -> GraphId {
    let l = &mut spec.lowering;
    let scope = l.scope(ScopeKind::Graph, Parent::One(inside));
    let owner_def = l.package.components.get(owner).map(|c| c.def);
    if let Some(def) = owner_def {
        l.set_owner(scope, def);
    }
    let tasks = l.field(dag, "tasks");
    // A `dag` without the key is said to be empty; names are not missing in it besides.
    let open = l.table_unread(dag, "tasks") || !dag.is_mapping();
    let none = tasks.is_none();
    l.open_if(scope, Ns::Task, none);
    l.open_if(scope, Ns::Task, open);
    let graph = l.package.graphs.push(Graph {
        owner: Some(owner),
        scope,
        tasks: Vec::new(),
        edges: Vec::new(),
        outputs: Vec::new(),
        open: open.then_some(Why::Broken),
        at: Some(tasks.unwrap_or(dag).id()),
    });
    let entries = tasks.map(Node::entries).unwrap_or_default();
    let defs: Vec<DefId> = entries.iter().map(|e| l.def(Ns::Task, scope, e.key, e.value)).collect();
    let mut lowered = Lowered { file: spec.file, graph, scope, tasks: Vec::new(), edges: Vec::new() };
    for (entry, def) in entries.iter().zip(defs) {
        lowered.task(l, def, entry.value);
    }
    let outputs = l.field(dag, "outputs").map(|node| lowered.outputs(l, node, inside, owner_def)).unwrap_or_default();
    if let Some(graph) = l.package.graphs.get_mut(graph) {
        graph.tasks = lowered.tasks;
        graph.edges = lowered.edges;
        graph.outputs = outputs;
    }
    graph
}

/// A graph under construction.
struct Lowered {
    file: ScopeId,
    graph: GraphId,
    scope: ScopeId,
    tasks: Vec<TaskId>,
    edges: Vec<OrderEdge>,
}

impl Lowered {
    fn task<'t>(&mut self, l: &mut Lowering<'t>, def: DefId, node: Node<'t>) {
        let id = l.package.tasks.next_id();
        let scope = l.scope(ScopeKind::Task, Parent::One(self.scope));
        l.set_owner(scope, def);
        let callee = self.callee(l, def, node);
        l.edit_def(def, |d| {
            d.members = match callee {
                Callee::Ref(reference) => Members::Callee(reference),
                _ => Members::Unknown,
            }
        });
        let inputs = l.field(node, "inputs");
        let mut args_open = l.table_unread(node, "inputs");
        if let Some(inputs) = inputs {
            args_open |= WORDS.iter().any(|words| l.table_unread(inputs, words.map));
        }
        // The loop passes one more, whose name is lost.
        args_open |= item_unread(l, node);
        l.open_if(scope, Ns::Argument, args_open);
        let place = Place { callee, def, scope, graph: self.scope };
        let mut args = Vec::new();
        for words in &WORDS {
            for entry in inputs.and_then(|i| l.field(i, words.map)).map(Node::entries).unwrap_or_default() {
                args.push(place.argument(l, words, entry.key, entry.value));
            }
        }
        for dependency in l.field(node, "dependentTasks").into_iter().flat_map(Node::items) {
            let usage = Use { want: None, role: Role::Order, must: true, user: Some(def) };
            let on = l.reference(Ns::Task, Base::Scope(self.scope), dependency, usage);
            self.edges.push(OrderEdge { waits: id, on });
        }
        let each = place.each(l, node);
        let when = l.path(node, &["triggerPolicy", "condition"]);
        let when = when.filter(|n| !n.is_missing()).map(|n| expression::condition(l, n, scope, def));
        let trigger = match l.path(node, &["triggerPolicy", "strategy"]).map(Node::text) {
            None | Some("" | "TRIGGER_STRATEGY_UNSPECIFIED" | "ALL_UPSTREAM_TASKS_SUCCEEDED" | "0" | "1") => {
                Trigger::AllSucceeded
            }
            Some("ALL_UPSTREAM_TASKS_COMPLETED" | "2") => Trigger::AllCompleted,
            Some(_) => Trigger::Unknown,
        };
        let trigger = if l.list_unread(node, "dependentTasks") { Trigger::Unknown } else { trigger };
        let retry = l.field(node, "retryPolicy").map(|retry| {
            let max = l.field(retry, "maxRetryCount");
            let waits = l.field(retry, "backoffDuration").is_some();
            Retry { max: l.int_value(max), waits, span: retry.span() }
        });
        let options = l.field(node, "cachingOptions").filter(|o| o.is_mapping());
        let cache = options.and_then(|o| l.field(o, "enableCache"));
        let cache = match (l.bool_value(cache), options) {
            // The compiler writes `false` as empty options.
            (Val::Absent, Some(options)) if !options.has_loss() => Val::Known(false, text_origin(options)),
            (cache, _) => cache,
        };
        let info = l.field(node, "taskInfo");
        let unread = l.table_unread(node, "taskInfo") || info.is_some_and(|i| l.text_unread(i, "name"));
        let title = match l.text_value(info.and_then(|i| l.field(i, "name"))) {
            Val::Absent if unread => Val::Unknown(text_origin(node), Why::Broken),
            title => title,
        };
        let task = Task {
            def,
            graph: self.graph,
            title,
            callee,
            args,
            args_open: args_open.then_some(Why::Broken),
            when,
            trigger,
            stage: None,
            role: TaskRole::Work,
            each,
            retry,
            cache,
            scope,
            node: node.id(),
        };
        self.tasks.push(l.package.tasks.push(task));
    }

    fn callee<'t>(&self, l: &mut Lowering<'t>, def: DefId, node: Node<'t>) -> Callee {
        match l.path(node, &["componentRef", "name"]) {
            Some(name) => {
                let usage = Use { want: None, role: Role::Call, must: true, user: Some(def) };
                Callee::Ref(l.reference(Ns::Component, Base::Scope(self.file), name, usage))
            }
            None if node.has_loss() => Callee::Unknown(Why::Broken),
            None => Callee::Missing(node.span()),
        }
    }

    /// `outputs.parameters` and `outputs.artifacts` of a `dag`.
    fn outputs<'t>(
        &self,
        l: &mut Lowering<'t>,
        node: Node<'t>,
        inside: ScopeId,
        owner: Option<DefId>,
    ) -> Vec<Argument> {
        let mut outputs = Vec::new();
        for words in &WORDS {
            for entry in l.field(node, words.map).map(Node::entries).unwrap_or_default() {
                let usage = Use { want: Some(words.kind), role: Role::Bind, must: true, user: owner };
                let port = l.reference(Ns::Output, Base::Scope(inside), entry.key, usage);
                let binding = self.output(l, words, entry.value, owner);
                outputs.push(Argument { port, def: None, binding, transform: None, claims: None });
            }
        }
        outputs
    }

    fn output<'t>(&self, l: &mut Lowering<'t>, words: &Words, node: Node<'t>, owner: Option<DefId>) -> BindingId {
        let place = Selector { scope: self.scope, user: owner, task: "producerSubtask", words };
        if let Some(selectors) = l.field(node, "artifactSelectors") {
            let all: Vec<BindingId> = selectors.items().map(|s| place.lower(l, s)).collect();
            return match all.as_slice() {
                [one] => *one,
                _ => l.binding(Binding::OneOf(all)),
            };
        }
        if let Some(selector) = l.field(node, "valueFromParameter") {
            return place.lower(l, selector);
        }
        if let Some(selectors) = l.path(node, &["valueFromOneof", "parameterSelectors"]) {
            let all = selectors.items().map(|s| place.lower(l, s)).collect();
            return l.binding(Binding::OneOf(all));
        }
        l.unknown_binding(node, Why::Unmodelled)
    }
}

/// An output of a task, by the names of both: the same shape in arguments and in a graph's outputs.
pub(crate) struct Selector<'w> {
    pub(crate) scope: ScopeId,
    pub(crate) user: Option<DefId>,
    pub(crate) task: &'static str,
    words: &'w Words,
}

impl Selector<'_> {
    fn lower<'t>(&self, l: &mut Lowering<'t>, node: Node<'t>) -> BindingId {
        let usage = Use { want: None, role: Role::Read, must: true, user: self.user };
        let Some(task) = l.field(node, self.task) else { return l.unknown_binding(node, Why::Broken) };
        let task = l.reference(Ns::Task, Base::Scope(self.scope), task, usage);
        let Some(port) = l.field(node, self.words.output_key) else { return l.unknown_binding(node, Why::Broken) };
        let usage = Use { want: Some(self.words.kind), ..usage };
        let port = l.reference(Ns::Output, Base::Member(task), port, usage);
        l.binding(Binding::Output { task, port })
    }
}

/// References that a value may make outside a task: to the graph's tasks and its component's inputs.
/// The platform document has the same forms.
pub(crate) fn value_reference<'t>(
    l: &mut Lowering<'t>,
    node: Node<'t>,
    scope: ScopeId,
    user: Option<DefId>,
) -> Option<BindingId> {
    for words in &WORDS {
        if let Some(input) = l.field(node, words.component_input) {
            let usage = Use { want: Some(words.kind), role: Role::Read, must: true, user };
            let reference = l.reference(Ns::Input, Base::Scope(scope), input, usage);
            return Some(l.binding(Binding::Input(reference)));
        }
        if let Some(output) = l.field(node, words.task_output) {
            let selector = Selector { scope, user, task: "producerTask", words };
            return Some(selector.lower(l, output));
        }
    }
    None
}

/// Where the values of one task stand.
#[derive(Clone, Copy)]
struct Place {
    callee: Callee,
    def: DefId,
    scope: ScopeId,
    graph: ScopeId,
}

impl Place {
    fn argument<'t>(&self, l: &mut Lowering<'t>, words: &Words, key: Node<'t>, value: Node<'t>) -> Argument {
        let port = self.port(l, words, key, false);
        let def = l.def(Ns::Argument, self.scope, key, value);
        l.edit_def(def, |d| d.kind = Some(words.kind));
        let binding = self.value(l, value);
        let transform = l.field(value, "parameterExpressionSelector").filter(|n| !n.is_missing());
        let transform = transform.map(|n| expression::selector(l, n));
        Argument { port, def: Some(def), binding, transform, claims: None }
    }

    /// The callee's input that `key` names.
    fn port<'t>(&self, l: &mut Lowering<'t>, words: &Words, key: Node<'t>, must: bool) -> RefId {
        let usage = Use { want: Some(words.kind), role: Role::Bind, must, user: Some(self.def) };
        match self.callee {
            Callee::Ref(callee) => l.reference(Ns::Input, Base::Member(callee), key, usage),
            _ => {
                let nowhere = l.scope(ScopeKind::Component, Parent::None);
                l.open_if(nowhere, Ns::Input, true);
                l.reference(Ns::Input, Base::Scope(nowhere), key, usage)
            }
        }
    }

    fn value<'t>(&self, l: &mut Lowering<'t>, node: Node<'t>) -> BindingId {
        if let Some(binding) = value_reference(l, node, self.graph, Some(self.def)) {
            return binding;
        }
        if let Some(runtime) = l.field(node, "runtimeValue") {
            return self.runtime_value(l, runtime);
        }
        if let Some(status) = l.field(node, "taskFinalStatus") {
            let usage = Use { want: None, role: Role::Order, must: true, user: Some(self.def) };
            let task = l.field(status, "producerTask").filter(|n| !n.is_missing());
            let task = task.map(|n| l.reference(Ns::Task, Base::Scope(self.graph), n, usage));
            return l.binding(Binding::Status(task));
        }
        if node.has_loss() || node.kind() == ir_syntax::Kind::Alias {
            return l.unknown_binding(node, Why::Broken);
        }
        l.binding(Binding::Absent(node.span()))
    }

    fn runtime_value<'t>(&self, l: &mut Lowering<'t>, node: Node<'t>) -> BindingId {
        let Some(constant) = l.field(node, "constant") else { return l.unknown_binding(node, Why::Unmodelled) };
        let origin = text_origin(constant);
        let mut refs = Vec::new();
        self.constant(l, constant, &mut refs, 0);
        if constant.has_loss() || constant.kind() == Kind::Alias {
            return l.unknown_binding(constant, Why::Broken);
        }
        if !l.current && wrapped(constant) {
            return l.unknown_binding(constant, Why::Unmodelled);
        }
        if constant.is_scalar() && !refs.is_empty() {
            return l.binding(Binding::Template(refs, origin));
        }
        l.binding(Binding::Literal(literal(constant), origin))
    }

    /// The placeholders of a constant, which name the other arguments of the same task.
    fn constant<'t>(&self, l: &mut Lowering<'t>, node: Node<'t>, refs: &mut Vec<RefId>, depth: u32) {
        match node.kind() {
            Kind::Sequence if depth < DEPTH => node.items().for_each(|item| self.constant(l, item, refs, depth + 1)),
            Kind::Mapping if depth < DEPTH => {
                node.own_entries().for_each(|e| self.constant(l, e.value, refs, depth + 1));
            }
            _ => {}
        }
        let text = node.text();
        if !text.contains("{{") {
            return;
        }
        let base = Base::Scope(self.scope);
        l.unfinished(node, unfinished(text), |u| u.input.then_some((Ns::Argument, base)));
        for found in placeholder::scan(text) {
            match found.target {
                Target::Port { input: true, kind, name, .. } => {
                    let usage = Use { want: Some(kind), role: Role::Read, must: true, user: Some(self.def) };
                    refs.push(l.inner_reference((Ns::Argument, base), node, name, found.range, usage));
                }
                Target::Run(RunField::WorkspacePath) => {
                    let at = l.inner_span(node, found.range);
                    executor::needs_workspace(l, at);
                }
                Target::Run(RunField::Identity | RunField::Job) if found.range.len() < text.len() => {
                    let what = "only resolved as the whole value: here it stays as it is";
                    executor::unsupported(l, node, found.range, &[Engine::KfpArgo], what);
                }
                Target::Malformed { meant, why } => executor::malformed(l, node, found.range, meant, why),
                _ => {}
            }
        }
    }

    fn each<'t>(&self, l: &mut Lowering<'t>, node: Node<'t>) -> Option<Loop> {
        let [parameters, artifacts] = &WORDS;
        let (words, iterator, items_key) = match l.field(node, "parameterIterator") {
            Some(iterator) => (parameters, iterator, "inputParameter"),
            None => (artifacts, l.field(node, "artifactIterator")?, "inputArtifact"),
        };
        let items = match l.field(iterator, "items") {
            None => Items::Unknown(Why::Broken),
            Some(items) => match (l.field(items, items_key), l.field(items, "raw")) {
                (Some(input), _) => {
                    let usage = Use { want: Some(words.kind), role: Role::Read, must: true, user: Some(self.def) };
                    Items::Argument(l.reference(Ns::Argument, Base::Scope(self.scope), input, usage))
                }
                (None, Some(raw)) => Items::Text(text_origin(raw)),
                (None, None) => Items::Unknown(Why::Broken),
            },
        };
        let item = l.field(iterator, "itemInput").map(|item| {
            let port = self.port(l, words, item, true);
            // Inside the iteration the item is an argument like the others.
            if !item.is_missing() {
                let def = l.def(Ns::Argument, self.scope, item, item);
                l.edit_def(def, |d| {
                    d.kind = Some(words.kind);
                    d.flags.implied = true;
                });
            }
            port
        });
        let limit = l.path(node, &["iteratorPolicy", "parallelismLimit"]);
        let limit = match l.int_value(limit) {
            Val::Known(limit, at) => {
                u64::try_from(limit).map_or(Val::Unknown(at, Why::WrongKind), |n| Val::Known(n, at))
            }
            Val::Absent => Val::Absent,
            Val::Unknown(at, why) => Val::Unknown(at, why),
        };
        Some(Loop { items, item, limit, span: iterator.span() })
    }
}

/// Whether a task's loop cannot be told, or not to which input it passes its items.
fn item_unread<'t>(l: &Lowering<'t>, task: Node<'t>) -> bool {
    ["parameterIterator", "artifactIterator"].iter().any(|key| match l.field(task, key) {
        Some(iterator) if iterator.is_missing() => false,
        Some(iterator) => l.table_unread(task, key) || l.field(iterator, "itemInput").is_none_or(|i| !i.is_scalar()),
        None => l.table_unread(task, key),
    })
}

/// `{stringValue: x}`: how the older version writes constants.
fn wrapped(constant: Node<'_>) -> bool {
    let mut entries = constant.own_entries();
    let only = entries.next().filter(|_| entries.next().is_none());
    only.is_some_and(|e| matches!(e.key.text(), "stringValue" | "intValue" | "doubleValue"))
}
