//! The tags of every scalar, wherever it stands: Argo replaces them in the whole text of a template.

use ir_model::{
    Base, Binding, BindingId, DefId, Engine, ExprProblem, ExprProblemKind, Language, NameSlot, Ns, PortKind, RefId,
    Role, ScopeId, TaskRead,
};
use ir_syntax::{Kind, Node, Span};

use super::Argo;
use super::expr::embedded::read_tag;
use super::expression;
use super::reference::{NodeAttribute, NodeOf, ROOTS, Reference};
use super::tag::{self, Body, Segment, Tag};
use crate::DocumentKind;
use crate::language::problem::{Mend, Problem};
use crate::language::publish::publish;
use crate::lowering::{Use, literal, one_slip, text_origin};

/// What a text sees.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The object: its arguments are the parameters of the workflow.
    pub(super) object: ScopeId,
    /// Where names are looked up from.
    pub(super) here: ScopeId,
    /// Who speaks.
    pub(super) user: Option<DefId>,
    /// The word by which the tasks around are called, where there are any.
    pub(super) tasks: Option<NodeOf>,
    /// Whether the text is about what ran, as metrics are.
    pub(super) after: bool,
}

/// What a tag's text as a value comes from.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Input(RefId),
    Output { task: RefId, port: RefId },
    Other,
}

/// What the tags of one scalar say.
#[derive(Default)]
pub(super) struct Text {
    pub(super) refs: Vec<RefId>,
    /// What the scalar is, where it is one tag and nothing else.
    whole: Option<Source>,
}

/// Nesting beyond this is no workflow's.
const DEPTH: u32 = 96;

impl<'t> Argo<'t> {
    /// Whether a text is in a task that runs once for each item.
    pub(super) fn loops(&self, place: Place) -> bool {
        self.looping.contains(&place.here)
    }

    /// What of the workflow is not there, as the object is written: the failures without an exit handler, the
    /// priority without one.
    fn absent(&self, word: &str) -> Option<(&'static str, &'static str)> {
        let object = self.objects.get(self.current)?;
        let spec = object.spec?;
        let has = |keys: &[&str]| self.l.path(spec, keys).is_some();
        let runs = matches!(object.kind, DocumentKind::ArgoWorkflow | DocumentKind::ArgoCronWorkflow);
        if !runs || spec.has_loss() || has(&["workflowTemplateRef"]) {
            return None;
        }
        match word {
            "failures" if !has(&["onExit"]) && !has(&["hooks", "exit"]) => {
                Some(("`workflow.failures` is only there in a workflow with an exit handler", "`onExit` is missing"))
            }
            "priority" if !has(&["priority"]) => {
                Some(("`workflow.priority` is only there where the spec sets it", "`priority` is missing"))
            }
            _ => None,
        }
    }

    /// Reads every scalar below `node` that nobody has read yet.
    pub(super) fn walk(&mut self, node: Node<'t>, place: Place, depth: u32) {
        let place = self.regions.get(&node.id()).copied().unwrap_or(place);
        match node.kind() {
            Kind::Scalar => {
                self.text(node, place);
            }
            _ if depth > DEPTH => {}
            Kind::Sequence => node.items().for_each(|item| self.walk(item, place, depth + 1)),
            Kind::Mapping => {
                for entry in node.own_entries() {
                    self.text(entry.key, place);
                    self.check_hazard(entry.key, entry.value);
                    if expression::KEYS.contains(&entry.key.text()) {
                        let place = self.regions.get(&entry.value.id()).copied().unwrap_or(place);
                        self.expression(entry.value, place);
                    }
                    self.walk(entry.value, place, depth + 1);
                }
            }
            Kind::Alias => {}
        }
    }

    /// The tags of a scalar, once.
    pub(super) fn text(&mut self, node: Node<'t>, place: Place) -> Text {
        let mut found = Text::default();
        if !node.is_scalar() || !tag::may_be_in(node.text()) || !self.seen.insert(node.id()) {
            return found;
        }
        let text = node.text();
        let tags = tag::scan(text);
        let mut problems = Vec::new();
        let whole = text.trim();
        for tag in &tags {
            let before = found.refs.len();
            let source = Reading { argo: self, node, place, problems: &mut problems, refs: &mut found.refs }.tag(tag);
            let alone = tag.span.slice(text) == whole && tags.len() == 1;
            if alone && found.refs.len() > before {
                found.whole = Some(source);
            }
        }
        self.unfinished_tags(node, place);
        if !problems.is_empty() || !found.refs.is_empty() {
            self.l.expr(Language::ArgoTag, node, found.refs.clone(), problems);
        }
        found
    }

