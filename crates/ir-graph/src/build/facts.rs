//! What is told of a task and its component besides the flow between tasks.

use ir_model::{
    Argument, Binding, BindingId, Body, Component, Expr, Items, Key, Package, PortKind, Ref, RefId, RefName, Task,
};
use ir_model::{Trigger, TypeUse};
use ir_syntax::{Span, Style};
use rustc_hash::FxHashMap;

use super::Builder;
use crate::model::{FlowKind, Mark, Node, Port};
use crate::text::{abbreviate, shorten};

/// Longest values and conditions, in characters.
const VALUE: usize = 80;
/// Longest names of ports.
const NAME: usize = 80;

/// What a component is by itself: its ports, the images of its containers.
pub(super) fn component(b: &mut Builder<'_>, node: &mut Node, component: &Component) {
    let package = b.package;
    for (ids, out) in [(component.inputs.ids(), &mut node.inputs), (component.outputs.ids(), &mut node.outputs)] {
        for port in ids.filter_map(|p| package.ports.get(p)) {
            if !b.detail() {
                break;
            }
            let default = port.default.map(|(_, at)| format!("{} (default)", value(b, at.span)));
            out.push(Port {
                name: abbreviate(package.def_name(port.def), NAME),
                kind: flow_kind(port.kind, None),
                ty: ty(b, &port.ty),
                value: default,
            });
        }
    }
    match &component.body {
        Body::Pod(pod) => {
            let steps = package.pods.get(*pod).into_iter().flat_map(|p| &p.steps);
            let images = steps.filter_map(|s| s.image.known()).take(20);
            node.images = images.map(|i| abbreviate(b.source.tree.node(*i).text(), 160)).collect();
        }
        Body::Graph(graph) => {
            let handed = package.graphs.get(*graph).map_or(&[][..], |g| &g.outputs);
            values(b, &mut node.outputs, handed);
        }
        _ => {}
    }
}

/// What a task adds: what it passes, and what stands around it.
pub(super) fn task(b: &mut Builder<'_>, node: &mut Node, task: &Task) {
    let mut inputs = std::mem::take(&mut node.inputs);
    values(b, &mut inputs, &task.args);
    node.inputs = inputs;

    if let Some(each) = &task.each {
        let over = match &each.items {
            Items::Text(at) | Items::List(at) => value(b, at.span),
            Items::Value(binding) => words(b.package, b.source.text(), *binding, 0),
            Items::Argument(reference) => {
                let own = b.package.target(*reference);
                let passed = task.args.iter().find(|a| own.is_some() && a.def == own);
                match passed {
                    Some(arg) => words(b.package, b.source.text(), arg.binding, 0),
                    None => format!("`{}`", plain(b.package, name(b.package, *reference))),
                }
            }
            // What cannot be read can still be shown.
            _ => value(b, each.span),
        };
        node.marks.push(Mark::Loop { over, limit: each.limit.known().copied().filter(|n| *n > 0) });
    }
    if let Some(when) = task.when.and_then(|e| b.package.exprs.get(e)) {
        node.marks.push(Mark::When(condition(b, when)));
    }
    if task.trigger == Trigger::AllCompleted {
        node.marks.push(Mark::Always);
    }
    if let Some(retry) = &task.retry {
        node.marks.push(Mark::Retry(retry.max.known().copied()));
    }
    if let Some(cache) = task.cache.known() {
        node.marks.push(Mark::Cache(*cache));
    }
}

/// A condition, in which what people would call a name stands as that name: `inputs.parameter_values['a']` is `a`.
fn condition(b: &Builder<'_>, expr: &Expr) -> String {
    let text = b.source.text();
    let mut names: Vec<(Span, &str)> = expr
        .refs
        .iter()
        .filter_map(|id| Some((b.package.reference(*id)?.shown?, plain(b.package, name(b.package, *id)))))
        .filter(|(shown, _)| expr.at.span.contains(*shown) && *shown != expr.at.span)
        .collect();
    names.sort();
    let mut out = String::new();
    let mut at = expr.at.span.start;
    // What is shown ends somewhere: a long expression need not be read to its end.
    for (shown, name) in names.into_iter().filter(|(_, name)| *name != "?").take(20) {
        if shown.start >= at {
            out.push_str(head(Span::new(at, shown.start).slice(text)));
            out.push_str(name);
            at = shown.end;
        }
    }
    out.push_str(head(Span::new(at, expr.at.span.end).slice(text)));
    // The text is as it stands in the file, where quotes may be doubled or escaped.
    let out = match b.source.tree.node(expr.at.node).style() {
        Style::SingleQuoted => out.replace("''", "'"),
        Style::DoubleQuoted => out.replace("\\\"", "\""),
        _ => out,
    };
    shorten(&out, VALUE)
}

/// A name without what compilers put before it.
fn plain<'n>(package: &Package, name: &'n str) -> &'n str {
    let prefix = package.dialect.traits.generated_prefix;
    prefix.and_then(|p| name.strip_prefix(p)).filter(|n| !n.is_empty()).unwrap_or(name)
}

