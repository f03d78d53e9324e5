//! The executors of a deploymentSpec: containers, importers and the rest.

use std::ops::Range;

use ir_model::{
    Accelerator, Base, Binding, BindingId, Body, DefId, Engine, Members, Note, NoteKind, Ns, Origin, Parent, Pod,
    PodId, PortKind, Resource, ResourceBound, Resources, Role, ScopeId, ScopeKind, Step, StepRole, Val, Why,
};
use ir_syntax::{Kind, Node};
use memchr::memmem;

use super::conditional;
use super::pipeline::Spec;
use super::placeholder::{self, RunField, Suffix, Target};
use super::unfinished::unfinished;
use crate::lowering::{Lowering, Use, text_origin};

/// An executor, and what a component that names it does.
pub(crate) struct Executor {
    pub(crate) scope: ScopeId,
    kind: ExecutorKind,
}

enum ExecutorKind {
    Container(PodId),
    Importer(Option<BindingId>),
    Resolver(Origin),
    External(Origin),
    Unknown,
}

impl Executor {
    pub(crate) fn body(&self) -> Body {
        match self.kind {
            ExecutorKind::Container(pod) => Body::Pod(pod),
            ExecutorKind::Importer(uri) => Body::Import { uri },
            ExecutorKind::Resolver(at) => Body::Query(at),
            ExecutorKind::External(at) => Body::External(at),
            ExecutorKind::Unknown => Body::Unknown(Why::Unmodelled),
        }
    }
}

/// Defines every executor, with the references inside its strings.
pub(crate) fn define<'t>(spec: &mut Spec<'t>, executors: Node<'t>) {
    for entry in executors.entries() {
        let l = &mut spec.lowering;
        let def = l.def(Ns::Executor, spec.file, entry.key, entry.value);
        // Its users are known when all components are; until then it sees nothing.
        let scope = l.scope(ScopeKind::Pod, Parent::Each(Vec::new()));
        l.set_owner(scope, def);
        l.edit_def(def, |d| d.members = Members::Scope(scope));
        let kind = kind(l, entry.value, def, scope);
        spec.executors.insert(entry.key.text(), Executor { scope, kind });
    }
}

/// Lets every executor see the ports of the components that use it.
pub(crate) fn finish(spec: &mut Spec<'_>) {
    for (label, executor) in &spec.executors {
        let users = spec.users.get(label).map_or(&[][..], |u| u);
        let scopes = users.iter().filter_map(|id| spec.lowering.package.components.get(*id)).map(|c| c.scope);
        let parents = Parent::Each(scopes.collect());
        if let Some(scope) = spec.lowering.package.symbols.scopes.get_mut(executor.scope) {
            scope.parent = parents;
        }
    }
}

fn kind<'t>(l: &mut Lowering<'t>, node: Node<'t>, def: DefId, scope: ScopeId) -> ExecutorKind {
    if let Some(container) = l.field(node, "container") {
        return ExecutorKind::Container(self::container(l, container, def, scope));
    }
    if let Some(importer) = l.field(node, "importer") {
        return ExecutorKind::Importer(self::importer(l, importer, def, scope));
    }
    if let Some((key, _)) = l.entry(node, "resolver") {
        return ExecutorKind::Resolver(text_origin(key));
    }
    match l.entry(node, "customJob") {
        Some((key, _)) => ExecutorKind::External(text_origin(key)),
        None => ExecutorKind::Unknown,
    }
}

fn container<'t>(l: &mut Lowering<'t>, node: Node<'t>, def: DefId, scope: ScopeId) -> PodId {
    for entry in node.own_entries() {
        let place = match entry.key.text() {
            "image" | "resources" => Place::Setting,
            "env" => Place::Environment,
            _ => Place::Command,
        };
        Strings { base: Base::Scope(scope), user: def, place }.scan(l, entry.value, 0);
    }
    let step = step(l, node);
    let builtin = l.field(node, "image").is_some_and(|i| i.text().starts_with("argostub/"));
    l.package.pods.push(Pod { def: Some(def), steps: vec![step], scope, builtin, span: node.span() })
}

/// What a container runs.
pub(super) fn step<'t>(l: &Lowering<'t>, node: Node<'t>) -> Step {
    let image = match l.field(node, "image") {
        Some(image) if image.is_scalar() && !image.is_missing() => Val::Known(image.id(), text_origin(image)),
        Some(image) => Val::Unknown(text_origin(image), Why::WrongKind),
        None => Val::Absent,
    };
    let list = |key| l.field(node, key).into_iter().flat_map(Node::items).map(Node::id).collect();
    let env = l.field(node, "env").into_iter().flat_map(Node::items);
    Step {
        def: None,
        role: StepRole::Main,
        script: None,
        image,
        command: list("command"),
        args: list("args"),
        env: env.filter_map(|e| Some((l.field(e, "name")?.id(), l.field(e, "value")?.id()))).collect(),
        resources: resources(l, node),
        node: node.id(),
    }
}

