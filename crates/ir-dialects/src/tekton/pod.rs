//! Tasks and step actions: containers that run one after the other in one pod.

use ir_model::{
    Base, Body, ComponentId, DefId, Members, Ns, Parent, Pod, PodId, PortKind, Resource, ResourceBound, Resources,
    Role, ScopeId, ScopeKind, Step, StepRole, Val, Why,
};
use ir_syntax::{Node, NodeId};

use super::Object;
use super::file::File;
use super::ports::name_of;
use super::strings::{Field, Part, Place};
use crate::lowering::{Use, text_origin};

impl<'t> File<'t> {
    /// A task, by itself or inside of a pipeline or run.
    pub(crate) fn task(&mut self, spec: Node<'t>, def: DefId, inside: ScopeId) -> ComponentId {
        let id = self.component(spec, def, inside);
        let inputs = self.inputs(spec, inside, false);
        let outputs = self.results(spec, inside);
        let (pod, _) = self.pod(spec, def, inside, None);
        self.edit_component(id, |c| {
            c.inputs = inputs;
            c.outputs = outputs;
            c.body = Body::Pod(pod);
        });
        id
    }

    /// The steps of a task with all that stands around them; the tasks of the pipeline around that they read.
    pub(crate) fn pod(
        &mut self,
        spec: Node<'t>,
        def: DefId,
        inside: ScopeId,
        graph: Option<ScopeId>,
    ) -> (PodId, Vec<ir_model::RefId>) {
        let scope = self.l.scope(ScopeKind::Pod, Parent::One(inside));
        self.l.set_owner(scope, def);
        let open = self.list_unread(spec, "steps");
        self.l.open_if(scope, Ns::Step, open);
        let open = self.list_unread(spec, "volumes") || self.more_volumes;
        self.l.open_if(scope, Ns::Volume, open);
        let mut place = Place {
            inside,
            graph,
            steps: Some(scope),
            own: None,
            user: Some(def),
            part: Part::Beside,
            field: Field::Text,
        };
        let mut orders = Vec::new();
        for volume in self.items(spec, "volumes") {
            if let Some(name) = name_of(volume) {
                self.l.def(Ns::Volume, scope, name, volume);
            }
            let read = self.strings(volume, place.at(Field::Plain));
            orders.extend(read.orders);
        }
        for workspace in self.items(spec, "workspaces") {
            self.strings(workspace, place.at(Field::Plain));
        }
        for result in self.items(spec, "results") {
            let Some(value) = self.l.field(result, "value") else { continue };
            self.strings(value, Place { part: Part::Handed, ..place.at(Field::Item) });
            if let Some(name) = name_of(result) {
                let usage = Use { want: None, role: Role::Bind, must: false, user: Some(def) };
                self.l.reference(Ns::Output, Base::Scope(inside), name, usage);
            }
        }
        let steps: Vec<Node<'t>> = self.items(spec, "steps");
        let defs: Vec<Option<DefId>> = steps.iter().map(|step| self.step_def(*step, scope)).collect();
        let mut lowered = Vec::new();
        let template = self.l.field(spec, "stepTemplate");
        if let Some(template) = template {
            let read = self.container(template, place);
            orders.extend(read);
        }
        place.part = Part::Step;
        for (node, step) in steps.into_iter().zip(defs) {
            let own = step.and_then(|d| match self.l.package.def(d).map(|d| d.members) {
                Some(Members::Scope(scope)) => Some(scope),
                _ => None,
            });
            let own = own.or_else(|| self.own_results(node));
            let read = self.container(node, Place { own, ..place });
            orders.extend(read);
            self.when(node, Place { own, ..place }, &mut orders);
            self.step_call(node);
            lowered.push(self.step(node, step, StepRole::Main, template));
        }
        place.part = Part::Beside;
        let sidecars = self.l.scope(ScopeKind::Component, Parent::None);
        self.l.set_owner(sidecars, def);
        let open = self.list_unread(spec, "sidecars");
        self.l.open_if(sidecars, Ns::Step, open);
        for node in self.items(spec, "sidecars") {
            if let Some(name) = name_of(node) {
                self.l.def(Ns::Step, sidecars, name, node);
            }
            let read = self.container(node, place);
            orders.extend(read);
            lowered.push(self.step(node, None, StepRole::Sidecar, None));
        }
        if self.writes_unseen(spec) {
            self.l.wildcard(Ns::Output, Base::Scope(inside), spec, Some(def));
        }
        let pod = self.l.package.pods.push(Pod { def: None, steps: lowered, scope, builtin: false, span: spec.span() });
        self.sidecars.insert(pod, sidecars);
        (pod, orders)
    }

