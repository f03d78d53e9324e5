//! Containers: images, mounts, names, and the order of those of a set.

use ir_model::FaultKind;
use ir_syntax::{Node, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Named;
use super::template::Kind;
use super::{Argo, fault};
use crate::lowering::text_origin;

/// The containers of the engine itself.
const RESERVED: &[&str] = &["wait", "supervisor"];
const RESERVED_PREFIX: &str = "artifact-plugin-";

impl<'t> Argo<'t> {
    /// The one container of a template.
    pub(in crate::argo) fn check_container(&mut self, template: Node<'t>, kind: Kind<'t>) {
        let (key, body) = (kind.key, kind.body);
        if !body.is_mapping() || body.has_loss() {
            return;
        }
        let default = self.defaults().and_then(|d| self.l.path(d, &[key.text(), "image"])).is_some();
        let image =
            self.l.field(body, "image").is_some_and(|i| !(i.is_missing() || (i.is_scalar() && i.text().is_empty())));
        if !default && !image {
            let draft = fault(FaultKind::MissingKey, format!("`image` is missing in a {}", key.text()));
            self.report(key.span(), draft.label("nothing says what to run"));
        }
        let source = self.defaults().and_then(|d| self.l.path(d, &[key.text(), "source"]));
        if key.text() == "script" && source.or_else(|| self.l.field(body, "source")).is_none() {
            let draft = fault(FaultKind::MissingKey, "`source` is missing in a script").warned();
            self.report(key.span(), draft.label("the script is empty"));
        }
        let container = key.text() == "container";
        let mut places = self.mounts(body, !container);
        if !container {
            return;
        }
        let artifacts = self.l.path(template, &["inputs", "artifacts"]).into_iter().flat_map(Node::items);
        for path in artifacts.filter_map(|a| self.l.field(a, "path")).collect::<Vec<_>>() {
            self.mounted(path, &mut places, false);
        }
    }

    /// Where volumes are mounted, each place once; `late` where only the cluster looks, when it makes the pod.
    fn mounts(&mut self, container: Node<'t>, late: bool) -> FxHashMap<&'t str, Span> {
        let mut places = FxHashMap::default();
        let mounts = self.l.field(container, "volumeMounts").into_iter().flat_map(Node::items);
        for path in mounts.filter_map(|m| self.l.field(m, "mountPath")).collect::<Vec<_>>() {
            self.mounted(path, &mut places, late);
        }
        places
    }

    fn mounted(&mut self, path: Node<'t>, places: &mut FxHashMap<&'t str, Span>, late: bool) {
        if !path.is_scalar() || path.is_missing() || path.text().contains("{{") {
            return;
        }
        let at = text_origin(path).span;
        let Some(first) = places.insert(path.text(), at) else { return };
        let title = format!("something else is already mounted at `{}`", path.text());
        let draft = fault(FaultKind::MountPath, title).label("only one of them can be there").refused();
        let draft = draft.related(first, "the first one");
        self.report(at, if late { draft.late() } else { draft });
    }

    /// A name that the engine needs for a container of its own.
    pub(in crate::argo) fn check_reserved(&mut self, container: Node<'t>) {
        let Some(name) = self.written(container, "name") else { return };
        if RESERVED.contains(&name.text()) || name.text().starts_with(RESERVED_PREFIX) {
            let title = format!("a container called `{}`", name.text());
            let draft = fault(FaultKind::ReservedName, title).label("a name of Argo's own");
            self.report(text_origin(name).span, draft);
        }
    }

    /// Several containers in one pod.
    pub(in crate::argo) fn check_container_set(&mut self, template: Node<'t>, kind: Kind<'t>) {
        let body = kind.body;
        let Some(list) = self.l.field(body, "containers").filter(|l| l.is_sequence() && !l.has_loss()) else { return };
        let containers: Vec<Node<'t>> = list.items().filter(|c| c.is_mapping()).collect();
        if containers.is_empty() && !body.has_loss() {
            let draft = fault(FaultKind::MissingKey, "a set without a container");
            return self.report(list.span(), draft);
        }
        self.mounts(body, false);
        let mut names: FxHashMap<&'t str, usize> = FxHashMap::default();
        for (index, container) in containers.iter().enumerate() {
            self.check_reserved(*container);
            self.mounts(*container, true);
            self.check_image(*container);
            if let Some(name) = self.written(*container, "name") {
                self.check_name(name, Named::Container);
                names.insert(name.text(), index);
            }
        }
        if !names.contains_key("main") && self.needs_main(template) && !containers.iter().any(|c| c.has_loss()) {
            let draft = fault(FaultKind::MissingKey, "no container of the set is called `main`");
            let draft = draft.label("inputs and outputs are those of the container `main`");
            self.report(kind.key.span(), draft);
        }
        self.container_order(&containers, &names);
    }

    /// The image of a container that stands beside others: the cluster asks for it when it makes the pod.
    pub(in crate::argo) fn check_image(&mut self, container: Node<'t>) {
        let lacks = container.is_mapping() && !container.has_loss() && self.l.field(container, "image").is_none();
        // What is merged into every template, or into the pod, may name it.
        if lacks && self.defaults().is_none() {
            let title = format!("the container{} has no image", self.called(container));
            let draft = fault(FaultKind::MissingKey, title).label("`image` is missing");
            self.report(self.bearer(container), draft.late());
        }
    }

    fn needs_main(&self, template: Node<'t>) -> bool {
        let any = |keys: &[&str]| self.l.path(template, keys).is_some_and(|l| l.items().next().is_some());
        any(&["inputs", "artifacts"]) || any(&["outputs", "artifacts"]) || any(&["outputs", "parameters"])
    }

    /// Containers wait for containers of the set, and not for each other.
    fn container_order(&mut self, containers: &[Node<'t>], names: &FxHashMap<&'t str, usize>) {
        let mut waits: Vec<Vec<(usize, Node<'t>)>> = vec![Vec::new(); containers.len()];
        for (index, container) in containers.iter().enumerate() {
            for on in self.l.field(*container, "dependencies").into_iter().flat_map(Node::items).collect::<Vec<_>>() {
                if !on.is_scalar() || on.is_missing() || on.text().contains("{{") {
                    continue;
                }
                match (names.get(on.text()), waits.get_mut(index)) {
                    (Some(other), Some(waits)) => waits.push((*other, on)),
                    (None, _) => {
                        let title = format!("no container `{}` in the set", on.text());
                        self.report(text_origin(on).span, fault(FaultKind::Dependency, title));
                    }
                    _ => {}
                }
            }
        }
        if let Some(at) = circle(&waits) {
            let draft = fault(FaultKind::Dependency, "containers of the set wait for each other");
            self.report(text_origin(at).span, draft.label("this closes the circle"));
        }
    }
}

/// A dependency that closes a circle.
fn circle<'t>(waits: &[Vec<(usize, Node<'t>)>]) -> Option<Node<'t>> {
    let (mut done, mut open) = (FxHashSet::default(), FxHashSet::default());
    for start in 0..waits.len() {
        let mut stack = vec![(start, 0)];
        if done.contains(&start) {
            continue;
        }
        open.insert(start);
        while let Some((here, next)) = stack.last_mut() {
            let Some((on, at)) = waits.get(*here).and_then(|w| w.get(*next)).copied() else {
                open.remove(here);
                done.insert(*here);
                stack.pop();
                continue;
            };
            *next += 1;
            if open.contains(&on) {
                return Some(at);
            }
            if !done.contains(&on) {
                open.insert(on);
                stack.push((on, 0));
            }
        }
    }
    None
}
