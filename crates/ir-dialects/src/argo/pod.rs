//! Containers: `container`, `script`, `containerSet`, and those that run before and beside them.

use ir_model::{
    Def, DefFlags, Members, Ns, Parent, Pod, PodId, Resource, ResourceBound, Resources, ScopeId, ScopeKind, Step,
    StepRole, Val, Why,
};
use ir_syntax::Node;

use super::Argo;
use super::text::Place;
use crate::lowering::text_origin;

impl<'t> Argo<'t> {
    /// The containers of a template, the ones that do its work first.
    pub(super) fn pod(&mut self, template: Node<'t>, (key, body): (Node<'t>, Node<'t>), place: Place) -> PodId {
        let scope = self.l.scope(ScopeKind::Pod, Parent::Each(vec![place.here]));
        if let Some(user) = place.user {
            self.l.set_owner(scope, user);
        }
        let set = self.l.field(body, "containers").filter(|_| key.text() == "containerSet");
        let work: Vec<Node<'t>> = match set {
            Some(list) => list.items().collect(),
            None if key.text() == "containerSet" => Vec::new(),
            None => vec![body],
        };
        let mut steps = Vec::new();
        for container in work {
            steps.push(self.container(template, (key.text(), container), StepRole::Main, scope));
        }
        for (key, role) in [("initContainers", StepRole::Init), ("sidecars", StepRole::Sidecar)] {
            for container in self.l.field(template, key).into_iter().flat_map(Node::items) {
                steps.push(self.container(template, (key, container), role, scope));
            }
        }
        self.l.open_if(scope, Ns::Step, steps.is_empty());
        self.l.package.pods.push(Pod { def: None, steps, scope, builtin: false, span: body.span() })
    }

    fn container(&mut self, template: Node<'t>, (key, node): (&str, Node<'t>), role: StepRole, scope: ScopeId) -> Step {
        // What is merged into every template may name the image of all.
        let default = self.defaults().and_then(|d| self.l.path(d, &[key, "image"]));
        let image = match self.l.field(node, "image").or(default) {
            Some(image) if self.may_be_patched(template) => Val::Unknown(text_origin(image), Why::Unmodelled),
            Some(image) if image.is_scalar() && !image.is_missing() => Val::Known(image.id(), text_origin(image)),
            Some(image) => Val::Unknown(text_origin(image), Why::WrongKind),
            None => Val::Absent,
        };
        let list = |key| self.l.field(node, key).into_iter().flat_map(Node::items).map(Node::id).collect();
        let (command, args) = (list("command"), list("args"));
        let env = self.l.field(node, "env").into_iter().flat_map(Node::items);
        let env = env.filter_map(|e| Some((self.l.field(e, "name")?.id(), self.l.field(e, "value")?.id()))).collect();
        let script = self.l.field(node, "source").filter(|_| key == "script").map(Node::id);
        let resources = self.resources(node);
        let name = self.l.field(node, "name").filter(|n| n.is_scalar() && !n.is_missing() && key != "container");
        let def = name.map(|name| {
            let id = self.l.name(name.text());
            self.l.package.symbols.defs.push(Def {
                ns: Ns::Step,
                scope,
                name: id,
                at: text_origin(name),
                body: node.span(),
                node: node.id(),
                kind: None,
                members: Members::None,
                flags: DefFlags { exported: true, ..DefFlags::default() },
            })
        });
        Step { def, role, script, image, command, args, env, resources, node: node.id() }
    }

    /// Whether `podSpecPatch`, of the template or of all, may name other images: the last word on a pod is the patch's.
    fn may_be_patched(&self, template: Node<'t>) -> bool {
        let spec = self.objects.get(self.current).and_then(|o| o.spec);
        let patches = [Some(template), self.defaults(), spec].into_iter().flatten();
        patches
            .filter_map(|from| self.l.field(from, "podSpecPatch"))
            .any(|patch| patch.text().contains("image") || patch.text().contains("{{"))
    }

    /// `resources.requests` and `resources.limits`.
    fn resources(&self, container: Node<'t>) -> Resources {
        let Some(node) = self.l.field(container, "resources") else { return Resources::default() };
        let mut bounds = Vec::new();
        for (table, limit) in [("limits", true), ("requests", false)] {
            let Some(table) = self.l.field(node, table) else { continue };
            for (key, resource) in [("cpu", Resource::Cpu), ("memory", Resource::Memory)] {
                if let Some((key, value)) = self.l.entry(table, key).filter(|(_, value)| !value.is_missing()) {
                    bounds.push(ResourceBound { resource, limit, key: key.id(), value: value.id() });
                }
            }
        }
        Resources { at: Some(node.id()), bounds, accelerator: None }
    }
}
