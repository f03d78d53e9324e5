//! Containers: image, command, environment, resources.

use ir_model::{Pod, ResourceBound, Step, StepRole, Val};
use ir_syntax::{Node, NodeId};

use crate::canon;
use crate::change::Sign;
use crate::pair::{Detail, Out, Pair};
use crate::quantity;
use crate::rename::{self, Renames};
use crate::side::{Entity, Side};
use crate::words::{count, lines_changed, plain, quote, short};

impl Pair<'_> {
    pub(crate) fn pod(&self, old: &Pod, new: &Pod, out: &mut Out) {
        let alone = old.steps.len() == 1 && new.steps.len() == 1;
        let mut left: Vec<(usize, &Step)> = new.steps.iter().enumerate().collect();
        let mut order = Vec::new();
        for (number, step) in old.steps.iter().enumerate() {
            let name = step_name(&self.old, step);
            let same = |(n, other): &(usize, &Step)| {
                let other_name = step_name(&self.new, other);
                alone
                    || (step.role == other.role
                        && if name.is_empty() { other_name.is_empty() && *n == number } else { other_name == name })
            };
            let Some(at) = left.iter().position(same) else {
                let detail = Detail::at(Some(self.old.node(step.node).span()), None);
                let title = format!("{} is gone", called(step, name, number));
                out.internal("container-removed", Sign::Removed, title, detail);
                continue;
            };
            let (other_number, other) = left.remove(at);
            order.push(other_number);
            let what = if alone { String::new() } else { called(other, step_name(&self.new, other), other_number) };
            self.step(step, other, &what, out);
        }
        if !order.is_sorted() {
            let title = "the containers run in another order".to_owned();
            let at = |side: &Side<'_>, pod: &Pod| pod.steps.first().map(|s| side.node(s.node).span());
            let detail = Detail::at(at(&self.old, old), at(&self.new, new));
            out.internal("container-order-changed", Sign::Changed, title, detail);
        }
        for (number, step) in left {
            let detail = Detail::at(None, Some(self.new.node(step.node).span()));
            let title = format!("{} is new", called(step, step_name(&self.new, step), number));
            out.internal("container-added", Sign::Added, title, detail);
        }
    }

    fn step(&self, old: &Step, new: &Step, what: &str, out: &mut Out) {
        // Components may share an executor: what changed is told once.
        let entities = (Entity::Step(old.node), Entity::Step(new.node));
        if out.seen.contains(&entities) {
            return;
        }
        let (name, other) = (step_name(&self.old, old), step_name(&self.new, new));
        if name != other {
            let title = format!("the container {} is called {} now", quote(name), quote(other));
            let detail = Detail::at(Some(self.old.node(old.node).span()), Some(self.new.node(new.node).span()));
            out.internal("container-renamed", Sign::Changed, title, detail.values(name, other));
        }
        let of = if what.is_empty() { String::new() } else { format!(" of {what}") };
        self.image(&old.image, &new.image, &of, out);
        self.list((&old.command, &new.command), ("command-changed", "command"), &of, out);
        self.list((&old.args, &new.args), ("arguments-changed", "arguments"), &of, out);
        self.script(old.script, new.script, &of, out);
        self.env(&old.env, &new.env, &of, out);
        self.resources(old, new, &of, out);
        self.rest(entities.0, entities.1, what, out);
    }

    fn image(&self, old: &Val<NodeId>, new: &Val<NodeId>, of: &str, out: &mut Out) {
        let none = Renames::default();
        let text = |side: &Side<'_>, val: &Val<NodeId>, renames| {
            val.known().map(|n| plain(&rename::text(side, side.node(*n), renames)).into_owned())
        };
        let (before, after) = (text(&self.old, old, &self.renames), text(&self.new, new, &none));
        if before == after {
            return;
        }
        if matches!(old, Val::Unknown(..)) || matches!(new, Val::Unknown(..)) {
            out.unknown.push(format!("the image{of}"));
            return;
        }
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let title = match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("the image{of} is given: {}", short(&after, 80)),
            (_, true) => format!("the image{of} is no longer given: {}", short(&before, 80)),
            _ => {
                let (a, b) = (Image::read(&before), Image::read(&after));
                let shown = |t: &str| if t.is_empty() { "none".to_owned() } else { short(t, 80) };
                let (word, x, y) = match (a.name == b.name, a.tag == b.tag, a.digest == b.digest) {
                    (false, ..) => ("image", &*before, &*after),
                    (true, false, true) => ("tag of the image", a.tag, b.tag),
                    (true, true, false) => ("digest of the image", a.digest, b.digest),
                    _ => ("tag and digest of the image", &*before, &*after),
                };
                format!("the {word}{of}: {} → {}", shown(x), shown(y))
            }
        };
        let at = |val: &Val<NodeId>| val.origin().map(|o| o.span);
        let detail = Detail::at(at(old), at(new)).values(short(&before, 200), short(&after, 200));
        out.internal("image-changed", Sign::Changed, title, detail);
    }

    fn list(&self, (old, new): (&[NodeId], &[NodeId]), (kind, word): (&'static str, &str), of: &str, out: &mut Out) {
        let none = Renames::default();
        let values = |side: &Side<'_>, nodes: &[NodeId], renames: &Renames| -> Vec<String> {
            nodes.iter().map(|n| plain(&canon::text(side, side.node(*n), renames)).into_owned()).collect()
        };
        let (before, after) = (values(&self.old, old, &self.renames), values(&self.new, new, &none));
        if before == after {
            return;
        }
        let differs: Vec<usize> =
            (0..before.len().max(after.len())).filter(|i| before.get(*i) != after.get(*i)).collect();
        let first = differs.first().copied().unwrap_or(0);
        let at = |side: &Side<'_>, nodes: &[NodeId]| nodes.get(first).or(nodes.last()).map(|n| side.node(*n).span());
        let detail = Detail::at(at(&self.old, old), at(&self.new, new))
            .values(short(&before.join(" "), 200), short(&after.join(" "), 200));
        let is = if word.ends_with('s') { "are" } else { "is" };
        let title = match (before.get(first), after.get(first), differs.as_slice()) {
            (Some(a), Some(b), [_]) if a.contains('\n') || b.contains('\n') => {
                format!("the program in the {word}{of} changed, {}", count(lines_changed(a, b).max(1), "line"))
            }
            (Some(a), Some(b), [_]) => format!("the {word}{of}: {} → {}", short(a, 60), short(b, 60)),
            _ if before.is_empty() => format!("the {word}{of} {is} given: {}", short(&after.join(" "), 60)),
            _ if after.is_empty() => format!("the {word}{of} {is} no longer given: {}", short(&before.join(" "), 60)),
            _ if before.iter().chain(&after).any(|t| t.contains('\n')) => {
                let lines = lines_changed(&before.join("\n"), &after.join("\n")).max(1);
                format!("the {word}{of} changed, {}", count(lines, "line"))
            }
            _ => format!("the {word}{of}: {} → {}", short(&before.join(" "), 60), short(&after.join(" "), 60)),
        };
        out.internal(kind, Sign::Changed, title, detail);
    }

    fn script(&self, old: Option<NodeId>, new: Option<NodeId>, of: &str, out: &mut Out) {
        let none = Renames::default();
        let text =
            |side: &Side<'_>, node: Option<NodeId>, renames| node.map(|n| rename::text(side, side.node(n), renames));
        let (before, after) = (text(&self.old, old, &self.renames), text(&self.new, new, &none));
        if before == after {
            return;
        }
        let at = |side: &Side<'_>, node: Option<NodeId>| node.map(|n| side.node(n).span());
        let detail = Detail::at(at(&self.old, old), at(&self.new, new));
        let (sign, title) = match (before, after) {
            (Some(a), Some(b)) => {
                let lines = count(lines_changed(&a, &b).max(1), "line");
                (Sign::Changed, format!("the script{of} changed, {lines}"))
            }
            (None, _) => (Sign::Added, format!("a script{of} is new")),
            _ => (Sign::Removed, format!("the script{of} is gone")),
        };
        out.internal("script-changed", sign, title, detail);
    }

    fn env(&self, old: &[(NodeId, NodeId)], new: &[(NodeId, NodeId)], of: &str, out: &mut Out) {
        let none = Renames::default();
        // Of variables of one name the last one counts.
        let find = |side: &Side<'_>, all: &[(NodeId, NodeId)], name: &str| {
            all.iter().rev().find(|(n, _)| side.node(*n).text() == name).map(|(_, value)| *value)
        };
        for (name_node, node) in old {
            let name = self.old.node(*name_node).text();
            let at = Some(self.old.node(*name_node).span());
            match find(&self.new, new, name) {
                None => {
                    let title = format!("variable {}{of} is gone", quote(name));
                    out.internal("variable-removed", Sign::Removed, title, Detail::at(at, None));
                }
                Some(other) => {
                    let value = |side: &Side<'_>, node: NodeId, renames| canon::text(side, side.node(node), renames);
                    if value(&self.old, *node, &self.renames) != value(&self.new, other, &none) {
                        let (before, after) = (
                            canon::shown(&self.old, self.old.node(*node)),
                            canon::shown(&self.new, self.new.node(other)),
                        );
                        let title = format!("variable {}{of}: {before} → {after}", quote(name));
                        let detail = Detail::at(Some(self.old.node(*node).span()), Some(self.new.node(other).span()));
                        out.internal("variable-changed", Sign::Changed, title, detail.values(before, after));
                    }
                }
            }
        }
        for (name_node, node) in new {
            let name = self.new.node(*name_node).text();
            if find(&self.old, old, name).is_none() {
                let after = canon::shown(&self.new, self.new.node(*node));
                let title = format!("variable {}{of} is new: {after}", quote(name));
                let mut detail = Detail::at(None, Some(self.new.node(*name_node).span()));
                detail.after = Some(after);
                out.internal("variable-added", Sign::Added, title, detail);
            }
        }
    }

    fn resources(&self, old: &Step, new: &Step, of: &str, out: &mut Out) {
        let key = |b: &ResourceBound| (b.resource, b.limit);
        let value = |node: Node<'_>| quantity::canonical(node.text()).unwrap_or_else(|| node.text().to_owned());
        let bounds = old.resources.bounds.iter().map(key);
        let more = new.resources.bounds.iter().map(key).filter(|k| !old.resources.bounds.iter().any(|b| key(b) == *k));
        let keys: Vec<_> = bounds.chain(more).collect();
        for (resource, limit) in keys {
            let node = |side: &Side<'_>, step: &Step| {
                step.resources.bound(resource, limit).map(|b| b.value).map(|n| (n, side.node(n).span()))
            };
            let (a, b) = (node(&self.old, old), node(&self.new, new));
            let (x, y) = (a.map(|(n, _)| self.old.node(n)), b.map(|(n, _)| self.new.node(n)));
            if x.map(value) == y.map(value) {
                continue;
            }
            let shown = |n: Option<Node<'_>>| n.map_or("none".to_owned(), |n| short(&plain(n.text()), 60));
            let (before, after) = (shown(x), shown(y));
            let word = if limit { "limit" } else { "request" };
            let title = format!("the {} {word}{of}: {before} → {after}", resource.word());
            let detail = Detail::at(a.map(|(_, s)| s), b.map(|(_, s)| s)).values(before, after);
            out.internal("resources-changed", Sign::Changed, title, detail);
        }
    }
}

