//! What the format's own words cannot tell: values, references, expressions and settings that are well formed and wrong.

mod condition;
mod container;
mod document;
mod graph;
mod loops;
mod placeholder;
mod platform;
mod types;
mod v1;

use ir_model::Severity;
use ir_syntax::{Entry, Node, Scalar, Span, Style};

use super::{File, Mutant, bare, is_flow, keys};
use crate::rng::Rng;

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

pub(super) fn mutants(file: &File<'_>, rng: &mut Rng, all: &mut Vec<Mutant>) {
    let mut pen = Pen { file, rng, all };
    for root in file.source.tree.roots() {
        if root.get("platforms").is_some() {
            platform::mutants(&mut pen, root);
        } else if root.get("implementation").is_some() {
            v1::mutants(&mut pen, root);
        } else {
            let job = root.get("pipelineSpec");
            let spec = Spec { root: job.unwrap_or(root), job: job.is_some() };
            document::mutants(&mut pen, spec);
            graph::mutants(&mut pen, spec);
            types::mutants(&mut pen, spec);
            loops::mutants(&mut pen, spec);
            condition::mutants(&mut pen, spec);
            placeholder::mutants(&mut pen, spec);
            container::mutants(&mut pen, spec);
        }
    }
}

/// Writes mutants.
struct Pen<'f, 't, 'a> {
    file: &'f File<'t>,
    rng: &'a mut Rng,
    all: &'a mut Vec<Mutant>,
}

impl<'t> Pen<'_, 't, '_> {
    fn line(&self, node: Node<'_>) -> u32 {
        self.file.line(node.span().start)
    }

    fn put(&mut self, kind: &'static str, edits: Vec<(Span, String)>, lines: Vec<u32>, level: Severity) {
        let text = self.file.source.text();
        let short = |s: &str| s.trim().chars().take(40).collect::<String>().replace('\n', "⏎");
        let (span, new) = &edits[0];
        let what = format!("`{}` to `{}`", short(span.slice(text)), short(new));
        self.all.push(Mutant { kind, what, edits, lines, level });
    }

    /// `new` instead of the text of a scalar, inside its quotes.
    fn word(&mut self, kind: &'static str, node: Node<'t>, new: &str, level: Severity) {
        if let Some(span) = bare(node).filter(|_| node.text() != new) {
            self.put(kind, vec![(span, new.to_owned())], vec![self.file.line(span.start)], level);
        }
    }

    /// A slip of the keyboard in a scalar.
    fn slip(&mut self, kind: &'static str, node: Node<'t>, level: Severity) {
        if let Some(new) = self.file.slip(node.text(), self.rng) {
            self.word(kind, node, &new, level);
        }
    }

    /// `to` instead of the first `from` in the source of a scalar.
    fn inside(&mut self, kind: &'static str, node: Node<'t>, from: &str, to: &str, level: Severity) {
        let raw = node.span().slice(self.file.source.text());
        if let Some(at) = raw.find(from).filter(|_| !node.is_alias()) {
            let start = node.span().start + at as u32;
            let span = Span::new(start, start + from.len() as u32);
            self.put(kind, vec![(span, to.to_owned())], vec![self.file.line(start)], level);
        }
    }

    /// What replaces the value of `entry` by `new`, which is JSON.
    fn instead(&self, entry: Entry<'t>, new: &str) -> Option<(Span, String)> {
        let (key, value) = (entry.key.span(), entry.value.span());
        let plain = !entry.value.is_alias() && key.end <= value.start;
        // What stands between key and value would be lost: an anchor, a tag, a comment.
        let plain = plain && Span::new(key.end, value.start).slice(self.file.source.text()).trim() == ":";
        plain.then(|| (Span::new(key.end, value.end), format!(": {new}")))
    }

    /// A number instead of an unquoted text.
    fn number(&mut self, kind: &'static str, node: Node<'t>, level: Severity) {
        if node.style() == Style::Plain {
            self.word(kind, node, "5", level);
        }
    }

    /// `new`, which is JSON, instead of the value of an entry.
    fn value(&mut self, kind: &'static str, entry: Entry<'t>, new: &str, level: Severity) {
        if let Some(edit) = self.instead(entry, new) {
            self.put(kind, vec![edit], vec![self.line(entry.key)], level);
        }
    }

    /// What writes a new entry in front of the others of `map`, with how many lines that adds.
    fn added(&self, map: Node<'t>, key: &str, new: &str) -> Option<(Span, String, u32)> {
        let fresh = !map.is_alias() && map.get(key).is_none();
        let first = map.own_entries().next().filter(|e| fresh && e.key.tag().is_none())?;
        let at = first.key.span().start;
        if is_flow(map) {
            return Some((Span::at(at), format!("\"{key}\": {new}, "), 0));
        }
        let start = self.file.index.line_start(self.file.line(at));
        let column = Span::new(start, at).slice(self.file.source.text()).chars().count();
        Some((Span::at(at), format!("{key}: {new}\n{}", " ".repeat(column)), 1))
    }

