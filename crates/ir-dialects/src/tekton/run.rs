//! Runs of tasks and pipelines.

use ir_model::{
    Base, Callee, Def, DefFlags, Graph, Members, Ns, Parent, ScopeId, ScopeKind, Task, TaskRole, Trigger, Val, Why,
};
use ir_syntax::Node;
use rustc_hash::FxHashMap;

use super::Object;
use super::file::{File, PassedLengths};
use super::pipeline::Arguments;
use super::ports::{list_length, name_of};
use super::strings::{Field, Part, Place};
use crate::lowering::text_origin;

/// A run is a graph of one task, which nobody wrote: what it passes is held against what is wanted.
pub(crate) fn lower<'t>(f: &mut File<'t>, root: Node<'t>, spec: Node<'t>, object: Object) {
    f.run_name(root);
    let (ref_key, spec_key, object) = match object {
        Object::TaskRun => ("taskRef", "taskSpec", Object::Task),
        _ => ("pipelineRef", "pipelineSpec", Object::Pipeline),
    };
    let reference = f.l.entry(spec, ref_key);
    let inline = f.l.entry(spec, spec_key);
    let params = f.l.entry(spec, "params").map(|(key, _)| key);
    let Some(shown) = params.or(reference.map(|(k, _)| k)).or(inline.map(|(k, _)| k)) else { return };

    let outer = f.l.scope(ScopeKind::Graph, Parent::None);
    let scope = f.l.scope(ScopeKind::Task, Parent::One(outer));
    let name = f.l.path(root, &["metadata", "name"]).map_or("", Node::text);
    let name = f.l.name(name);
    let flags = DefFlags { implied: true, ..DefFlags::default() };
    let def = f.l.package.symbols.defs.push(Def {
        ns: Ns::Task,
        scope: outer,
        name,
        at: text_origin(shown),
        body: shown.span(),
        node: shown.id(),
        kind: None,
        members: Members::Unknown,
        flags,
    });
    f.l.set_owner(scope, def);
    let graph = f.l.package.graphs.next_id();
    // The number of the graph is taken now: those inside of the run come after it.
    f.l.package.graphs.push(Graph {
        owner: None,
        scope: outer,
        tasks: Vec::new(),
        edges: Vec::new(),
        outputs: Vec::new(),
        open: None,
        at: None,
    });
    let (callee, inside) = match (reference, inline) {
        (Some((_, reference)), _) => (f.callee(reference, object, def), None),
        (None, Some((_, inner))) => {
            let outside = f.l.scope(ScopeKind::Component, Parent::None);
            let scope = f.inline_scope(outside, inner, spec);
            f.passed_on(spec, scope);
            f.more_volumes =
                ["podTemplate", "taskRunTemplate", "taskRunSpecs"].iter().any(|key| f.l.field(spec, key).is_some());
            let callee = f.inline_component(inner, def, scope, object);
            f.more_volumes = false;
            (callee, Some(scope))
        }
        (None, None) => (Callee::Unknown(Why::Broken), None),
    };
    f.l.edit_def(def, |d| {
        d.members = match (callee, inside) {
            (Callee::Ref(reference), _) => Members::Callee(reference),
            (_, Some(scope)) => Members::Scope(scope),
            _ => Members::Unknown,
        }
    });
    f.overrides(spec, callee, reference.map(|(_, r)| r), object);
    if let Some(inside) = inside {
        f.note_lengths(spec, inside);
    }
    let nowhere = match f.anything() {
        Base::Scope(scope) => scope,
        _ => scope,
    };
    let place = Place {
        inside: nowhere,
        graph: None,
        steps: None,
        own: None,
        user: Some(def),
        part: Part::Run,
        field: Field::Value,
    };
    let mut arguments = Arguments::new(callee, inside, scope, def);
    arguments.open |= f.list_unread(spec, "params") || f.list_unread(spec, "workspaces");
    let mut reads = Vec::new();
    for param in f.items(spec, "params") {
        arguments.parameter(f, param, place, &mut reads);
    }
    for workspace in f.items(spec, "workspaces") {
        arguments.volume(f, workspace);
    }
    let task = f.l.package.tasks.push(Task {
        def,
        graph,
        title: Val::Absent,
        callee,
        args: arguments.args,
        args_open: arguments.open.then_some(Why::Broken),
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
    if let Some(graph) = f.l.package.graphs.get_mut(graph) {
        graph.tasks.push(task);
    }
    f.l.package.runs.push(graph);
}

impl<'t> File<'t> {
    /// How many elements each list has that a run passes to what is written inside of it.
    fn note_lengths(&mut self, spec: Node<'t>, inside: ScopeId) {
        if self.list_unread(spec, "params") {
            return;
        }
        let mut lengths = FxHashMap::default();
        for item in self.items(spec, "params") {
            let (Some(name), Some(value)) = (name_of(item), self.l.field(item, "value")) else { continue };
            // What is no list of texts has elements that nobody can count.
            let length = list_length(value).unwrap_or(u64::MAX);
            lengths.insert(self.l.name(name.text()), length);
        }
        self.passed_lengths
            .insert(inside, PassedLengths { of: lengths, steps: self.l.field(spec, "taskSpec").is_some() });
    }

    /// A task or pipeline written inside of a run. Its name is nobody's.
    fn inline_component(&mut self, spec: Node<'t>, run: ir_model::DefId, scope: ScopeId, object: Object) -> Callee {
        Callee::Inline(match object {
            Object::Task => self.task(spec, run, scope),
            _ => self.pipeline(spec, run, scope),
        })
    }
}