fn step_name<'a>(side: &Side<'a>, step: &Step) -> &'a str {
    let defined = step.def.map_or("", |def| side.package.def_name(def));
    if defined.is_empty() { side.node(step.node).get("name").map_or("", Node::text) } else { defined }
}

fn called(step: &Step, name: &str, number: usize) -> String {
    let word = match step.role {
        StepRole::Main => "container",
        StepRole::Init => "init container",
        StepRole::Sidecar => "sidecar",
    };
    if name.is_empty() { format!("{word} {}", number + 1) } else { format!("{word} {}", quote(name)) }
}

/// An image's parts.
struct Image<'t> {
    name: &'t str,
    tag: &'t str,
    digest: &'t str,
}

impl<'t> Image<'t> {
    fn read(text: &'t str) -> Self {
        let (rest, digest) = text.split_once('@').unwrap_or((text, ""));
        // A colon before a slash belongs to the registry's port.
        let (name, tag) = rest.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).unwrap_or((rest, ""));
        Self { name, tag, digest }
    }
}

#[cfg(test)]
mod tests {
    use super::Image;

    #[test]
    fn parts_of_an_image() {
        let image = Image::read("localhost:5000/a/b:1.0@sha256:00");
        assert_eq!((image.name, image.tag, image.digest), ("localhost:5000/a/b", "1.0", "sha256:00"));
        let image = Image::read("localhost:5000/a");
        assert_eq!((image.name, image.tag, image.digest), ("localhost:5000/a", "", ""));
    }
}