    /// A new entry in front of the others of `map`. Right is the entry's line, and what `beside` says of the valid text.
    fn add(
        &mut self,
        kind: &'static str,
        map: Node<'t>,
        (key, new): (&str, &str),
        beside: &[Node<'t>],
        level: Severity,
    ) {
        let Some((span, words, more)) = self.added(map, key, new) else { return };
        let at = self.file.line(span.start);
        let mut lines = vec![at];
        lines.extend(beside.iter().map(|n| self.line(*n)).map(|l| if l >= at { l + more } else { l }));
        self.put(kind, vec![(span, words)], lines, level);
    }

    /// Takes an entry away. Right are the mapping's other keys, the key above, and what `beside` says.
    fn remove(&mut self, kind: &'static str, map: Node<'t>, entry: Entry<'t>, beside: &[Node<'t>], level: Severity) {
        let Some(mut mutant) = keys::removed(self.file, map, entry) else { return };
        let (span, _) = mutant.edits[0];
        let (from, to) = (self.file.line(span.start), self.file.line(span.end));
        let moved = |line: u32| if line >= to && line > from { line - (to - from) } else { line };
        mutant.lines.extend(beside.iter().map(|n| moved(self.line(*n))));
        self.all.push(Mutant { kind, level, ..mutant });
    }
}

/// A PipelineSpec.
#[derive(Clone, Copy)]
struct Spec<'t> {
    root: Node<'t>,
    /// Whether it stands in a job, which other engines run.
    job: bool,
}

/// A graph of tasks.
struct Dag<'t> {
    /// The component, or the root.
    owner: Node<'t>,
    /// What it is called; empty for the root.
    name: &'t str,
    dag: Node<'t>,
    tasks: Vec<Entry<'t>>,
}

impl<'t> Spec<'t> {
    fn components(self) -> Vec<Entry<'t>> {
        list(self.root.get("components"))
    }

    fn executors(self) -> Vec<Entry<'t>> {
        list(self.root.get("deploymentSpec").and_then(|d| d.get("executors")))
    }

    fn dags(self) -> Vec<Dag<'t>> {
        let components = self.components().into_iter().map(|e| (e.key.text(), e.value));
        let all = self.root.get("root").map(|root| ("", root)).into_iter().chain(components);
        all.filter_map(|(name, owner)| {
            let dag = owner.get("dag")?;
            Some(Dag { owner, name, dag, tasks: list(dag.get("tasks")) })
        })
        .collect()
    }

    fn tasks(self) -> Vec<(Node<'t>, Node<'t>)> {
        self.dags().into_iter().flat_map(|d| d.tasks.into_iter().map(|t| (t.key, t.value))).collect()
    }

    /// The component that a task runs.
    fn callee(self, task: Node<'t>) -> Option<Node<'t>> {
        let name = task.get("componentRef")?.get("name")?.text();
        self.root.get("components")?.get(name)
    }

    /// The executor that a component runs.
    fn executor(self, component: Node<'t>) -> Option<Node<'t>> {
        let label = component.get("executorLabel")?.text();
        self.root.get("deploymentSpec")?.get("executors")?.get(label)
    }

    /// Whether the file is of the version that the open-source engine runs.
    fn current(self) -> bool {
        !self.job && self.root.get("schemaVersion").is_some_and(|v| v.text() == "2.1.0")
    }
}

/// The entries that are written at a mapping, where there is one.
fn list(map: Option<Node<'_>>) -> Vec<Entry<'_>> {
    map.filter(|m| !m.is_alias()).into_iter().flat_map(Node::own_entries).collect()
}

/// The inputs (`inputDefinitions`) or outputs of a component, of one kind (`parameters`, `artifacts`).
fn ports<'t>(component: Node<'t>, definitions: &str, kind: &str) -> Vec<Entry<'t>> {
    list(component.get(definitions).and_then(|d| d.get(kind)))
}

fn is_true(node: Option<Node<'_>>) -> bool {
    node.is_some_and(|n| n.scalar() == Some(Scalar::Bool(true)))
}

/// Whether a task must pass this input.
fn required(port: Node<'_>) -> bool {
    !is_true(port.get("isOptional"))
        && port.get("defaultValue").is_none()
        && port.get("parameterType").is_none_or(|t| !t.text().starts_with("TASK_"))
}

/// Every scalar at and under `node` that is written there.
fn scalars<'t>(node: Node<'t>, found: &mut Vec<Node<'t>>) {
    if node.is_alias() {
        return;
    }
    if node.is_scalar() && !node.is_key() {
        found.push(node);
    }
    node.children().for_each(|child| scalars(child, found));
}
