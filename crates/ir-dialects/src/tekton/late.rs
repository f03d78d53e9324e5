//! What can only be looked up once all of the file is read: what a run says of single tasks and steps of the thing it
//! runs (Z10, Z12), and what a step passes to a step action (Z13).

use ir_model::{
    Base, Binding, Body, Callee, Component, ComponentId, Fault, FaultKind, GraphId, NameId, Ns, PodId, Port, PortKind,
    RefName, Role, ScopeId, Severity, Tri,
};
use ir_syntax::{Node, Span};
use rustc_hash::FxHashMap;

use super::Object;
use super::dialect::COSCHEDULE;
use super::file::File;
use super::ports::name_of;
use super::report::quote;
use crate::lowering::{Use, text_origin};

/// What a run runs.
#[derive(Clone, Copy)]
pub(crate) enum Held<'t> {
    Component(ComponentId),
    /// An object of the file, wherever it stands.
    Object(Object, &'t str),
}

/// What a run says of the parts of what it runs.
pub(crate) struct Overrides<'t> {
    spec: Node<'t>,
    of: Held<'t>,
}

/// A step that runs a step action of the file.
pub(crate) struct StepCall<'t> {
    step: Node<'t>,
    /// The name of the step action.
    action: Node<'t>,
}

/// The lists of a run with settings for single steps and sidecars, in the words of each version.
const STEPS: [(&str, bool); 4] =
    [("stepSpecs", false), ("stepOverrides", false), ("sidecarSpecs", true), ("sidecarOverrides", true)];

impl<'t> File<'t> {
    pub(crate) fn overrides(&mut self, spec: Node<'t>, callee: Callee, reference: Option<Node<'t>>, object: Object) {
        let name = reference.and_then(name_of).map(Node::text);
        let of = match (callee, name) {
            (Callee::Inline(id), _) => Held::Component(id),
            (Callee::Ref(_), Some(name)) => Held::Object(object, name),
            _ => return,
        };
        self.late.push(Overrides { spec, of });
    }

    pub(crate) fn step_call(&mut self, step: Node<'t>) {
        let Some(reference) = self.l.field(step, "ref") else { return };
        let remote = self.l.field(reference, "resolver").is_some();
        if let Some(action) = name_of(reference).filter(|_| !remote) {
            self.step_calls.push(StepCall { step, action });
        }
    }

    /// Looks everything up. No name is resolved yet.
    pub(crate) fn look_up_late(&mut self) {
        for Overrides { spec, of } in std::mem::take(&mut self.late) {
            let Some(id) = self.held(of) else { continue };
            match self.l.package.components.get(id).map(|c| &c.body) {
                Some(Body::Pod(pod)) => self.named_steps(spec, *pod),
                Some(Body::Graph(graph)) => self.named_tasks(spec, *graph),
                _ => {}
            }
        }
        for call in std::mem::take(&mut self.step_calls) {
            self.check_step_call(&call);
        }
    }

    /// The component, where there is only one of that name.
    fn held(&mut self, of: Held<'t>) -> Option<ComponentId> {
        let (object, name) = match of {
            Held::Component(id) => return Some(id),
            Held::Object(object, name) => (object, name),
        };
        let scope = self.object_scope(object)?;
        let name = self.l.name(name);
        let is = |c: &Component| self.l.package.def(c.def).is_some_and(|d| d.scope == scope && d.name == name);
        let mut all = self.l.package.components.iter().filter(|(_, c)| is(c)).map(|(id, _)| id);
        all.next().filter(|_| all.next().is_none())
    }

    fn describe(&mut self, ns: Ns, scope: ScopeId, name: Node<'t>) {
        let usage = Use { want: None, role: Role::Describe, must: true, user: None };
        self.l.reference(ns, Base::Scope(scope), name, usage);
    }

    fn named_steps(&mut self, spec: Node<'t>, pod: PodId) {
        let Some(scope) = self.l.package.pods.get(pod).map(|p| p.scope) else { return };
        let sidecars = self.sidecars.get(&pod).copied();
        for (key, beside) in STEPS {
            let Some(scope) = (if beside { sidecars } else { Some(scope) }) else { continue };
            for name in self.names(spec, key) {
                self.describe(Ns::Step, scope, name);
            }
        }
    }

    fn named_tasks(&mut self, spec: Node<'t>, graph: GraphId) {
        let Some(scope) = self.l.package.graphs.get(graph).map(|g| g.scope) else { return };
        self.one_claim(spec, graph);
        for item in self.items(spec, "taskRunSpecs") {
            let Some(name) = self.l.field(item, "pipelineTaskName").filter(|n| n.is_scalar() && !n.is_missing()) else {
                continue;
            };
            self.describe(Ns::Task, scope, name);
            let Some(id) = self.component_of_task(graph, name.text()) else { continue };
            if let Some(Body::Pod(pod)) = self.l.package.components.get(id).map(|c| &c.body) {
                self.named_steps(item, *pod);
            }
        }
    }

