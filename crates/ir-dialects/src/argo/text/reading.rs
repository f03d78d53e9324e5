//! What the tags of one scalar name.

use ir_model::{Base, Engine, ExprProblem, ExprProblemKind, Ns, Parent, PortKind, RefId, Role, TaskRead};
use ir_syntax::{Node, Span};

use super::{Argo, Place, Source, Within};
use crate::DocumentKind;
use crate::argo::expr::embedded::read_tag;
use crate::argo::expression::LATE;
use crate::argo::reference::{NodeAttribute, NodeOf, ROOTS, Reference};
use crate::argo::tag::{Body, Segment, Tag};
use crate::language::problem::{Mend, Problem};
use crate::language::publish::publish;
use crate::lowering::{Use, one_slip};

impl<'t> Argo<'t> {
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
            "parameters" if self.parameters.is_empty() && !self.parameters_open => {
                Some(("the workflow takes no parameters", "`arguments.parameters` is missing or empty"))
            }
            _ => None,
        }
    }

    /// Whether the object at hand declares a parameter. Whoever uses a template of workflows may bring more.
    pub(in crate::argo) fn parameter(&self, name: &str) -> Known {
        let template = self.objects.get(self.current).is_some_and(|o| {
            matches!(o.kind, DocumentKind::ArgoWorkflowTemplate | DocumentKind::ArgoClusterWorkflowTemplate)
        });
        if !template || self.parameters.contains(name) {
            Known::Here
        } else if self.parameters.len() < MOST_NEAR && self.parameters.iter().any(|known| one_slip(known, name)) {
            Known::Slip
        } else {
            Known::Elsewhere
        }
    }

    /// Whether a step stands beside others that loop.
    fn leaks(&self, place: Place) -> bool {
        let around = self.l.package.symbols.scopes.get(place.here).map(|s| &s.parent);
        matches!(around, Some(Parent::One(graph)) if self.leaking.contains(graph)) && !self.loops(place)
    }
}

/// What is known of a parameter of the workflow.
pub(in crate::argo) enum Known {
    /// It must be declared in the object.
    Here,
    /// It may be declared by whoever uses the object, and is nearly one that is declared here.
    Slip,
    /// Whoever uses the object may declare it.
    Elsewhere,
}

/// Names are compared with no more than these.
const MOST_NEAR: usize = 64;

/// The reading of one scalar.
pub(super) struct Reading<'a, 't> {
    pub(super) argo: &'a mut Argo<'t>,
    pub(super) node: Node<'t>,
    pub(super) place: Place,
    pub(super) problems: &'a mut Vec<ExprProblem>,
    pub(super) refs: &'a mut Vec<RefId>,
}

/// `argo lint` looks at no other tags; these alone it resolves.
pub(super) const CHECKED: &[&str] = &["item", "steps", "inputs", "outputs", "pod", "workflow", "tasks"];

impl<'t> Reading<'_, 't> {
    fn text(&self) -> &'t str {
        self.node.text()
    }

    pub(super) fn tag(&mut self, tag: &Tag) -> Source {
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
                let written = name.span.slice(self.text());
                match self.argo.parameter(written) {
                    Known::Here => {
                        let found = self.name(Ns::Input, object, *name, Some(PortKind::Parameter), tag);
                        Source::Input(found)
                    }
                    Known::Slip => {
                        let found = self.name(Ns::Input, object, *name, Some(PortKind::Parameter), tag);
                        self.argo.l.edit_ref(found, |r| r.engines = LATE);
                        Source::Input(found)
                    }
                    Known::Elsewhere => self.all(Ns::Input, object),
                }
            }
            Reference::WorkflowParameters => {
                if let (Some((title, label)), Some(word)) = (self.argo.absent("parameters"), segments.get(1)) {
                    self.problem(&Problem::new(ExprProblemKind::Name, word.span, title).label(label), segments);
                }
                self.all(Ns::Input, object)
            }
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
            Reference::Input { kind, name, path: false } => {
                Source::Input(self.name(Ns::Input, here, *name, Some(*kind), tag))
            }
            Reference::Input { kind, name, path: true } => {
                let nowhere = self.place.template == Within::Other;
                let usage = Use { want: Some(*kind), role: Role::Read, must: !nowhere, user: self.place.user };
                self.named(Ns::Input, here, *name, usage, tag);
                if let Some(path) = segments.last().filter(|_| nowhere) {
                    let title = "an artifact has no path where no program runs";
                    let problem = Problem::new(ExprProblemKind::Name, path.span, title);
                    self.problem(&problem.label("only containers, scripts and their kin have files"), segments);
                }
                Source::Other
            }
            Reference::PodName if matches!(self.place.template, Within::Leaf | Within::Other) => {
                let title = "`pod.name` is only there where a pod runs";
                let at = written_span(segments, tag);
                let problem = Problem::new(ExprProblemKind::Name, at, title);
                self.problem(&problem.label("this template has no pod of its own"), segments)
            }
            Reference::Inputs => self.all(Ns::Input, here),
            Reference::Output { kind, name, path } if *path => {
                // `argo lint` lets everything pass that begins so.
                let found = self.name(Ns::Output, here, *name, Some(*kind), tag);
                self.argo.l.edit_ref(found, |r| r.engines = LATE);
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
                if let Some(word) = segments.last() {
                    let at = self.argo.l.inner_span(self.node, word.span.range());
                    self.argo.aggregates.push((task, at));
                }
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
        // `argo lint` lets a bare one pass wherever it stands, and what a step before had.
        if path.is_none() || self.argo.leaks(self.place) {
            self.argo.l.edit_ref(item, |r| r.engines = LATE);
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
