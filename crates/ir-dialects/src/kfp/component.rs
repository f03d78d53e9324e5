//! KFP v1 `component.yaml`: a container or a graph with named inputs and outputs.

use ir_model::{
    Argument, Base, Binding, BindingId, Body, Callee, Component, ComponentId, DefId, Engine, Export, Expr, ExprId,
    Graph, GraphId, Key, Language, Literal, LiteralKind, Members, Note, NoteKind, Ns, Origin, Parent, Pod, PodId, Port,
    PortKind, Ports, RefId, Resources, Role, ScopeId, ScopeKind, Step, StepRole, Task, TaskRole, Trigger, Type,
    TypeUse, Val, Why,
};
use ir_syntax::{Kind, Node, Span, Tree};

use super::{dialects, types};
use crate::lowering::{Lowering, Use, literal, text_origin};
use crate::{DocumentKind, Recognised};

pub(crate) fn lower(tree: &Tree, recognised: &Recognised) -> ir_model::Package {
    let mut lowering = Lowering::new(tree, &dialects::COMPONENT, None);
    let document =
        tree.roots().zip(&recognised.documents).find(|(_, k)| **k == DocumentKind::KfpComponent).map(|(root, _)| root);
    if let Some(root) = document {
        let file = lowering.scope(ScopeKind::File, Parent::None);
        let name = lowering.field(root, "name");
        lowering.package.name = lowering.text_value(name);
        let id = component(&mut lowering, root, file, 0);
        lowering.package.entry = Some(id);
        let location = lowering.path(root, &["metadata", "annotations", "canonical_location"]);
        let export = |l: Node<'_>| Export { component: id, key: Key::Location(l.text().into()) };
        lowering.package.exports.extend(location.map(export));
    }
    lowering.package.resolve();
    lowering.package
}

/// Components inside component references (`spec:`) nest; deeper is not read.
const DEPTH: u32 = 16;

fn component<'t>(l: &mut Lowering<'t>, root: Node<'t>, outside: ScopeId, depth: u32) -> ComponentId {
    let inside = l.scope(ScopeKind::Component, Parent::One(outside));
    let name = l.field(root, "name").filter(|n| n.is_scalar() && !n.is_missing());
    // A component without a name is named by its file: the definition stands at its start.
    let def = l.def(Ns::Component, outside, name.unwrap_or(root), root);
    l.edit_def(def, |d| {
        d.members = Members::Scope(inside);
        d.flags.exported = true;
        d.body = root.span();
        if name.is_none() {
            d.at = Origin { span: Span::at(root.span().start), node: root.id() };
        }
    });
    l.set_owner(inside, def);
    let inputs = ports(l, root, "inputs", Ns::Input, inside);
    let outputs = ports(l, root, "outputs", Ns::Output, inside);
    let id = l.package.components.push(Component {
        def,
        inputs,
        outputs,
        body: Body::Unknown(Why::Broken),
        scope: inside,
        retry: None,
        doc: None,
    });
    let doc = l.field(root, "description").map(Node::id);
    let body = if let Some(container) = l.path(root, &["implementation", "container"]) {
        Body::Pod(self::container(l, container, inside, def))
    } else if let Some((key, graph)) = l.field(root, "implementation").and_then(|i| l.entry(i, "graph")) {
        refused(l, key, "graph components", "Container implementation not found.");
        Body::Graph(self::graph(l, graph, id, inside, def, depth))
    } else {
        Body::Unknown(Why::Broken)
    };
    if let Some(component) = l.package.components.get_mut(id) {
        component.body = body;
        component.doc = doc;
    }
    id
}