/// Notes what is passed to each port, and ports that are only known because something is passed.
fn values(b: &mut Builder<'_>, ports: &mut Vec<Port>, args: &[Argument]) {
    let mut known: FxHashMap<String, usize> = ports.iter().enumerate().map(|(i, p)| (p.name.clone(), i)).collect();
    for arg in args {
        if !b.detail() {
            return;
        }
        let name = abbreviate(name(b.package, arg.port), NAME);
        let passed = Some(words(b.package, b.source.text(), arg.binding, 0));
        match known.get(&name).and_then(|i| ports.get_mut(*i)) {
            Some(port) => port.value = passed,
            None => {
                let kind = b.package.reference(arg.port).and_then(|r| r.want).unwrap_or(PortKind::Either);
                known.insert(name.clone(), ports.len());
                ports.push(Port { name, kind: flow_kind(kind, None), ty: None, value: passed });
            }
        }
    }
}

/// What passes through ports of that kind; where the producer leaves it open, the consumer decides.
pub(super) fn flow_kind(kind: PortKind, consumer: Option<PortKind>) -> FlowKind {
    match (kind, consumer) {
        (PortKind::Artifact | PortKind::Volume, _) => FlowKind::Artifact,
        (PortKind::Either, Some(PortKind::Artifact | PortKind::Volume)) => FlowKind::Artifact,
        (PortKind::Either, None | Some(PortKind::Either)) => FlowKind::Value,
        _ => FlowKind::Parameter,
    }
}

/// The name that a reference uses.
pub(super) fn name(package: &Package, reference: RefId) -> &str {
    match package.reference(reference).map(|r| r.name) {
        Some(RefName::Name(name)) => package.names.text(name),
        Some(RefName::Wildcard) => "*",
        _ => "?",
    }
}

/// The words for a value.
fn words(package: &Package, text: &str, binding: BindingId, depth: usize) -> String {
    let any = |all: &[BindingId], between: &str| {
        let some = all.iter().take(6).map(|b| words(package, text, *b, depth + 1));
        let more = (all.len() > 6).then(|| "\u{2026}".to_owned());
        some.chain(more).collect::<Vec<_>>().join(between)
    };
    match package.bindings.get(binding) {
        _ if depth > 4 => "\u{2026}".to_owned(),
        Some(Binding::Literal(_, at) | Binding::Template(_, at)) => shorten(head(at.span.slice(text)), VALUE),
        Some(Binding::Input(input)) => {
            format!("input `{}`", abbreviate(plain(package, name(package, *input)), NAME))
        }
        Some(Binding::Output { task, port }) => {
            let (task, port) = (name(package, *task), name(package, *port));
            format!("`{}` of `{}`", abbreviate(port, NAME), abbreviate(task, NAME))
        }
        Some(Binding::Status(Some(task))) => format!("how `{}` ended", abbreviate(name(package, *task), NAME)),
        Some(Binding::Status(None)) => "how the tasks before ended".to_owned(),
        Some(Binding::OneOf(all)) => any(all, " or "),
        Some(Binding::Gather(all)) => format!("all of {}", any(all, ", ")),
        Some(Binding::Absent(_)) => "nothing".to_owned(),
        Some(Binding::Unknown(at, _)) => shorten(head(at.span.slice(text)), VALUE),
        None => String::new(),
    }
}

fn value(b: &Builder<'_>, span: Span) -> String {
    shorten(head(span.slice(b.source.text())), VALUE)
}

/// Of a long text only the start is looked at.
fn head(text: &str) -> &str {
    text.char_indices().nth(4 * VALUE).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

fn ty(b: &Builder<'_>, ty: &TypeUse) -> Option<String> {
    let written = shorten(head(ty.at?.span.slice(b.source.text())), 40);
    Some(written).filter(|w| !w.is_empty())
}

/// The end of a web address, which tells files apart: `…/train/component.yaml`.
fn tail(url: &str) -> String {
    let mut slashes = url.trim_end_matches('/').rmatch_indices('/').map(|(at, _)| at);
    let start = slashes.nth(2).filter(|at| !url.get(..*at).unwrap_or("").ends_with('/')).unwrap_or(0);
    let end = url.get(start..).unwrap_or(url);
    let end = if start > 0 { format!("\u{2026}{end}") } else { end.to_owned() };
    abbreviate(&end, NAME)
}

/// The other file that a reference names, as well as it can be said.
pub(super) fn file_of(package: &Package, reference: &Ref) -> Option<String> {
    let keys = package.symbols.keys_of(reference.base);
    let said = |key: &Key| match key {
        Key::Path(path) => (0, abbreviate(path, NAME)),
        Key::Object { kind, name, part } => {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            let part = part.as_deref().map_or_else(String::new, |p| format!(", {}", abbreviate(p, NAME)));
            (1, format!("{kind} {}{part}", abbreviate(name, NAME)))
        }
        Key::Location(url) => (2, tail(url)),
        Key::Digest(digest) => (3, format!("digest {}", shorten(digest, 12))),
    };
    keys.iter().map(said).min_by_key(|(rank, _)| *rank).map(|(_, words)| words)
}