    /// Whether a step writes results where nobody tells it to: by the folder's name, or in a text of elsewhere.
    fn writes_unseen(&self, spec: Node<'t>) -> bool {
        // A name that the shell puts together is any name.
        let computed = |text: &str| {
            text.split("$(results.").skip(1).any(|rest| rest.split(')').next().is_some_and(|name| name.contains('$')))
        };
        let folder =
            |node: Node<'t>| node.is_scalar() && (node.text().contains("/tekton/results") || computed(node.text()));
        self.items(spec, "steps").into_iter().any(|step| {
            step.own_entries().any(|e| e.key.text() == "ref" || folder(e.value) || e.value.items().any(folder))
                || self.items(step, "env").into_iter().any(|e| self.l.field(e, "value").is_some_and(folder))
        })
    }

    /// The items of a list under a key.
    pub(crate) fn items(&self, node: Node<'t>, key: &str) -> Vec<Node<'t>> {
        self.l.field(node, key).into_iter().flat_map(Node::items).collect()
    }

    /// A step's name, with the results that others read of it.
    fn step_def(&mut self, step: Node<'t>, scope: ScopeId) -> Option<DefId> {
        let name = name_of(step)?;
        let def = self.l.def(Ns::Step, scope, name, step);
        let reference = self.l.field(step, "ref");
        let members = match reference {
            Some(reference) => self.step_callee(reference, def).map_or(Members::Unknown, Members::Callee),
            None => self.own_results(step).map_or(Members::Unknown, Members::Scope),
        };
        self.l.edit_def(def, |d| d.members = members);
        Some(def)
    }

    /// The results that a step declares.
    fn own_results(&mut self, step: Node<'t>) -> Option<ScopeId> {
        if self.l.field(step, "ref").is_some() {
            return None;
        }
        let scope = self.l.scope(ScopeKind::Component, Parent::None);
        self.results(step, scope);
        Some(scope)
    }

    /// The step action that a step runs, where it is named.
    fn step_callee(&mut self, reference: Node<'t>, user: DefId) -> Option<ir_model::RefId> {
        let remote = self.l.field(reference, "resolver").is_some();
        let name = self.l.field(reference, "name").filter(|n| n.is_scalar() && !remote)?;
        Some(self.object_reference(Object::StepAction, name, user))
    }

    fn step(&mut self, node: Node<'t>, def: Option<DefId>, role: StepRole, template: Option<Node<'t>>) -> Step {
        let own = self.l.field(node, "image");
        let remote = self.l.field(node, "ref").is_some();
        let image = own.or_else(|| self.l.field(template?, "image"));
        let image = match image {
            Some(image) if image.is_scalar() && !image.is_missing() => Val::Known(image.id(), text_origin(image)),
            Some(image) => Val::Unknown(text_origin(image), Why::WrongKind),
            None if remote => Val::Unknown(text_origin(node), Why::Unresolved),
            None => Val::Absent,
        };
        let list = |key| self.items(node, key).into_iter().map(Node::id).collect::<Vec<NodeId>>();
        let env = self.items(node, "env").into_iter();
        let env = env.filter_map(|e| Some((name_of(e)?.id(), self.l.field(e, "value")?.id()))).collect();
        Step {
            def,
            role,
            script: self.l.field(node, "script").filter(|s| !s.is_missing()).map(Node::id),
            image,
            command: list("command"),
            args: list("args"),
            env,
            resources: self.resources(node),
            node: node.id(),
        }
    }

    fn resources(&self, node: Node<'t>) -> Resources {
        let key = if self.beta { "resources" } else { "computeResources" };
        let Some(table) = self.l.field(node, key) else { return Resources::default() };
        let mut bounds = Vec::new();
        for (which, limit) in [("requests", false), ("limits", true)] {
            let Some(map) = self.l.field(table, which) else { continue };
            for (name, resource) in [("cpu", Resource::Cpu), ("memory", Resource::Memory)] {
                if let Some((key, value)) = self.l.entry(map, name) {
                    bounds.push(ResourceBound { resource, limit, key: key.id(), value: value.id() });
                }
            }
        }
        Resources { at: Some(table.id()), bounds, accelerator: None }
    }

    /// The strings of a container, and the tasks of the pipeline around that they read.
    fn container(&mut self, node: Node<'t>, place: Place) -> Vec<ir_model::RefId> {
        let mut orders = Vec::new();
        for entry in node.own_entries() {
            let field = match entry.key.text() {
                "command" | "args" => Field::Item,
                "script" => Field::Script,
                "env" => Field::Text,
                // Results of steps mean nothing in any other.
                "name" | "when" | "params" | "ref" | "results" => continue,
                _ => Field::Plain,
            };
            if entry.key.text() == "workspaces" {
                self.used_workspaces(entry.value, place);
            }
            if matches!(entry.key.text(), "volumeMounts" | "volumeDevices") {
                self.mounts(entry.value, place);
            }
            orders.extend(self.strings(entry.value, place.at(field)).orders);
        }
        for key in ["params", "ref"] {
            let Some(value) = self.l.field(node, key) else { continue };
            let read = self.strings(value, place.at(Field::Value));
            orders.extend(read.orders);
        }
        orders
    }

    /// Workspaces that a step or sidecar asks for.
    fn used_workspaces(&mut self, list: Node<'t>, place: Place) {
        for name in list.items().filter_map(name_of) {
            let usage = Use { want: Some(PortKind::Volume), role: Role::Read, must: true, user: place.user };
            self.l.reference(Ns::Input, Base::Scope(place.inside), name, usage);
        }
    }

    /// Volumes that a step or sidecar mounts. Others may come from the run's pod template.
    fn mounts(&mut self, list: Node<'t>, place: Place) {
        let Some(scope) = place.steps else { return };
        for name in list.items().filter_map(name_of) {
            let usage = Use { want: None, role: Role::Read, must: false, user: place.user };
            self.l.reference(Ns::Volume, Base::Scope(scope), name, usage);
        }
    }

    /// A step that tasks share: a pod of one step.
    pub(crate) fn step_action(&mut self, spec: Node<'t>, def: DefId, inside: ScopeId) -> ComponentId {
        let id = self.component(spec, def, inside);
        let inputs = self.inputs(spec, inside, false);
        let outputs = self.results(spec, inside);
        let scope = self.l.scope(ScopeKind::Pod, Parent::One(inside));
        let place = Place {
            inside,
            graph: None,
            steps: None,
            own: Some(inside),
            user: Some(def),
            part: Part::StepAction,
            field: Field::Text,
        };
        self.container(spec, place);
        let step = self.step(spec, None, StepRole::Main, None);
        let pod = Pod { def: None, steps: vec![step], scope, builtin: false, span: spec.span() };
        let pod = self.l.package.pods.push(pod);
        self.edit_component(id, |c| {
            c.inputs = inputs;
            c.outputs = outputs;
            c.body = Body::Pod(pod);
        });
        id
    }
}
