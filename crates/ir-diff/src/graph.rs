//! Graphs: tasks, what they pass each other, when and how often they run.

use std::collections::BTreeMap;

use ir_model::{
    Argument, Callee, ComponentId, ExprId, Graph, GraphId, Key, Loop, Task, TaskId, TaskRole, Trigger, Val,
};
use ir_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::bindings::{self, Value, all_text};
use crate::canon;
use crate::change::{Sign, Verdict};
use crate::pair::{Detail, Out, Pair, only};
use crate::rename::{self, Renames};
use crate::side::{Entity, Side};
use crate::words::{VALUE, quote, short};

/// So many that are left over on both sides are still held against each other: each with each.
const MOST: usize = 40;

/// The words and kinds of change for values that are passed.
#[derive(Clone, Copy)]
struct Passed {
    added: &'static str,
    removed: &'static str,
    changed: &'static str,
    word: &'static str,
}

const ARGUMENT: Passed =
    Passed { added: "argument-added", removed: "argument-removed", changed: "argument-changed", word: "argument" };
const RUN_VALUE: Passed = Passed {
    added: "run-value-added",
    removed: "run-value-removed",
    changed: "run-value-changed",
    word: "value of the run",
};
const OUTPUT: Passed = Passed {
    added: "output-source-changed",
    removed: "output-source-changed",
    changed: "output-source-changed",
    word: "source of output",
};

fn task<'a>(side: &Side<'a>, id: TaskId) -> Option<&'a Task> {
    side.package.tasks.get(id)
}

fn task_name<'a>(side: &Side<'a>, id: TaskId) -> &'a str {
    task(side, id).map_or("", |t| side.package.def_name(t.def))
}

