//! PipelineJob: a PipelineSpec and the values of one run.

use ir_model::{
    Argument, Base, Binding, BindingId, Callee, Def, DefFlags, Graph, Literal, LiteralKind, Members, Note, NoteKind,
    Ns, Parent, PortKind, Role, ScopeId, ScopeKind, Task, TaskRole, Trigger, Val, Why,
};
use ir_syntax::{Kind, Node};

use super::pipeline::Spec;
use crate::lowering::{Lowering, Use, literal, proto, text_origin};
use crate::{DocumentKind, Part};

/// The PipelineSpec inside.
pub(crate) fn spec(root: Node<'_>) -> Option<Part<'_>> {
    let spec = root.own_entries().find(|e| proto(e.key.text(), "pipelineSpec")).map(|e| e.value);
    spec.filter(|s| s.is_mapping()).map(|root| Part { root, kind: DocumentKind::KfpPipelineSpec })
}

/// The two places for values, and the versions of the format that read them.
const VALUES: [(&str, &str); 2] = [("parameterValues", "2.1.0"), ("parameters", "2.0.0")];

/// The run is a use of the pipeline: a graph of one task, so that what it passes is held against what the pipeline
/// wants as for any other task.
pub(crate) fn run<'t>(spec: &mut Spec<'t>, root: Node<'t>) {
    let l = &mut spec.lowering;
    let Some(entry) = l.package.entry else { return };
    let Some(component) = l.package.components.get(entry) else { return };
    let (inside, name) = (component.scope, l.package.def(component.def).map(|d| d.name));
    let (config_key, config) = match l.entry(root, "runtimeConfig") {
        Some((key, value)) => (Some(key), Some(value)),
        None => (None, None),
    };
    let Some(shown) = config_key.or_else(|| l.entry(root, "pipelineSpec").map(|(key, _)| key)) else { return };
    let Some(name) = name else { return };

    let outer = l.scope(ScopeKind::Graph, Parent::None);
    let scope = l.scope(ScopeKind::Task, Parent::One(outer));
    let flags = DefFlags { implied: true, ..DefFlags::default() };
    let def = l.package.symbols.defs.push(Def {
        ns: Ns::Task,
        scope: outer,
        name,
        at: text_origin(shown),
        body: shown.span(),
        node: shown.id(),
        kind: None,
        members: Members::Scope(inside),
        flags,
    });
    l.set_owner(scope, def);

    let graph = l.package.graphs.next_id();
    let mut args = Vec::new();
    let mut open = root.has_loss() || config.is_some_and(|c| c.has_loss() || !(c.is_mapping() || c.is_missing()));
    // Version 2.0.0 has defaults nowhere but here, so that its jobs are templates: what is not passed may still come.
    open |= matches!(l.package.version, Val::Known(v, _) if l.package.names.text(v) == "2.0.0");
    for (key, version) in VALUES {
        let Some((key, values)) = config.and_then(|c| l.entry(c, key)) else { continue };
        open |= values.has_loss() || !(values.is_mapping() || values.is_missing());
        let entries = values.entries();
        if !entries.is_empty() {
            other_version(l, key, version);
        }
        for entry in entries {
            args.push(argument(l, (entry.key, entry.value), (scope, inside), def, version == "2.0.0"));
        }
    }
    let task = l.package.tasks.push(Task {
        def,
        graph,
        title: Val::Absent,
        callee: Callee::Inline(entry),
        args,
        args_open: open.then_some(Why::Broken),
        when: None,
        trigger: Trigger::AllSucceeded,
        stage: None,
        role: TaskRole::Work,
        each: None,
        retry: None,
        cache: Val::Absent,
        scope,
        node: shown.id(),
    });
    let graph = l.package.graphs.push(Graph {
        owner: None,
        scope: outer,
        tasks: vec![task],
        edges: Vec::new(),
        outputs: Vec::new(),
        open: None,
        at: None,
    });
    l.package.runs.push(graph);
}

/// Says where the pipeline's version reads its values from another key.
fn other_version<'t>(l: &mut Lowering<'t>, key: Node<'t>, version: &str) {
    let Val::Known(found, _) = l.package.version else { return };
    let found = l.package.names.text(found);
    if found == version || !VALUES.iter().any(|(_, v)| *v == found) {
        return;
    }
    let Some((reads, _)) = VALUES.iter().find(|(_, v)| *v == found) else { return };
    l.package.notes.push(Note { kind: NoteKind::ValuesOfOtherVersion { reads }, at: text_origin(key).span });
}

fn argument<'t>(
    l: &mut Lowering<'t>,
    (key, value): (Node<'t>, Node<'t>),
    (scope, inside): (ScopeId, ScopeId),
    task: ir_model::DefId,
    typed: bool,
) -> Argument {
    let usage = Use { want: Some(PortKind::Parameter), role: Role::Bind, must: false, user: Some(task) };
    let port = l.reference(Ns::Input, Base::Scope(inside), key, usage);
    let def = l.def(Ns::Argument, scope, key, value);
    l.edit_def(def, |d| d.kind = Some(PortKind::Parameter));
    let binding = if typed { typed_value(l, value) } else { plain(l, value) };
    Argument { port, def: Some(def), binding, transform: None, claims: None }
}

fn plain<'t>(l: &mut Lowering<'t>, value: Node<'t>) -> BindingId {
    if value.kind() == Kind::Alias {
        return l.unknown_binding(value, Why::Unresolved);
    }
    l.binding(Binding::Literal(literal(value), text_origin(value)))
}

/// `{intValue: 3}`, `{doubleValue: 0.1}`, `{stringValue: x}`; the number may be written as text.
fn typed_value<'t>(l: &mut Lowering<'t>, value: Node<'t>) -> BindingId {
    let kinds =
        [("intValue", LiteralKind::Int), ("doubleValue", LiteralKind::Number), ("stringValue", LiteralKind::String)];
    for (key, kind) in kinds {
        if let Some(written) = l.field(value, key) {
            return l.binding(Binding::Literal(Literal { kind, node: written.id() }, text_origin(written)));
        }
    }
    l.unknown_binding(value, Why::Unmodelled)
}