fn ports<'t>(l: &mut Lowering<'t>, root: Node<'t>, key: &str, ns: Ns, scope: ScopeId) -> Ports {
    let start = l.package.ports.len() as u32;
    let list = l.field(root, key);
    let mut open = l.list_unread(root, key);
    for item in list.into_iter().flat_map(Node::items) {
        let Some(name) = l.field(item, "name").filter(|n| n.is_scalar() && !n.is_missing()) else {
            // A port whose name cannot be read could be any.
            open = true;
            continue;
        };
        let def = l.def(ns, scope, name, item);
        l.edit_def(def, |d| d.kind = Some(PortKind::Either));
        let ty = l.field(item, "type").map_or(TypeUse::new(Type::Any, None), |t| types::nominal(l, t));
        let optional = l.field(item, "optional");
        let optional = l.bool_value(optional);
        let default = l.field(item, "default").map(|d| (literal(d), text_origin(d)));
        let doc = l.field(item, "description").map(Node::id);
        l.package.ports.push(Port {
            def,
            kind: PortKind::Either,
            ty,
            optional,
            default,
            choices: Vec::new(),
            place: None,
            doc,
        });
    }
    l.open_if(scope, ns, open);
    let end = l.package.ports.len() as u32;
    Ports { list: start..end, open: open.then_some(Why::Broken), at: list.map(Node::id) }
}

fn container<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, def: DefId) -> PodId {
    let image = match l.field(node, "image") {
        Some(image) if image.is_scalar() && !image.is_missing() => Val::Known(image.id(), text_origin(image)),
        Some(image) => Val::Unknown(text_origin(image), Why::WrongKind),
        None => Val::Absent,
    };
    for key in ["command", "args"] {
        for argument in l.field(node, key).into_iter().flat_map(Node::items) {
            command_argument(l, argument, scope, def, 0);
        }
    }
    let usage = Use { want: None, role: Role::Bind, must: true, user: Some(def) };
    for entry in l.field(node, "fileOutputs").map(Node::entries).unwrap_or_default() {
        l.reference(Ns::Output, Base::Scope(scope), entry.key, usage);
    }
    let list = |key| l.field(node, key).into_iter().flat_map(Node::items).map(Node::id).collect();
    let env = l.field(node, "env").map(Node::entries).unwrap_or_default();
    let step = Step {
        def: None,
        role: StepRole::Main,
        script: None,
        image,
        command: list("command"),
        args: list("args"),
        env: env.iter().map(|e| (e.key.id(), e.value.id())).collect(),
        resources: Resources::default(),
        node: node.id(),
    };
    l.package.pods.push(Pod { def: None, steps: vec![step], scope, builtin: false, span: node.span() })
}

/// What version 1 of the SDK loads and version 2 does not.
fn refused<'t>(l: &mut Lowering<'t>, key: Node<'t>, thing: &'static str, answer: &'static str) {
    let kind = NoteKind::Refused { engines: &[Engine::KfpSdk], thing, answer };
    l.package.notes.push(Note { kind, at: key.span() });
}

/// The names in `{inputValue: x}`, `{outputPath: x}`, `{if: …}`, `{concat: […]}` and their kin.
fn command_argument<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, def: DefId, depth: u32) {
    if depth > DEPTH {
        return;
    }
    if node.is_sequence() {
        node.items().for_each(|item| command_argument(l, item, scope, def, depth + 1));
        return;
    }
    // Placeholders of compiled pipelines go through as text, and mean anything there.
    if node.is_scalar() && node.text().contains("{{$") {
        l.wildcard(Ns::Input, Base::Scope(scope), node, Some(def));
        l.wildcard(Ns::Output, Base::Scope(scope), node, Some(def));
    }
    for entry in node.own_entries() {
        let usage = Use { want: None, role: Role::Read, must: true, user: Some(def) };
        if let "inputMetadata" | "outputMetadata" | "inputOutputPortName" = entry.key.text() {
            refused(l, entry.key, "this placeholder", "Unexpected argument");
        }
        match entry.key.text() {
            "inputValue" | "inputPath" | "inputUri" | "isPresent" | "inputMetadata" => {
                l.reference(Ns::Input, Base::Scope(scope), entry.value, usage);
            }
            "outputPath" | "outputUri" => {
                l.reference(Ns::Output, Base::Scope(scope), entry.value, usage);
            }
            "executorInput" => {
                l.wildcard(Ns::Input, Base::Scope(scope), entry.key, Some(def));
                l.wildcard(Ns::Output, Base::Scope(scope), entry.key, Some(def));
            }
            "concat" | "if" | "cond" | "then" | "else" => command_argument(l, entry.value, scope, def, depth + 1),
            _ => {}
        }
    }
}