impl Pair<'_> {
    /// Which tasks of two graphs correspond: by name; then those that are the same under another name.
    pub(crate) fn pair_tasks(&mut self, old: &Graph, new: &Graph) -> Vec<(TaskId, TaskId)> {
        let mut pairs = self.named_tasks(old, new);
        loop {
            let (known, taken): (FxHashSet<TaskId>, FxHashSet<TaskId>) = pairs.iter().copied().unzip();
            let gone: Vec<TaskId> = old.tasks.iter().filter(|id| !known.contains(*id)).copied().collect();
            let more: Vec<TaskId> = new.tasks.iter().filter(|id| !taken.contains(*id)).copied().collect();
            if gone.is_empty() || more.is_empty() || gone.len() > MOST || more.len() > MOST {
                return pairs;
            }
            let same = |a: &TaskId, b: &TaskId| {
                let mut out = Out { visible: true, ..Out::default() };
                self.task((old, *a), (new, *b), &mut out);
                out.changes.is_empty() && out.unknown.is_empty()
            };
            let found = only(&gone, &more, same);
            if found.is_empty() {
                return pairs;
            }
            for (a, b) in found {
                let name = task_name(&self.new, b).to_owned();
                if let Some(task) = task(&self.old, a) {
                    self.renames.note(task.def, &name);
                }
                pairs.push((a, b));
            }
        }
    }

    fn named_tasks(&self, old: &Graph, new: &Graph) -> Vec<(TaskId, TaskId)> {
        let mut names: FxHashMap<&str, Vec<TaskId>> = FxHashMap::default();
        for id in new.tasks.iter().rev() {
            names.entry(task_name(&self.new, *id)).or_default().push(*id);
        }
        let found = old.tasks.iter().filter_map(|id| {
            let other = names.get_mut(task_name(&self.old, *id)).and_then(Vec::pop)?;
            Some((*id, other))
        });
        found.collect()
    }

    pub(crate) fn graph(&self, old: &Graph, new: &Graph, out: &mut Out) {
        let mut known = rustc_hash::FxHashSet::default();
        let by_name: FxHashMap<TaskId, TaskId> = match old.tasks.iter().any(|t| self.tasks.contains_key(t)) {
            true => FxHashMap::default(),
            false => self.named_tasks(old, new).into_iter().collect(),
        };
        for id in &old.tasks {
            let Some(before) = task(&self.old, *id) else { continue };
            let name = task_name(&self.old, *id);
            let other = self.tasks.get(id).or_else(|| by_name.get(id)).copied();
            let Some((other, after)) = other.and_then(|o| Some((o, task(&self.new, o)?))) else {
                if new.open.is_some() {
                    out.unknown
                        .push(format!("whether task {} is still there: not all of them could be read", quote(name)));
                    continue;
                }
                let detail = Detail::at(self.old.package.def_span(before.def), None);
                out.internal("task-removed", Sign::Removed, format!("task {} is gone", quote(name)), detail);
                continue;
            };
            known.insert(other);
            out.task = Some(task_name(&self.new, other).to_owned());
            let new_name = task_name(&self.new, other);
            // What nobody wrote as a task is named by what it runs.
            let implied = |side: &Side<'_>, t: &Task| side.package.def(t.def).is_some_and(|d| d.flags.implied);
            if new_name != name && !(implied(&self.old, before) && implied(&self.new, after)) {
                let title = format!("task {} is called {} now", quote(name), quote(new_name));
                let places = (self.old.package.def_span(before.def), self.new.package.def_span(after.def));
                out.internal(
                    "task-renamed",
                    Sign::Changed,
                    title,
                    Detail::at(places.0, places.1).values(name, new_name),
                );
            }
            self.task((old, *id), (new, other), out);
            out.task = None;
        }
        for id in new.tasks.iter().filter(|id| !known.contains(*id)) {
            let name = quote(task_name(&self.new, *id));
            if old.open.is_some() {
                out.unknown.push(format!("whether task {name} is new: not all of the old ones could be read"));
                continue;
            }
            let at = task(&self.new, *id).and_then(|t| self.new.package.def_span(t.def));
            out.internal("task-added", Sign::Added, format!("task {name} is new"), Detail::at(None, at));
        }
        self.passed(&old.outputs, &new.outputs, OUTPUT, out);
    }

    /// The runs of the file.
    pub(crate) fn runs(&self, out: &mut Out) {
        let (old, new) = (&self.old.package.runs, &self.new.package.runs);
        for (a, b) in old.iter().zip(new) {
            let graph = |side: &Side<'_>, id: GraphId| side.package.graphs.get(id).cloned();
            let (Some(a), Some(b)) = (graph(&self.old, *a), graph(&self.new, *b)) else { continue };
            for (x, y) in a.tasks.iter().zip(&b.tasks) {
                let (Some(old), Some(new)) = (task(&self.old, *x), task(&self.new, *y)) else { continue };
                self.callee(old, (new, *y), out);
                if old.args_open.is_none() && new.args_open.is_none() || same_args(old, new) {
                    self.passed(&old.args, &new.args, RUN_VALUE, out);
                } else {
                    out.unknown.push("the values of the run: not all of them could be read".to_owned());
                }
                self.rest(Entity::Task(*x), Entity::Task(*y), "the run", out);
            }
        }
    }

    fn task(&self, (old_graph, a): (&Graph, TaskId), (new_graph, b): (&Graph, TaskId), out: &mut Out) {
        let (Some(old), Some(new)) = (task(&self.old, a), task(&self.new, b)) else { return };
        let what = format!("task {}", quote(task_name(&self.new, b)));
        self.callee(old, (new, b), out);
        self.passed(&old.args, &new.args, ARGUMENT, out);
        self.edges((old_graph, a), (new_graph, b), &what, out);
        self.expr((old.when, new.when), "condition-changed", &format!("the condition of {what}"), out);
        let derived = out.changes.len();
        self.trigger(old, new, &what, out);
        let derived = derived..out.changes.len();
        self.each(old.each.as_ref(), new.each.as_ref(), &what, out);
        self.retry(old.retry.as_ref(), new.retry.as_ref(), &what, out);
        self.cache(&old.cache, &new.cache, &what, out);
        self.title(old, new, out);
        let own = out.changes.len();
        self.rest(Entity::Task(a), Entity::Task(b), &what, out);
        // What was told in words need not be told again as the one setting that says it.
        if !derived.is_empty() && out.changes.len() == own + 1 {
            out.changes.truncate(own);
        }
    }

    /// What a task runs.
    fn callee(&self, old: &Task, (new, b): (&Task, TaskId), out: &mut Out) {
        let what = format!("task {}", quote(task_name(&self.new, b)));
        let detail = || Detail::at(callee_span(&self.old, old), callee_span(&self.new, new));
        let (x, y) = (self.old.package.callee(old), self.new.package.callee(new));
        match (x, y) {
            (Some((x, _)), Some((y, _))) => {
                if self.components.get(&x) == Some(&y) {
                    if let (Callee::Inline(x), Callee::Inline(y)) = (old.callee, new.callee)
                        && !self.new.visible(y)
                    {
                        self.inner(x, y, task_name(&self.new, b), out);
                    }
                    return;
                }
                let names = (self.old.component_name(x), self.new.component_name(y));
                // Nobody knows yet which component is which: names must do.
                if self.components.is_empty() && names.0 == names.1 {
                    return;
                }
                let title = format!("{what} runs {}, and before {}", quote(names.1), quote(names.0));
                out.internal("task-component-changed", Sign::Changed, title, detail().values(names.0, names.1));
            }
            _ => {
                let unknown = |t: &Task| matches!(t.callee, Callee::Unknown(_) | Callee::Missing(_));
                let (x, y) = (callee_words(&self.old, old), callee_words(&self.new, new));
                if x == y {
                    return;
                }
                if unknown(old) || unknown(new) {
                    out.unknown.push(format!("what {what} runs: it could not be read in both versions"));
                    return;
                }
                let title = format!("{what} runs {y}, and before {x}");
                out.internal("task-component-changed", Sign::Changed, title, detail().values(x, y));
            }
        }
    }

    /// A component that is written inside of a task: nobody else can use it.
    fn inner(&self, x: ComponentId, y: ComponentId, task: &str, out: &mut Out) {
        let outer = match out.component.is_empty() {
            true => task.to_owned(),
            false => format!("{}/{task}", out.component),
        };
        let outer = std::mem::replace(&mut out.component, outer);
        let (visible, task) = (std::mem::replace(&mut out.visible, false), out.task.take());
        self.component(x, y, out);
        (out.component, out.visible, out.task) = (outer, visible, task);
    }

    /// What is passed, or handed out.
    fn passed(&self, old: &[Argument], new: &[Argument], passed: Passed, out: &mut Out) {
        let before = arguments(&self.old, old, &self.renames);
        let after = arguments(&self.new, new, &Renames::default());
        let Passed { added, removed, changed, word } = passed;
        for (key, value) in &before {
            let name = quote(&value.name);
            match after.get(key) {
                None => {
                    let mut detail = Detail::at(value.value.at.or(value.at), None);
                    detail.before = Some(value.value.words.clone());
                    let title = format!("{word} {name} is gone: {}", value.value.words);
                    out.internal(removed, Sign::Removed, title, detail);
                }
                Some(other) if other.value.key != value.value.key => {
                    let words = (&value.value.words, &other.value.words);
                    let title = match words.0 == words.1 {
                        true => format!("{word} {name} changed"),
                        false => format!("{word} {name}: {} → {}", words.0, words.1),
                    };
                    let detail = Detail::at(value.value.at.or(value.at), other.value.at.or(other.at));
                    out.internal(changed, Sign::Changed, title, detail.values(words.0, words.1));
                }
                Some(_) => {}
            }
        }
        for (key, value) in &after {
            if !before.contains_key(key) {
                let mut detail = Detail::at(None, value.value.at.or(value.at));
                detail.after = Some(value.value.words.clone());
                let title = format!("{word} {} is new: {}", quote(&value.name), value.value.words);
                out.internal(added, Sign::Added, title, detail);
            }
        }
    }

    fn edges(&self, (old, a): (&Graph, TaskId), (new, b): (&Graph, TaskId), what: &str, out: &mut Out) {
        let waits = |side: &Side<'_>, graph: &Graph, id: TaskId, renames: &Renames| -> BTreeMap<String, Option<Span>> {
            let edges = graph.edges.iter().filter(|e| e.waits == id);
            edges
                .map(|e| (rename::name(side, e.on, renames), side.package.reference(e.on).map(|r| r.at.span)))
                .collect()
        };
        let before = waits(&self.old, old, a, &self.renames);
        let after = waits(&self.new, new, b, &Renames::default());
        for (name, at) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            let title = format!("{what} no longer waits for {}", quote(name));
            out.internal("order-removed", Sign::Removed, title, Detail::at(*at, None));
        }
        for (name, at) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let title = format!("{what} waits for {} now", quote(name));
            out.internal("order-added", Sign::Added, title, Detail::at(None, *at));
        }
    }

    fn expr(&self, (old, new): (Option<ExprId>, Option<ExprId>), kind: &'static str, what: &str, out: &mut Out) {
        let none = Renames::default();
        let read = |side: &Side<'_>, id: Option<ExprId>, renames: &Renames| {
            let expr = side.package.exprs.get(id?)?;
            let node = side.node(expr.at.node);
            // White space between words means nothing in any of these languages but in their strings.
            let text = canon::text(side, node, renames);
            Some((text.trim().to_owned(), canon::shown(side, node), expr.at.span))
        };
        let (before, after) = (read(&self.old, old, &self.renames), read(&self.new, new, &none));
        let (sign, title) = match (&before, &after) {
            (Some((a, ..)), Some((b, ..))) if a == b => return,
            (Some((_, a, _)), Some((_, b, _))) => (Sign::Changed, format!("{what}: {a} → {b}")),
            (None, Some((_, b, _))) => (Sign::Added, format!("{what} is new: {b}")),
            (Some((_, a, _)), None) => (Sign::Removed, format!("{what} is gone: {a}")),
            (None, None) => return,
        };
        let detail = Detail {
            old: before.as_ref().map(|(_, _, at)| *at),
            new: after.as_ref().map(|(_, _, at)| *at),
            before: before.map(|(_, shown, _)| shown),
            after: after.map(|(_, shown, _)| shown),
        };
        out.internal(kind, sign, title, detail);
    }

    /// Why a task runs, and what of those before it must have come true.
    fn trigger(&self, old: &Task, new: &Task, what: &str, out: &mut Out) {
        let detail = || Detail::at(self.old.package.def_span(old.def), self.new.package.def_span(new.def));
        let results = |t: &Task| match t.trigger {
            Trigger::Results(expr) => Some(expr),
            _ => None,
        };
        match (old.trigger, new.trigger) {
            (Trigger::Results(_), _) | (_, Trigger::Results(_)) => {
                let what = format!("what {what} wants of the tasks before it");
                self.expr((results(old), results(new)), "trigger-changed", &what, out);
            }
            (Trigger::Unknown, _) | (_, Trigger::Unknown) => {}
            (a, b) if a != b => {
                let rest = match b {
                    Trigger::AllCompleted => {
                        "runs however the tasks before it ended, and before only where they succeeded"
                    }
                    _ => "only runs where the tasks before it succeeded, and before however they ended",
                };
                out.internal("trigger-changed", Sign::Changed, format!("{what} {rest}"), detail());
            }
            _ => {}
        }
        let role = |side: &Side<'_>, t: &Task, renames: &Renames| {
            let of = |id: Option<TaskId>| {
                let def = id.and_then(|id| task(side, id)).map(|t| t.def);
                def.map_or("the whole graph".to_owned(), |d| {
                    quote(renames.of(d).unwrap_or_else(|| side.package.def_name(d)))
                })
            };
            match t.role {
                TaskRole::Work => "as a part of the work".to_owned(),
                TaskRole::Exit(id) => format!("when {} has ended", of(id)),
                TaskRole::Hook(id) => format!("when something comes true while {} runs", of(id)),
            }
        };
        let (before, after) = (role(&self.old, old, &self.renames), role(&self.new, new, &Renames::default()));
        if before != after {
            let title = format!("{what} runs {after}, and before {before}");
            out.internal("role-changed", Sign::Changed, title, detail().values(before, after));
        }
        if old.stage != new.stage {
            let shown = |stage: Option<u32>| stage.map_or("none".to_owned(), |s| (s + 1).to_string());
            let title = format!("the stage of {what}: {} → {}", shown(old.stage), shown(new.stage));
            out.internal("order-added", Sign::Changed, title, detail());
        }
    }

    fn each(&self, old: Option<&Loop>, new: Option<&Loop>, what: &str, out: &mut Out) {
        let read = |side: &Side<'_>, each: Option<&Loop>, renames: &Renames| {
            let each = each?;
            let node = side.source.tree.node_at(each.span.start);
            let mut node = node?;
            while let Some(parent) = node.parent().filter(|p| each.span.contains(p.span())) {
                node = parent;
            }
            if node.is_key() {
                let key = node.id();
                node = node.parent()?.own_entries().find(|e| e.key.id() == key)?.value;
            }
            Some((canon::canon(side, node, renames), short(&canon::shown(side, node), VALUE)))
        };
        let (before, after) = (read(&self.old, old, &self.renames), read(&self.new, new, &Renames::default()));
        let detail = Detail {
            old: old.map(|e| e.span),
            new: new.map(|e| e.span),
            before: before.as_ref().map(|(_, shown)| shown.clone()),
            after: after.as_ref().map(|(_, shown)| shown.clone()),
        };
        let (sign, title) = match (&before, &after) {
            (Some((a, _)), Some((b, _))) if a == b => return,
            (Some((_, a)), Some((_, b))) => (Sign::Changed, format!("the loop of {what}: {a} → {b}")),
            (None, Some((_, b))) => (Sign::Added, format!("{what} runs in a loop now: {b}")),
            (Some((_, a)), None) => (Sign::Removed, format!("{what} no longer runs in a loop: {a}")),
            (None, None) => return,
        };
        out.internal("loop-changed", sign, title, detail);
    }

    fn cache(&self, old: &Val<bool>, new: &Val<bool>, what: &str, out: &mut Out) {
        let default = |side: &Side<'_>| side.package.dialect.traits.cache_unspecified.map(|c| c.default);
        let read = |side: &Side<'_>, val: &Val<bool>| match val {
            Val::Known(value, _) => Some(*value),
            Val::Absent => default(side),
            Val::Unknown(..) => None,
        };
        let detail = Detail::at(old.origin().map(|o| o.span), new.origin().map(|o| o.span));
        match (read(&self.old, old), read(&self.new, new)) {
            (a, b) if a == b => {}
            (_, Some(true)) => {
                out.internal("cache-changed", Sign::Changed, format!("results of {what} may be reused now"), detail);
            }
            (_, Some(false)) => {
                out.internal("cache-changed", Sign::Changed, format!("results of {what} are no longer reused"), detail);
            }
            (_, None) if matches!(new, Val::Unknown(..)) => {
                out.unknown.push(format!("whether results of {what} are reused"))
            }
            (_, None) => {
                let title = format!("whether results of {what} are reused is no longer said");
                out.internal("cache-changed", Sign::Changed, title, detail);
            }
        }
    }

    fn title(&self, old: &Task, new: &Task, out: &mut Out) {
        let title = |side: &Side<'_>, t: &Task| t.title.known().map(|n| side.package.names.text(*n).to_owned());
        let (before, after) = (title(&self.old, old), title(&self.new, new));
        // A name that is shown follows the name.
        let follows = |side: &Side<'_>, t: &Task, title: &Option<String>| {
            title.as_deref().is_none_or(|shown| shown == side.package.def_name(t.def))
        };
        if before == after || (follows(&self.old, old, &before) && follows(&self.new, new, &after)) {
            return;
        }
        let shown = |t: Option<String>| t.unwrap_or_else(|| "none".to_owned());
        let (before, after) = (shown(before), shown(after));
        let detail = Detail::at(old.title.origin().map(|o| o.span), new.title.origin().map(|o| o.span));
        let words = format!("the name that is shown: {before} → {after}");
        out.add("task-title-changed", Verdict::Info, Sign::Changed, words, detail.values(before, after));
    }
}