/// The keys of `resources` that take quantities. Those that take bare numbers are deprecated; the SDK writes
/// both, and they are not looked at.
const BOUNDS: [(&str, Resource, bool); 4] = [
    ("resourceCpuLimit", Resource::Cpu, true),
    ("resourceCpuRequest", Resource::Cpu, false),
    ("resourceMemoryLimit", Resource::Memory, true),
    ("resourceMemoryRequest", Resource::Memory, false),
];

fn resources<'t>(l: &Lowering<'t>, container: Node<'t>) -> Resources {
    let Some(node) = l.field(container, "resources") else { return Resources::default() };
    let bound = |(key, resource, limit): (&str, Resource, bool)| {
        let (key, value) = l.entry(node, key)?;
        (!value.is_missing()).then(|| ResourceBound { resource, limit, key: key.id(), value: value.id() })
    };
    let accelerator = l.entry(node, "accelerator").filter(|(_, value)| value.is_mapping()).map(|(key, value)| {
        let either = |new, old| l.field(value, new).or_else(|| l.field(value, old)).map(Node::id);
        Accelerator {
            key: key.id(),
            kind: either("resourceType", "type"),
            count: either("resourceCount", "count"),
            open: value.has_loss(),
        }
    });
    Resources { at: Some(node.id()), bounds: BOUNDS.into_iter().filter_map(bound).collect(), accelerator }
}

fn importer<'t>(l: &mut Lowering<'t>, node: Node<'t>, def: DefId, scope: ScopeId) -> Option<BindingId> {
    Strings { base: Base::Scope(scope), user: def, place: Place::Setting }.scan(l, node, 0);
    let download = l.entry(node, "downloadToWorkspace");
    if let Some((key, value)) = download
        && l.bool_value(Some(value)).known() == Some(&true)
    {
        needs_workspace(l, key.span());
    }
    let uri = l.field(node, "artifactUri")?;
    if let Some(parameter) = l.field(uri, "runtimeParameter") {
        let usage = Use { want: Some(PortKind::Parameter), role: Role::Read, must: true, user: Some(def) };
        let reference = l.reference(Ns::Input, Base::Scope(scope), parameter, usage);
        return Some(l.binding(Binding::Input(reference)));
    }
    let constant = l.field(uri, "constant")?;
    Some(l.binding(Binding::Literal(crate::lowering::literal(constant), text_origin(constant))))
}

/// Nesting beyond this is no executor's.
const DEPTH: u32 = 64;

/// What the strings of an executor share.
#[derive(Clone, Copy)]
struct Strings {
    base: Base,
    user: DefId,
    place: Place,
}

/// What becomes of placeholders in a string.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// The launcher fills them in.
    Command,
    /// The driver replaces the whole string by one parameter.
    Setting,
    /// Nobody looks at them on the open-source backend.
    Environment,
}