    /// By default pods that share a claim run on one node, and a task that mounts two of them cannot (Z14).
    fn one_claim(&mut self, spec: Node<'t>, graph: GraphId) {
        let mut claims: FxHashMap<NameId, &'t str> = FxHashMap::default();
        for item in self.items(spec, "workspaces") {
            let Some(name) = name_of(item) else { continue };
            let claim = match self.l.path(item, &["persistentVolumeClaim", "claimName"]) {
                Some(claim) if claim.is_scalar() && !claim.text().contains("$(") => claim.text(),
                None if self.l.field(item, "volumeClaimTemplate").is_some() => name.text(),
                _ => continue,
            };
            claims.insert(self.l.name(name.text()), claim);
        }
        let package = &self.l.package;
        let mut found: Vec<Span> = Vec::new();
        let tasks = package.graphs.get(graph).into_iter().flat_map(|g| &g.tasks);
        for task in tasks.filter_map(|id| package.tasks.get(*id)) {
            let mut first: Option<&str> = None;
            for argument in &task.args {
                let Some(Binding::Input(source)) = package.bindings.get(argument.binding) else { continue };
                let Some(reference) = package.reference(*source).filter(|r| r.want == Some(PortKind::Volume)) else {
                    continue;
                };
                let RefName::Name(name) = reference.name else { continue };
                let Some(claim) = claims.get(&name) else { continue };
                if first.is_some_and(|first| first != *claim) {
                    found.push(reference.at.span);
                    break;
                }
                first = Some(claim);
            }
        }
        for at in found {
            // Several runs may run one pipeline.
            if !self.l.package.needs.iter().any(|n| n.flag == COSCHEDULE && n.at == at) {
                self.need_word(COSCHEDULE, "workspaces", "a second volume claim of a task", at);
            }
        }
    }

    /// The component of a task of the graph, where it is of this file.
    fn component_of_task(&mut self, graph: GraphId, name: &str) -> Option<ComponentId> {
        let package = &self.l.package;
        let tasks = package.graphs.get(graph)?.tasks.iter().filter_map(|id| package.tasks.get(*id));
        let task = tasks.into_iter().find(|t| package.def_name(t.def) == name)?;
        let reference = match task.callee {
            Callee::Inline(id) => return Some(id),
            Callee::Ref(reference) => package.reference(reference)?,
            _ => return None,
        };
        let (Base::Scope(scope), RefName::Name(name)) = (reference.base, reference.name) else { return None };
        let is = |c: &Component| package.def(c.def).is_some_and(|d| d.scope == scope && d.name == name);
        let mut all = package.components.iter().filter(|(_, c)| is(c)).map(|(id, _)| id);
        all.next().filter(|_| all.next().is_none())
    }

    fn check_step_call(&mut self, call: &StepCall<'t>) {
        let Some(id) = self.held(Held::Object(Object::StepAction, call.action.text())) else { return };
        let package = &self.l.package;
        let Some(component) = package.components.get(id).filter(|c| c.inputs.open.is_none()) else { return };
        if self.list_unread(call.step, "params") {
            return;
        }
        let ports: Vec<&Port> = component.inputs.ids().filter_map(|p| package.ports.get(p)).collect();
        let passed = self.names(call.step, "params");
        let action = quote(call.action.text());
        let mut found: Vec<(FaultKind, Span, String, &'static str, &'static str)> = Vec::new();
        let lacking = ports.iter().filter(|p| p.required() == Tri::Yes).map(|p| package.def_name(p.def));
        for name in lacking.filter(|name| passed.iter().all(|p| p.text() != *name)) {
            let at = text_origin(name_of(call.step).unwrap_or(call.action)).span;
            let title = format!("the step does not pass the required input {} to {action}", quote(name));
            let note = "the webhook accepts the task; the run fails with \"non-existent params in Step\"";
            found.push((FaultKind::MissingInput, at, title, "it has no default", note));
        }
        for name in passed.iter().filter(|p| ports.iter().all(|port| package.def_name(port.def) != p.text())) {
            let title = format!("{action} has no input {}", quote(name.text()));
            let note = "the webhook accepts the task; the run fails with \"extra params passed by Step to StepAction\"";
            found.push((FaultKind::UnknownArgument, text_origin(*name).span, title, "", note));
        }
        for (kind, at, title, label, note) in found {
            // What a step passes is compared as strictly as what it does not.
            let fault = Fault {
                kind,
                severity: Some(Severity::Error),
                title,
                label: label.to_owned(),
                related: None,
                engines: &[],
                note: Some(note),
                fix: None,
            };
            self.report(at, fault);
        }
    }
}