/// Whether both may pass more than is listed, for the same reason.
fn same_args(old: &Task, new: &Task) -> bool {
    old.args_open == new.args_open
}

fn callee_span(side: &Side<'_>, task: &Task) -> Option<Span> {
    match task.callee {
        Callee::Ref(reference) => side.package.reference(reference).map(|r| r.at.span),
        Callee::Missing(at) => Some(at),
        _ => side.package.def_span(task.def),
    }
}

/// What a task runs that is not of this file, or cannot be told.
fn callee_words(side: &Side<'_>, task: &Task) -> String {
    match task.callee {
        Callee::Ref(reference) => {
            let keys = side.package.reference(reference).map_or(&[][..], |r| side.package.symbols.keys_of(r.base));
            let said = |key: &Key| match key {
                Key::Digest(digest) => format!("digest `{digest}`"),
                Key::Path(path) | Key::Location(path) => format!("`{path}`"),
                Key::Object { kind, name, part } => {
                    let part = part.as_deref().map_or_else(String::new, |p| format!(", template `{p}`"));
                    format!("{} `{name}`{part}", kind.rsplit('/').next().unwrap_or(kind))
                }
            };
            let said: Vec<String> = keys.iter().map(said).collect();
            if said.is_empty() { quote(&rename::name(side, reference, &Renames::default())) } else { said.join(", ") }
        }
        Callee::Inline(_) => "a component of its own".to_owned(),
        Callee::Missing(_) | Callee::Unknown(_) => "nothing that can be told".to_owned(),
    }
}