fn graph<'t>(
    l: &mut Lowering<'t>,
    node: Node<'t>,
    owner: ComponentId,
    inside: ScopeId,
    def: DefId,
    depth: u32,
) -> GraphId {
    let scope = l.scope(ScopeKind::Graph, Parent::One(inside));
    l.set_owner(scope, def);
    let tasks = l.field(node, "tasks");
    // A graph without the key is told to lack it; names are not missing in it besides.
    let open = tasks.is_none() || l.table_unread(node, "tasks") || tasks.is_some_and(|t| t.kind() == Kind::Alias);
    l.open_if(scope, Ns::Task, open);
    let graph = l.package.graphs.push(Graph {
        owner: Some(owner),
        scope,
        tasks: Vec::new(),
        edges: Vec::new(),
        outputs: Vec::new(),
        open: open.then_some(Why::Broken),
        at: tasks.map(Node::id),
    });
    let entries = tasks.map(Node::entries).unwrap_or_default();
    let defs: Vec<DefId> = entries.iter().map(|e| l.def(Ns::Task, scope, e.key, e.value)).collect();
    let mut ids = Vec::new();
    for (entry, task) in entries.iter().zip(defs) {
        ids.push(self::task(l, entry.value, task, (graph, scope), depth));
    }
    let mut outputs = Vec::new();
    for entry in l.field(node, "outputValues").map(Node::entries).unwrap_or_default() {
        let usage = Use { want: None, role: Role::Bind, must: true, user: Some(def) };
        let port = l.reference(Ns::Output, Base::Scope(inside), entry.key, usage);
        let binding = value(l, entry.value, scope, Some(def));
        let claims = claims(l, entry.value);
        outputs.push(Argument { port, def: None, binding, transform: None, claims });
    }
    if let Some(graph) = l.package.graphs.get_mut(graph) {
        graph.tasks = ids;
        graph.outputs = outputs;
    }
    graph
}

fn task<'t>(
    l: &mut Lowering<'t>,
    node: Node<'t>,
    def: DefId,
    (graph, graph_scope): (GraphId, ScopeId),
    depth: u32,
) -> ir_model::TaskId {
    let scope = l.scope(ScopeKind::Task, Parent::One(graph_scope));
    l.set_owner(scope, def);
    let callee = callee(l, node, def, graph_scope, depth);
    let inline_scope = match callee {
        Callee::Inline(id) => l.package.components.get(id).map(|c| c.scope),
        _ => None,
    };
    l.edit_def(def, |d| {
        d.members = match (callee, inline_scope) {
            (Callee::Ref(reference), _) => Members::Callee(reference),
            (_, Some(scope)) => Members::Scope(scope),
            _ => Members::Unknown,
        }
    });
    let mut args = Vec::new();
    let arguments = l.field(node, "arguments");
    let args_open = l.table_unread(node, "arguments");
    for entry in arguments.map(Node::entries).unwrap_or_default() {
        let usage = Use { want: None, role: Role::Bind, must: false, user: Some(def) };
        let base = match (callee, inline_scope) {
            (Callee::Ref(reference), _) => Base::Member(reference),
            (_, Some(scope)) => Base::Scope(scope),
            _ => {
                let nowhere = l.scope(ScopeKind::Component, Parent::None);
                l.open_if(nowhere, Ns::Input, true);
                Base::Scope(nowhere)
            }
        };
        let port = l.reference(Ns::Input, base, entry.key, usage);
        let argument = l.def(Ns::Argument, scope, entry.key, entry.value);
        let binding = value(l, entry.value, graph_scope, Some(def));
        let claims = claims(l, entry.value);
        args.push(Argument { port, def: Some(argument), binding, transform: None, claims });
    }
    let when = l.field(node, "isEnabled").map(|n| predicate(l, n, graph_scope, def));
    l.package.tasks.push(Task {
        def,
        graph,
        title: Val::Absent,
        callee,
        args,
        args_open: args_open.then_some(Why::Broken),
        when,
        trigger: Trigger::AllSucceeded,
        stage: None,
        role: TaskRole::Work,
        each: None,
        retry: None,
        cache: Val::Absent,
        scope,
        node: node.id(),
    })
}

