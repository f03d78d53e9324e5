//! Components: what others see of them, and what they do.

use ir_model::{Body, Component, ComponentId, Key, Retry};
use ir_syntax::NodeId;

use crate::canon;
use crate::change::{Sign, Verdict};
use crate::pair::{Detail, Out, Pair};
use crate::rename::Renames;
use crate::side::{Entity, Side};
use crate::words::{quote, short};

/// What a component does, in words.
const fn body(body: &Body) -> &'static str {
    match body {
        Body::Pod(_) => "runs containers",
        Body::Graph(_) => "runs a graph of tasks",
        Body::Import { .. } => "registers an artifact",
        Body::Query(_) => "looks artifacts up",
        Body::Objects => "makes objects of the cluster",
        Body::Wait(_) => "waits",
        Body::External(_) => "does something of one engine alone",
        Body::Unknown(_) => "cannot be told",
    }
}

impl Pair<'_> {
    /// Everything about two components that correspond, in the place that `out` is set to.
    pub(crate) fn component(&self, a: ComponentId, b: ComponentId, out: &mut Out) {
        let components = (self.old.package.components.get(a), self.new.package.components.get(b));
        let (Some(old), Some(new)) = components else { return };
        self.doc(old.doc, new.doc, "the component", out);
        self.interface(old, new, out);
        self.body(old, new, out);
        self.retry(old.retry.as_ref(), new.retry.as_ref(), "the component", out);
        self.rest(Entity::Component(a), Entity::Component(b), "", out);
        if let (Some(a), Some(b)) = (self.old.executor(old.def), self.new.executor(new.def)) {
            self.rest(Entity::Executor(a), Entity::Executor(b), "", out);
            self.told(a, b, out);
        }
    }

    fn body(&self, old: &Component, new: &Component, out: &mut Out) {
        let at = || Detail::at(self.old.package.def_span(old.def), self.new.package.def_span(new.def));
        match (&old.body, &new.body) {
            (Body::Pod(a), Body::Pod(b)) => {
                if let (Some(a), Some(b)) = (self.old.package.pods.get(*a), self.new.package.pods.get(*b)) {
                    self.pod(a, b, out);
                }
            }
            (Body::Graph(_), Body::Graph(_)) => {
                if let (Some(a), Some(b)) = (self.graph_of(true, old), self.graph_of(false, new)) {
                    self.graph(a, b, out);
                }
            }
            (Body::Import { uri: a }, Body::Import { uri: b }) => {
                let value = |side: &Side<'_>, id: Option<ir_model::BindingId>, renames| {
                    id.map(|id| crate::bindings::value(side, id, false, renames))
                };
                let (a, b) = (value(&self.old, *a, &self.renames), value(&self.new, *b, &Renames::default()));
                if a.as_ref().map(|v| &v.key) != b.as_ref().map(|v| &v.key) {
                    let words = |v: &Option<crate::bindings::Value>| {
                        v.as_ref().map_or("nothing".to_owned(), |v| v.words.clone())
                    };
                    let (before, after) = (words(&a), words(&b));
                    let title = format!("the address to import: {before} → {after}");
                    let detail = Detail::at(a.and_then(|v| v.at), b.and_then(|v| v.at)).values(before, after);
                    out.internal("address-changed", Sign::Changed, title, detail);
                }
            }
            (Body::Unknown(_), Body::Unknown(_)) => {}
            (Body::Unknown(_), _) | (_, Body::Unknown(_)) => {
                out.unknown.push("what the component does: it could not be read in both versions".to_owned());
            }
            (a, b) if body(a) != body(b) => {
                let title = format!("it {} now, and before it {}", body(b), past(a));
                out.internal("body-changed", Sign::Changed, title, at().values(body(a), body(b)));
            }
            _ => {}
        }
    }

    /// Words for people.
    pub(crate) fn doc(&self, old: Option<NodeId>, new: Option<NodeId>, what: &str, out: &mut Out) {
        let text = |side: &Side<'_>, node: Option<NodeId>| {
            node.map(|n| side.node(n).text().split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty())
        };
        let (before, after) = (text(&self.old, old), text(&self.new, new));
        if before == after {
            return;
        }
        let sign = match (&before, &after) {
            (None, _) => Sign::Added,
            (_, None) => Sign::Removed,
            _ => Sign::Changed,
        };
        let detail = Detail {
            old: old.map(|n| self.old.node(n).span()),
            new: new.map(|n| self.new.node(n).span()),
            before: before.map(|t| short(&t, 200)),
            after: after.map(|t| short(&t, 200)),
        };
        let word = match sign {
            Sign::Added => "is new",
            Sign::Removed => "is gone",
            Sign::Changed => "changed",
        };
        out.add("description-changed", Verdict::Info, sign, format!("the description of {what} {word}"), detail);
    }

    /// How often something is tried again.
    pub(crate) fn retry(&self, old: Option<&Retry>, new: Option<&Retry>, what: &str, out: &mut Out) {
        let none = Renames::default();
        let node = |side: &Side<'_>, retry: Option<&Retry>, renames| {
            let retry = retry?;
            Some(match widest(side, retry.span) {
                Some(node) => canon::canon(side, side.node(node), renames),
                None => retry.span.slice(side.source.text()).split_whitespace().collect::<Vec<_>>().join(" "),
            })
        };
        let (before, after) = (node(&self.old, old, &self.renames), node(&self.new, new, &none));
        if before == after {
            return;
        }
        let words = |retry: Option<&Retry>| match retry.map(|r| r.max.known()) {
            None => "never".to_owned(),
            Some(Some(max)) => format!("{max} times"),
            Some(None) => "some times".to_owned(),
        };
        let detail = Detail::at(old.map(|r| r.span), new.map(|r| r.span)).values(words(old), words(new));
        let title = match words(old) == words(new) {
            true => format!("how {what} is retried changed"),
            false => format!("{what} is retried {}, and before {}", words(new), words(old)),
        };
        out.internal("retry-changed", Sign::Changed, title, detail);
    }

    /// Components that are gone or new, and the ways in which others find them.
    pub(crate) fn components(&self, out: &mut Out) {
        let mut pairs: Vec<(ComponentId, ComponentId)> = self.components.iter().map(|(a, b)| (*a, *b)).collect();
        // What others see comes first.
        pairs.sort_unstable_by_key(|(a, b)| (!(self.old.visible(*a) || self.new.visible(*b)), *b));
        let inline = |b: &ComponentId| {
            self.new.package.tasks.values().any(|t| t.callee == ir_model::Callee::Inline(*b)) && !self.new.visible(*b)
        };
        for (a, b) in &pairs {
            if inline(b) {
                continue;
            }
            let (name, other) = (self.old.component_name(*a), self.new.component_name(*b));
            self.enter(*b, self.old.visible(*a) || self.new.visible(*b), out);
            if name != other {
                self.renamed_component(*a, *b, out);
            }
            self.keys(*a, *b, out);
            self.component(*a, *b, out);
        }
        let (gone, added) = self.unpaired();
        let def = |side: &Side<'_>, id| {
            side.package.components.get(id).and_then(|c: &Component| side.package.def_span(c.def))
        };
        for id in gone {
            out.component = self.old.component_name(id).to_owned();
            out.visible = self.old.visible(id);
            let name = quote(&out.component);
            let detail = Detail::at(def(&self.old, id), None);
            out.add("component-removed", Verdict::Breaking, Sign::Removed, format!("component {name} is gone"), detail);
        }
        for id in added {
            self.enter(id, self.new.visible(id), out);
            let name = quote(&out.component);
            let detail = Detail::at(None, def(&self.new, id));
            out.add("component-added", Verdict::Compatible, Sign::Added, format!("component {name} is new"), detail);
        }
    }

    fn enter(&self, new: ComponentId, visible: bool, out: &mut Out) {
        out.component = self.new.component_name(new).to_owned();
        out.visible = visible;
        out.task = None;
    }

    fn renamed_component(&self, a: ComponentId, b: ComponentId, out: &mut Out) {
        let (name, other) = (self.old.component_name(a), self.new.component_name(b));
        let def = |side: &Side<'_>, id| {
            side.package.components.get(id).and_then(|c: &Component| side.package.def_span(c.def))
        };
        let detail = Detail::at(def(&self.old, a), def(&self.new, b)).values(name, other);
        let title = format!("{} is called {} now", quote(name), quote(other));
        let entry = self.new.package.units().any(|u| u.entry == Some(b));
        match out.visible {
            // The file stands for it, or its object, of which the keys tell.
            true if entry => out.add("name-changed", Verdict::Info, Sign::Changed, title, detail),
            true => out.add("component-renamed", Verdict::Breaking, Sign::Changed, title, detail),
            false => out.internal("component-renamed", Sign::Changed, title, detail),
        }
    }

    /// How others find a component besides by its file.
    fn keys(&self, a: ComponentId, b: ComponentId, out: &mut Out) {
        let keys = |side: &Side<'_>, id| -> Vec<Key> {
            side.package.exports.iter().filter(|e| e.component == id).map(|e| e.key.clone()).collect()
        };
        let (before, after) = (keys(&self.old, a), keys(&self.new, b));
        for key in before.iter().filter(|k| !after.contains(k)) {
            let detail = Detail { before: Some(key_words(key)), ..Detail::default() };
            let title = format!("it is no longer found as {}", key_words(key));
            out.add("key-removed", Verdict::Breaking, Sign::Removed, title, detail);
        }
        for key in after.iter().filter(|k| !before.contains(k)) {
            let detail = Detail { after: Some(key_words(key)), ..Detail::default() };
            out.add(
                "key-added",
                Verdict::Compatible,
                Sign::Added,
                format!("it is found as {} now", key_words(key)),
                detail,
            );
        }
    }
}