    /// A value: written out, or from where its tags say.
    pub(super) fn value(&mut self, node: Node<'t>, place: Place) -> BindingId {
        let written = text_origin(node);
        if !node.is_scalar() || !tag::may_be_in(node.text()) {
            return self.l.binding(Binding::Literal(literal(node), written));
        }
        self.in_argument = true;
        let text = self.text(node, place);
        self.in_argument = false;
        let binding = match text.whole {
            Some(Source::Input(input)) => Binding::Input(input),
            Some(Source::Output { task, port }) => Binding::Output { task, port },
            _ => Binding::Template(text.refs, written),
        };
        self.l.binding(binding)
    }

    /// Names for the tags that were begun and have no end yet.
    fn unfinished_tags(&mut self, node: Node<'t>, place: Place) {
        for begun in tag::unfinished(node.text()) {
            let replace = Span::new(begun.replace.start, begun.span.end);
            self.slot(node, &begun.before, (replace, begun.after), place);
        }
    }

    /// A place for a name behind the names `before` of a tag.
    fn slot(&mut self, node: Node<'t>, before: &[Span], (replace, after): (Span, &'static str), place: Place) {
        let text = node.text();
        let names: Vec<&str> = before.iter().map(|s| s.slice(text)).collect();
        let kind = |word: &str| match word {
            "parameters" => Some(PortKind::Parameter),
            "artifacts" => Some(PortKind::Artifact),
            _ => None,
        };
        let here = Base::Scope(place.here);
        let found = match names.as_slice() {
            ["workflow", "parameters"] => Some((Ns::Input, Base::Scope(place.object), Some(PortKind::Parameter))),
            ["inputs", word] => kind(word).map(|k| (Ns::Input, here, Some(k))),
            ["outputs", word] => kind(word).map(|k| (Ns::Output, here, Some(k))),
            ["steps" | "tasks"] => Some((Ns::Task, here, None)),
            ["steps" | "tasks", _, "outputs", word] => kind(word).and_then(|k| {
                let task = before.get(1)?;
                let usage = Use { want: None, role: Role::Read, must: true, user: place.user };
                let task = self.l.inner_reference((Ns::Task, here), node, task.range(), task.range(), usage);
                Some((Ns::Output, Base::Member(task), Some(k)))
            }),
            _ => None,
        };
        if let Some((ns, base, want)) = found {
            let span = self.l.inner_span(node, replace.range());
            let slot = NameSlot { span, node: node.id(), ns, base, want, before: "", after };
            self.l.package.symbols.slots.push(slot);
        }
    }
}

/// The reading of one scalar.
struct Reading<'a, 't> {
    argo: &'a mut Argo<'t>,
    node: Node<'t>,
    place: Place,
    problems: &'a mut Vec<ExprProblem>,
    refs: &'a mut Vec<RefId>,
}

/// `argo lint` looks at no other tags; these alone it resolves.
const CHECKED: &[&str] = &["item", "steps", "inputs", "outputs", "pod", "workflow", "tasks"];