impl Strings {
    /// Records what the placeholders in every string below `node` name.
    fn scan<'t>(self, l: &mut Lowering<'t>, node: Node<'t>, depth: u32) {
        match node.kind() {
            Kind::Scalar => self.placeholders(l, node),
            _ if depth > DEPTH => {}
            Kind::Sequence => node.items().for_each(|item| self.scan(l, item, depth + 1)),
            Kind::Mapping => node.own_entries().for_each(|e| self.scan(l, e.value, depth + 1)),
            Kind::Alias => {}
        }
    }

    fn placeholders<'t>(self, l: &mut Lowering<'t>, node: Node<'t>) {
        // Almost every string has none.
        let text = node.text();
        if memmem::find(text.as_bytes(), b"{{").is_none() && !text.trim_start().starts_with('{') {
            return;
        }
        let ns = |input| if input { Ns::Input } else { Ns::Output };
        l.unfinished(node, unfinished(text), |u| Some((ns(u.input), self.base)));
        let broken = conditional::broken(text).filter(|_| self.place == Place::Command);
        if let Some(why) = broken {
            malformed(l, node, 0..text.len(), None, why);
        } else if self.place == Place::Command && placeholder::is_concat(text) {
            let what = "`Concat` is not evaluated: the program gets the JSON text";
            unsupported(l, node, 0..text.len(), &[Engine::KfpArgo], what);
        }
        // What is escaped is the same as `{{$}}`, inside of other text.
        if text.contains("{{$.json_escape") {
            self.everything(l, node);
        }
        // The driver leaves such arguments to the launcher.
        let late = text.contains("$.outputs");
        let guarded = placeholder::is_if_present(text) && broken.is_none();
        if self.place == Place::Command && guarded && late {
            let what = "beside an output `IfPresent` is not evaluated: the program gets the JSON text";
            unsupported(l, node, 0..text.len(), &[Engine::KfpArgo], what);
        } else if self.place == Place::Command && guarded && placeholder::is_nested(text) {
            let what =
                "inside of `IfPresent` there may only be texts: the driver fails with \"non-string item in IfPresent\"";
            unsupported(l, node, 0..text.len(), &[Engine::KfpArgo], what);
        }
        let early = self.place == Place::Command && !late && !guarded;
        for found in placeholder::scan(text) {
            let whole = found.range.clone();
            match found.target {
                Target::Everything => self.everything(l, node),
                Target::Port { input, kind, name, suffix } => {
                    let ns = if input { Ns::Input } else { Ns::Output };
                    let usage = Use { want: Some(kind), role: Role::Read, must: true, user: Some(self.user) };
                    let read = l.inner_reference((ns, self.base), node, name, whole.clone(), usage);
                    if early && input && kind == PortKind::Parameter {
                        l.package.early_reads.push(read);
                    }
                    self.port(l, node, whole, (kind, suffix));
                }
                Target::IfPresent { name } => {
                    let usage = Use { want: None, role: Role::Read, must: true, user: Some(self.user) };
                    let asked = l.inner_reference((Ns::Input, self.base), node, name, whole, usage);
                    if self.place == Place::Command && !late {
                        l.package.asked.push(asked);
                    }
                }
                Target::Run(field) => self.run_field(l, node, whole, field),
                Target::Malformed { meant, why } => malformed(l, node, whole, meant, why),
                Target::Foreign => {}
            }
        }
    }

    /// All inputs and outputs at once.
    fn everything<'t>(self, l: &mut Lowering<'t>, node: Node<'t>) {
        l.wildcard(Ns::Input, self.base, node, Some(self.user));
        l.wildcard(Ns::Output, self.base, node, Some(self.user));
    }

    /// What engines do not resolve of a port, at this place.
    fn port<'t>(self, l: &mut Lowering<'t>, node: Node<'t>, range: Range<usize>, (kind, suffix): (PortKind, Suffix)) {
        let argo = &[Engine::KfpArgo];
        match self.place {
            Place::Environment => unsupported(l, node, range, argo, "placeholders in `env` are not resolved"),
            Place::Setting if kind == PortKind::Parameter && range.len() < node.text().len() => {
                unsupported(
                    l,
                    node,
                    range,
                    argo,
                    "the whole text is replaced by the parameter: what stands around is lost",
                );
            }
            Place::Setting => {}
            Place::Command if suffix == Suffix::Detail => {
                unsupported(
                    l,
                    node,
                    range,
                    argo,
                    "details of an artifact are not resolved: the program gets this text",
                );
            }
            Place::Command if suffix == Suffix::None && kind == PortKind::Artifact => {
                let what = "a list of artifacts is not resolved";
                unsupported(l, node, range, &[Engine::KfpArgo, Engine::KfpLocal], what);
            }
            Place::Command => {}
        }
    }

    fn run_field<'t>(self, l: &mut Lowering<'t>, node: Node<'t>, range: Range<usize>, field: RunField) {
        let (engines, what): (&'static [Engine], _) = match field {
            RunField::Identity => (&[Engine::KfpArgo], "only resolved as the whole value of a task's input"),
            RunField::Job => {
                (&[Engine::KfpArgo, Engine::KfpLocal], "only resolved as the whole value of a task's input")
            }
            RunField::PipelineRoot | RunField::Output => (&[Engine::KfpArgo], "this placeholder is not resolved"),
            RunField::Google => (&[Engine::KfpArgo, Engine::KfpLocal], "only Vertex AI resolves this placeholder"),
            RunField::WorkspacePath => {
                let at = l.inner_span(node, range);
                return needs_workspace(l, at);
            }
        };
        unsupported(l, node, range, engines, what);
    }
}

/// Something that is nowhere unless the pipeline asks for a volume that all of its tasks share.
pub(super) fn needs_workspace(l: &mut Lowering<'_>, at: ir_syntax::Span) {
    l.package.notes.push(Note { kind: NoteKind::NeedsWorkspace, at });
}

/// A placeholder that some engines leave as it is.
pub(super) fn unsupported<'t>(
    l: &mut Lowering<'t>,
    node: Node<'t>,
    range: Range<usize>,
    engines: &'static [Engine],
    what: &'static str,
) {
    let kind = NoteKind::Unsupported { engines, what };
    let at = l.inner_span(node, range);
    l.package.notes.push(Note { kind, at });
}

/// Text that was meant as a placeholder.
pub(super) fn malformed<'t>(
    l: &mut Lowering<'t>,
    node: Node<'t>,
    range: Range<usize>,
    meant: Option<String>,
    why: &'static str,
) {
    let kind = NoteKind::MalformedPlaceholder { meant: meant.map(String::into_boxed_str), why };
    let at = l.inner_span(node, range);
    l.package.notes.push(Note { kind, at });
}