/// What it did.
fn past(a: &Body) -> String {
    let words = body(a);
    let (verb, rest) = words.split_once(' ').unwrap_or((words, ""));
    let verb = match verb {
        "runs" => "ran",
        "registers" => "registered",
        "looks" => "looked",
        "makes" => "made",
        "waits" => "waited",
        _ => "did",
    };
    format!("{verb} {rest}").trim_end().to_owned()
}

/// The widest node that lies in a stretch of text and begins it, or the value behind the key that does.
fn widest(side: &Side<'_>, span: ir_syntax::Span) -> Option<NodeId> {
    let mut node = side.source.tree.node_at(span.start)?;
    while let Some(parent) = node.parent().filter(|p| span.contains(p.span())) {
        node = parent;
    }
    if node.is_key() && span.end > node.span().end {
        let value = node.parent()?.own_entries().find(|e| e.key.id() == node.id())?.value;
        return Some(value.id());
    }
    (node.span().start == span.start).then_some(node.id())
}

/// A way to find a component, in words.
fn key_words(key: &Key) -> String {
    match key {
        Key::Digest(digest) => format!("digest `{}`", short(digest, 12)),
        Key::Path(path) | Key::Location(path) => quote(path),
        Key::Object { kind, name, part } => {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            let part = part.as_deref().map_or_else(String::new, |p| format!(", template {}", quote(p)));
            format!("{kind} {}{part}", quote(name))
        }
    }
}