impl<'t> Reading<'_, 't> {
    fn text(&self) -> &'t str {
        self.node.text()
    }

    fn tag(&mut self, tag: &Tag) -> Source {
        match &tag.body {
            Body::Simple { segments, reference } => self.simple(tag, segments, reference),
            Body::Expression { .. } => {
                self.expression(tag);
                Source::Other
            }
        }
    }

    fn simple(&mut self, tag: &Tag, segments: &[Segment], reference: &Reference) -> Source {
        let (here, object) = (Base::Scope(self.place.here), Base::Scope(self.place.object));
        match reference {
            Reference::WorkflowParameter { name } => {
                let found = self.name(Ns::Input, object, *name, Some(PortKind::Parameter), tag);
                Source::Input(found)
            }
            Reference::WorkflowParameters => self.all(Ns::Input, object),
            Reference::WorkflowAttribute { name, .. } => {
                let word = name.slice(self.text());
                if let Some((title, label)) = self.argo.absent(word) {
                    let problem = Problem::new(ExprProblemKind::Name, *name, title).label(label);
                    self.problem(&problem, segments);
                }
                Source::Other
            }
            Reference::WorkflowOutput { kind, name } => {
                self.name(Ns::Output, object, *name, Some(*kind), tag);
                Source::Other
            }
            Reference::WorkflowMetadata { annotation, name: Some(name) } => {
                let ns = if *annotation { Ns::Annotation } else { Ns::Label };
                self.name(ns, object, *name, None, tag);
                Source::Other
            }
            Reference::Input { kind, name, path } => {
                let found = self.name(Ns::Input, here, *name, Some(*kind), tag);
                if *path { Source::Other } else { Source::Input(found) }
            }
            Reference::Inputs => self.all(Ns::Input, here),
            Reference::Output { kind, name, path } if *path => {
                self.name(Ns::Output, here, *name, Some(*kind), tag);
                Source::Other
            }
            Reference::Output { kind, name, .. } => {
                let usage = Use { want: Some(*kind), role: Role::Read, must: self.place.after, user: self.place.user };
                self.named(Ns::Output, here, *name, usage, tag);
                Source::Other
            }
            Reference::Node { of, name, attribute } => self.of_task(tag, segments, *of, *name, *attribute),
            Reference::Item { path } => self.item(tag, segments, *path),
            Reference::Misnamed { at, names } => {
                let word = at.slice(self.text());
                let before = self.before(segments, *at);
                let title = format!("`{before}` has no `{word}`");
                let problem = Problem::new(ExprProblemKind::Name, *at, title).candidates(names.to_vec());
                self.problem(&problem, segments)
            }
            Reference::TooLong { from } => {
                let title = format!("`{}` has nothing inside of it", self.before(segments, *from));
                self.problem(&Problem::new(ExprProblemKind::Name, *from, title), segments)
            }
            Reference::TooShort { names } => {
                if let Some((last, before)) = segments.split_last().filter(|(last, _)| last.span.is_empty()) {
                    let before: Vec<Span> = before.iter().map(|s| s.span).collect();
                    let replace = Span::new(last.span.start, tag.span.end);
                    self.argo.slot(self.node, &before, (replace, "}}"), self.place);
                }
                let written = self.whole(segments);
                let title = format!("`{written}` names nothing yet");
                let label = if names.is_empty() { "a name must follow".to_owned() } else { words(names) };
                self.problem(
                    &Problem::new(ExprProblemKind::Name, written_span(segments, tag), title).label(label),
                    segments,
                )
            }
            Reference::Brackets { brackets, name } => {
                let name = name.slice(self.text());
                let title = format!("only expressions have brackets: this is written `.{name}`");
                let mend = Mend { title: format!("Write `.{name}`"), edits: vec![(*brackets, format!(".{name}"))] };
                let mut problem = Problem::new(ExprProblemKind::Name, *brackets, title);
                problem.fix = Some(mend);
                self.problem(&problem, segments)
            }
            Reference::Unknown { root } => {
                let word = root.slice(self.text());
                // Templates of other languages stand in scripts and manifests: only what is nearly one of Argo's
                // is one of Argo's.
                let meant = |known: &&&str| one_slip(known, word) || format!("{known}s") == word || word == "workflows";
                if segments.len() > 1 && ROOTS.iter().any(|known| meant(&known)) {
                    let title = format!("there is no `{word}` in tags");
                    let problem = Problem::new(ExprProblemKind::Name, *root, title).candidates(ROOTS.to_vec());
                    return self.problem(&problem, segments);
                }
                Source::Other
            }
            Reference::Hole => {
                for ns in [Ns::Input, Ns::Task] {
                    self.all(ns, here);
                }
                Source::Other
            }
            _ => Source::Other,
        }
    }

    /// `steps.a.outputs.result` and its kin.
    fn of_task(
        &mut self,
        tag: &Tag,
        segments: &[Segment],
        of: NodeOf,
        name: Segment,
        attribute: NodeAttribute,
    ) -> Source {
        let here = Base::Scope(self.place.here);
        if let Some(tasks) = self.place.tasks.filter(|t| *t != of)
            && let Some(root) = segments.first()
        {
            let (wrong, right) = if tasks == NodeOf::Step { ("tasks", "steps") } else { ("steps", "tasks") };
            let (one, body) = if tasks == NodeOf::Step { ("a step", "steps") } else { ("a task", "dag") };
            let title = format!("in `{body}` the outputs of {one} are `{right}.…`, not `{wrong}.…`");
            let mend =
                Mend { title: format!("Replace `{wrong}` by `{right}`"), edits: vec![(root.span, right.to_owned())] };
            let mut problem = Problem::new(ExprProblemKind::Name, root.span, title);
            problem.fix = Some(mend);
            self.problem(&problem, segments);
        }
        let usage = Use { want: None, role: Role::Read, must: true, user: self.place.user };
        let task = self.named(Ns::Task, here, name, usage, tag);
        self.reads(task, tag, name, attribute);
        let member = Base::Member(task);
        match attribute {
            NodeAttribute::Parameter(port) => {
                Source::Output { task, port: self.name(Ns::Output, member, port, Some(PortKind::Parameter), tag) }
            }
            NodeAttribute::Artifact(port) => {
                Source::Output { task, port: self.name(Ns::Output, member, port, Some(PortKind::Artifact), tag) }
            }
            NodeAttribute::Parameters => {
                self.all(Ns::Output, member);
                Source::Other
            }
            NodeAttribute::Result => self.attribute(tag, segments, member),
            NodeAttribute::ExitCode | NodeAttribute::Ip => self.attribute(tag, segments, member),
            _ => Source::Other,
        }
    }

    /// What another task gives must be there by then.
    fn reads(&mut self, task: RefId, tag: &Tag, name: Segment, attribute: NodeAttribute) {
        let status = attribute == NodeAttribute::Status;
        let own =
            self.place.user.is_some_and(|user| self.argo.l.package.def_name(user) == name.span.slice(self.text()));
        if name.hole || (status && own) {
            return;
        }
        // Of a DAG, `argo lint` only looks at the beginnings of arguments, and at every status.
        let looked_at = status || (self.argo.in_argument && tag.span.start == 0);
        let late = self.place.tasks == Some(NodeOf::Task) && !looked_at;
        self.argo.l.package.reads.push(TaskRead { task, late });
    }

    /// What only some tasks have: the last name of the tag.
    fn attribute(&mut self, tag: &Tag, segments: &[Segment], base: Base) -> Source {
        if let Some(last) = segments.last() {
            self.name(Ns::Attribute, base, *last, None, tag);
        }
        Source::Other
    }

    fn item(&mut self, tag: &Tag, segments: &[Segment], path: Option<Segment>) -> Source {
        let here = Base::Scope(self.place.here);
        let Some(root) = segments.first() else { return Source::Other };
        let item = self.name(Ns::Item, here, *root, None, tag);
        if path.is_none() {
            // `argo lint` lets a bare one pass wherever it stands.
            self.argo.l.edit_ref(item, |r| r.engines = &[Engine::Argo]);
        }
        if let Some(path) = path {
            self.name(Ns::Attribute, Base::Member(item), path, None, tag);
        }
        Source::Other
    }

    /// What an expression names. With holes it cannot be read.
    fn expression(&mut self, tag: &Tag) {
        if !tag.holes.is_empty() {
            self.all(Ns::Input, Base::Scope(self.place.here));
            self.all(Ns::Input, Base::Scope(self.place.object));
        }
        if let Some(read) = read_tag(self.text(), tag) {
            self.argo.read_expression(self.node, &read, self.place, (self.refs, self.problems));
        }
    }

    fn name(&mut self, ns: Ns, base: Base, name: Segment, want: Option<PortKind>, tag: &Tag) -> RefId {
        self.named(ns, base, name, Use { want, role: Role::Read, must: true, user: self.place.user }, tag)
    }

    fn named(&mut self, ns: Ns, base: Base, name: Segment, usage: Use, tag: &Tag) -> RefId {
        let found = if name.hole {
            self.argo.l.wildcard(ns, base, self.node, self.place.user)
        } else {
            self.argo.l.inner_reference((ns, base), self.node, name.span.range(), tag.span.range(), usage)
        };
        self.refs.push(found);
        found
    }

    fn all(&mut self, ns: Ns, base: Base) -> Source {
        self.refs.push(self.argo.l.wildcard(ns, base, self.node, self.place.user));
        Source::Other
    }

    fn problem(&mut self, problem: &Problem, segments: &[Segment]) -> Source {
        let root = segments.first().map_or("", |s| s.span.slice(self.text()));
        let mut published = publish(&mut self.argo.l, self.node, 0, problem);
        if !CHECKED.contains(&root) {
            published.engines = &[Engine::Argo];
        }
        self.problems.push(published);
        Source::Other
    }

    /// What stands before a name of the tag.
    fn before(&self, segments: &[Segment], at: Span) -> &'t str {
        let start = segments.first().map_or(at.start, |s| s.span.start);
        self.text().get(start as usize..(at.start as usize).saturating_sub(1)).unwrap_or("")
    }

    fn whole(&self, segments: &[Segment]) -> &'t str {
        let (first, last) = (segments.first().map(|s| s.span), segments.last().map(|s| s.span));
        first.zip(last).map_or("", |(a, b)| a.cover(b).slice(self.text()))
    }
}

/// The names of the tag, all of them.
fn written_span(segments: &[Segment], tag: &Tag) -> Span {
    let (first, last) = (segments.first().map(|s| s.span), segments.last().map(|s| s.span));
    first.zip(last).map_or(tag.span, |(a, b)| a.cover(b))
}

fn words(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    format!("one of {}", quoted.join(", "))
}