/// An argument, ready to be compared.
struct Given {
    name: String,
    value: Value,
    at: Option<Span>,
}

/// Arguments by name and kind of port.
fn arguments(side: &Side<'_>, args: &[Argument], renames: &Renames) -> BTreeMap<(String, bool), Given> {
    let mut found = BTreeMap::new();
    for argument in args {
        let name = rename::name(side, argument.port, renames);
        let reference = side.package.reference(argument.port);
        let port = side.package.target(argument.port).and_then(|def| side.package.port_of(def));
        let plain = all_text(side.package, port.map(|p| &p.ty.ty));
        let mut value = bindings::value(side, argument.binding, plain, renames);
        if let Some(expr) = argument.transform.and_then(|e| side.package.exprs.get(e)) {
            let node = side.node(expr.at.node);
            value.key = format!("{}\n{}", value.key, canon::text(side, node, renames));
            value.words = short(&format!("{} ({})", value.words, canon::shown(side, node)), VALUE);
        }
        if let Some(claims) = argument.claims.as_ref().and_then(|c| c.at) {
            value.key = format!("{}\nas {}", value.key, canon::canon(side, side.node(claims.node), renames));
        }
        let artifact = reference.is_some_and(|r| r.want == Some(ir_model::PortKind::Artifact));
        let at = reference.map(|r| r.at.span);
        found.insert((name.clone(), artifact), Given { name, value, at });
    }
    found
}