/// A component of another file by digest, path or address; or one written in place.
fn callee<'t>(l: &mut Lowering<'t>, node: Node<'t>, def: DefId, outside: ScopeId, depth: u32) -> Callee {
    let Some(reference) = l.field(node, "componentRef") else {
        return if node.has_loss() { Callee::Unknown(Why::Broken) } else { Callee::Missing(node.span()) };
    };
    if let Some(spec) = l.field(reference, "spec").filter(|s| s.is_mapping()) {
        if depth >= DEPTH {
            return Callee::Unknown(Why::Unmodelled);
        }
        return Callee::Inline(component(l, spec, outside, depth + 1));
    }
    let digest = l.field(reference, "digest").filter(|n| n.is_scalar() && !n.is_missing());
    let url = l.field(reference, "url").filter(|n| n.is_scalar() && !n.is_missing());
    let keys = digest.map(|n| Key::Digest(n.text().to_ascii_lowercase().into())).into_iter().chain(url.map(url_key));
    let base = l.keys(keys.collect::<Vec<_>>());
    let Some(shown) = url.or(digest) else { return Callee::Unknown(Why::Unresolved) };
    let usage = Use { want: None, role: Role::Call, must: true, user: Some(def) };
    Callee::Ref(l.reference(Ns::Component, base, shown, usage))
}

/// A web address, or a path: relative, absolute, or by `file://`.
fn url_key(node: Node<'_>) -> Key {
    let url = node.text();
    match url.split_once("://") {
        Some(("file", _)) | None => Key::Path(url.into()),
        Some(_) => Key::Location(url.into()),
    }
}

/// `{graphInput: {inputName: x}}`, `{taskOutput: {taskId: t, outputName: o}}`, or a constant.
fn value<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, user: Option<DefId>) -> BindingId {
    let usage = Use { want: None, role: Role::Read, must: true, user };
    if !node.is_mapping() {
        let text = Literal { kind: LiteralKind::Null, node: node.id() };
        let written = if node.kind() == Kind::Alias { text } else { literal(node) };
        return l.binding(Binding::Literal(written, text_origin(node)));
    }
    if let Some(name) = l.path(node, &["graphInput", "inputName"]) {
        let reference = l.reference(Ns::Input, Base::Scope(scope), name, usage);
        return l.binding(Binding::Input(reference));
    }
    if let Some(output) = l.field(node, "taskOutput") {
        let (task, port) = (l.field(output, "taskId"), l.field(output, "outputName"));
        if let Some(task) = task {
            let task = l.reference(Ns::Task, Base::Scope(scope), task, usage);
            if let Some(port) = port {
                let port = l.reference(Ns::Output, Base::Member(task), port, usage);
                return l.binding(Binding::Output { task, port });
            }
        }
    }
    l.unknown_binding(node, Why::Broken)
}

/// The type that a reference says its value has, in place of what the producer says.
fn claims<'t>(l: &mut Lowering<'t>, node: Node<'t>) -> Option<TypeUse> {
    let reference = l.field(node, "taskOutput").or_else(|| l.field(node, "graphInput"))?;
    let ty = l.field(reference, "type").filter(|n| !n.is_missing())?;
    Some(types::nominal(l, ty))
}

/// The tree of comparisons under `isEnabled`.
fn predicate<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, user: DefId) -> ExprId {
    let mut refs = Vec::new();
    operands(l, node, scope, user, &mut refs, 0);
    let at = Origin { span: node.span(), node: node.id() };
    l.package.exprs.push(Expr { language: Language::Predicate, at, refs, problems: Vec::new() })
}

fn operands<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, user: DefId, refs: &mut Vec<RefId>, depth: u32) {
    if depth > DEPTH || !node.is_mapping() {
        return;
    }
    if l.field(node, "graphInput").is_some() || l.field(node, "taskOutput").is_some() {
        let binding = value(l, node, scope, Some(user));
        match l.package.bindings.get(binding) {
            Some(Binding::Input(reference)) => refs.push(*reference),
            Some(Binding::Output { task, port }) => refs.extend([*task, *port]),
            _ => {}
        }
        return;
    }
    for entry in node.own_entries() {
        operands(l, entry.value, scope, user, refs, depth + 1);
    }
}
