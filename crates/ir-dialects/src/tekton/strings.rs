//! The variables of strings as references, each looked up where its string stands.

mod begun;
mod wrong;

use ir_model::{Base, Binding, BindingId, DefId, Ns, PortKind, RefId, Role, ScopeId};
use ir_syntax::{Node, Span};

use super::dialect::ARTIFACTS;
use super::file::File;
use super::reference::{Access, Reference};
use super::variable::{Variable, scan};
use crate::lowering::{Use, text_origin};

/// Where strings stand that see the same names.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The component around: its parameters, workspaces and results.
    pub(crate) inside: ScopeId,
    /// The tasks that can be named.
    pub(crate) graph: Option<ScopeId>,
    /// The steps that can be named.
    pub(crate) steps: Option<ScopeId>,
    /// The step around: its own results.
    pub(crate) own: Option<ScopeId>,
    pub(crate) user: Option<DefId>,
    pub(crate) part: Part,
    pub(crate) field: Field,
}

/// What the strings are of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// A step of a task.
    Step,
    /// What stands beside the steps: sidecars, volumes, templates. Upstream looks at none of it.
    Beside,
    /// The value of a task's result: that of a step's.
    Handed,
    /// A step that tasks share.
    StepAction,
    /// A task of a pipeline.
    Task,
    /// A task that runs at the end.
    Finally,
    /// The results of a pipeline.
    Results,
    /// A run.
    Run,
    /// A template of runs.
    Template,
}

/// What a string is there for: whether a list may stand in it, and results of steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Field {
    /// Text and nothing else.
    Text,
    /// Text in which results of steps mean nothing.
    Plain,
    /// An element of `command` or `args`, which a list may take the place of.
    Item,
    /// A script.
    Script,
    /// The value of a parameter, which may be all of a list.
    Value,
    /// An element of a list.
    Element,
}

impl Place {
    pub(crate) fn at(self, field: Field) -> Self {
        Self { field, ..self }
    }
}

/// A use of a parameter or result, to be held against its type once names are resolved.
#[derive(Clone, Copy)]
pub(crate) struct ValueUse {
    /// The parameter or result.
    pub(crate) port: RefId,
    pub(crate) how: How,
    pub(crate) field: Field,
    pub(crate) part: Part,
    /// Whether the string is this variable and nothing else.
    pub(crate) alone: bool,
    /// The whole variable.
    pub(crate) at: Span,
    /// The task whose result it is.
    pub(crate) task: Option<RefId>,
}

/// What of a value is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    Whole,
    Key,
    Index(u64),
    Star,
}

/// What a string refers to.
#[derive(Default)]
pub(crate) struct Read {
    /// All of it.
    pub(crate) refs: Vec<RefId>,
    /// Tasks that must have ended before.
    pub(crate) orders: Vec<RefId>,
    /// The value, where the string is one variable alone.
    pub(crate) binding: Option<Binding>,
    /// Whether the string is a variable alone that stands for results of tasks.
    pub(crate) results: usize,
    /// How many variables there are.
    pub(crate) variables: usize,
}

impl<'t> File<'t> {
    /// The variables of all strings under `node`.
    pub(crate) fn strings(&mut self, node: Node<'t>, place: Place) -> Read {
        let mut read = Read::default();
        self.collect(node, place, &mut read, 0);
        read
    }

    fn collect(&mut self, node: Node<'t>, place: Place, read: &mut Read, depth: u32) {
        if depth > 32 {
            return;
        }
        if node.is_sequence() {
            node.items().for_each(|item| self.collect(item, place, read, depth + 1));
        } else if node.is_mapping() {
            node.own_entries().for_each(|e| self.collect(e.value, place, read, depth + 1));
        } else {
            let one = self.string(node, place);
            read.refs.extend(one.refs);
            read.orders.extend(one.orders);
            read.results += one.results;
            read.variables += one.variables;
        }
    }

    /// The value of a string.
    pub(crate) fn string_binding(&mut self, node: Node<'t>, read: &mut Read) -> Option<BindingId> {
        let binding = match read.binding.take() {
            Some(binding) => binding,
            None if read.variables > 0 => Binding::Template(read.refs.clone(), text_origin(node)),
            None => return None,
        };
        Some(self.l.binding(binding))
    }

    /// The variables of one string.
    pub(crate) fn string(&mut self, node: Node<'t>, place: Place) -> Read {
        let mut read = Read::default();
        let text = node.text();
        if !node.is_scalar() || node.is_alias() || !text.contains("$(") {
            return read;
        }
        self.begun(node, place);
        for variable in scan(text) {
            read.variables += 1;
            let alone = variable.span == Span::new(0, text.len() as u32);
            self.variable(node, &variable, place, alone, &mut read);
        }
        if matches!(place.part, Part::Task | Part::Finally) {
            self.empty_names(node);
        }
        if read.variables != 1 {
            read.binding = None;
        }
        read
    }

    /// A reference by a part of a string.
    fn inner(
        &mut self,
        node: Node<'t>,
        name: Span,
        variable: &Variable<'t>,
        (ns, base): (Ns, Base),
        usage: Use,
    ) -> RefId {
        let range = |span: Span| span.start as usize..span.end as usize;
        self.l.inner_reference((ns, base), node, range(name), range(variable.span), usage)
    }

    fn variable(&mut self, node: Node<'t>, v: &Variable<'t>, place: Place, alone: bool, read: &mut Read) {
        // What a task is called may name what its rounds pass.
        let loose = place.field == Field::Plain
            && matches!(place.part, Part::Task | Part::Finally | Part::Template)
            && !matches!(v.reference, Reference::Param { .. } if place.part == Part::Template);
        let usage = |want, must: bool| Use { want, role: Role::Read, must: must && !loose, user: place.user };
        let parameter = Some(PortKind::Parameter);
        let at = self.l.inner_span(node, v.span.start as usize..v.span.end as usize);
        match v.reference {
            Reference::Param { name, access, .. } => {
                if place.part == Part::Run {
                    return;
                }
                let port = self.inner(node, name, v, (Ns::Input, Base::Scope(place.inside)), usage(parameter, true));
                read.refs.push(port);
                let how = self.access(node, v, access, port, place);
                if alone && matches!(how, How::Whole | How::Star) {
                    read.binding = Some(Binding::Input(port));
                }
                self.uses.push(ValueUse { port, how, field: place.field, part: place.part, alone, at, task: None });
            }
            Reference::TaskResult { task, result, access, finally } => {
                read.results += 1;
                let Some(graph) = place.graph else {
                    if place.part == Part::Run {
                        self.misplaced(
                            at,
                            v.span.slice(node.text()),
                            "the value of a run cannot be the result of a task",
                            "\"cannot use result expressions … as PipelineRun parameter values\"",
                        );
                    }
                    return;
                };
                let task = self.inner(node, task, v, (Ns::Task, Base::Scope(graph)), usage(None, true));
                let port = self.inner(node, result, v, (Ns::Output, Base::Member(task)), usage(parameter, true));
                read.refs.extend([task, port]);
                if v.is_plain() {
                    read.orders.push(task);
                }
                self.task_uses.push((task, place.part, finally));
                let how = self.access(node, v, access, port, place);
                if alone && matches!(how, How::Whole | How::Star) {
                    read.binding = Some(Binding::Output { task, port });
                }
                self.uses.push(ValueUse {
                    port,
                    how,
                    field: place.field,
                    part: place.part,
                    alone,
                    at,
                    task: Some(task),
                });
            }
            Reference::TaskStatus { task, .. } => match (place.part, place.graph) {
                (Part::Finally, Some(graph)) => {
                    let usage = Use { role: Role::Order, ..usage(None, true) };
                    let task = self.inner(node, task, v, (Ns::Task, Base::Scope(graph)), usage);
                    read.refs.push(task);
                    self.task_uses.push((task, Part::Finally, false));
                }
                (Part::Task, Some(_)) => self.early_status(at, v.span.slice(node.text())),
                _ => {}
            },
            Reference::TasksStatus if place.part == Part::Task => self.early_status(at, v.span.slice(node.text())),
            Reference::MatrixLength { task, result } => {
                let Some(graph) = place.graph else { return };
                let task = self.inner(node, task, v, (Ns::Task, Base::Scope(graph)), usage(None, true));
                read.refs.push(task);
                if let Some(result) = result {
                    read.refs.push(self.inner(
                        node,
                        result,
                        v,
                        (Ns::Output, Base::Member(task)),
                        usage(parameter, true),
                    ));
                }
            }
            Reference::Artifact { of, step, .. } => {
                let thing = if step { "an artifact of a step" } else { "an artifact of a task" };
                self.need(ARTIFACTS, "true", thing, at);
                let (ns, scope) = if step { (Ns::Step, place.steps) } else { (Ns::Task, place.graph) };
                if let Some(scope) = scope {
                    // Upstream looks at none of these names.
                    read.refs.push(self.inner(node, of, v, (ns, Base::Scope(scope)), usage(None, false)));
                }
                if step && place.field == Field::Plain {
                    self.misplaced(
                        at,
                        v.span.slice(node.text()),
                        "artifacts of steps are known in env, command, args and script alone",
                        "\"stepArtifact substitutions are only allowed in env, command, args and script\"",
                    );
                }
            }
            Reference::ArtifactsPath { .. } => self.need(ARTIFACTS, "true", "the file of artifacts", at),
            Reference::Workspace { name, attribute } if !matches!(place.part, Part::Run | Part::Template) => {
                let wanted = (Ns::Input, Base::Scope(place.inside));
                // One that is not declared is not bound.
                let must = attribute.slice(node.text()) != "bound";
                let port = self.inner(node, name, v, wanted, usage(Some(PortKind::Volume), must));
                read.refs.push(port);
                self.workspace_uses.push((port, must));
            }
            Reference::ResultPath { name } if matches!(place.part, Part::Step | Part::Beside | Part::StepAction) => {
                let port = (Ns::Output, Base::Scope(place.inside));
                let usage = Use { role: Role::Bind, ..usage(parameter, true) };
                read.refs.push(self.inner(node, name, v, port, usage));
            }
            Reference::StepResultPath { name } => {
                let Some(own) = place.own else { return };
                let usage = Use { role: Role::Bind, ..usage(parameter, true) };
                read.refs.push(self.inner(node, name, v, (Ns::Output, Base::Scope(own)), usage));
            }
            Reference::StepResult { step, result, access } => {
                let Some(steps) = place.steps else { return };
                if !matches!(place.field, Field::Item | Field::Text) {
                    self.misplaced(
                        at,
                        v.span.slice(node.text()),
                        "results of steps are known in env, command and args alone",
                        "\"stepResult substitutions are only allowed in env, command and args\"",
                    );
                    return;
                }
                let role = if place.part == Part::Handed { Role::Forward } else { Role::Read };
                let usage = |want| Use { role, ..usage(want, true) };
                let step = self.inner(node, step, v, (Ns::Step, Base::Scope(steps)), usage(None));
                let port = self.inner(node, result, v, (Ns::Output, Base::Member(step)), usage(parameter));
                read.refs.extend([step, port]);
                self.access(node, v, access, port, place);
            }
            Reference::ExitCodePath { step } => {
                let named = step.slice(node.text());
                let (Some(steps), Some(name)) = (place.steps, named.strip_prefix("step-")) else { return };
                let bare = Span::new(step.end - name.len() as u32, step.end);
                let must = !name.starts_with("unnamed-");
                read.refs.push(self.inner(node, bare, v, (Ns::Step, Base::Scope(steps)), usage(None, must)));
            }
            Reference::TriggerParam { name } => {
                let Some(template) = self.template else { return };
                let port = (Ns::Input, Base::Scope(template));
                read.refs.push(self.inner(node, name, v, port, usage(parameter, true)));
            }
            Reference::Context { object, attribute } => self.context(node, v, object, attribute, place, at),
            Reference::Misnamed { at: wrong, names } => self.misnamed(node, v, wrong, names, place),
            Reference::TooLong { from } => self.too_long(node, v, from, place),
            Reference::Unknown { .. } | Reference::TooShort { .. } => self.no_variable(node, v, at, place),
            _ => {}
        }
    }

    fn access(&mut self, node: Node<'t>, v: &Variable<'t>, access: Access, port: RefId, place: Place) -> How {
        match access {
            Access::Whole => How::Whole,
            Access::Star(_) => How::Star,
            Access::Index(at) => How::Index(at.slice(node.text()).parse().unwrap_or(u64::MAX)),
            Access::Key(key) => {
                let usage = Use { want: None, role: Role::Read, must: true, user: place.user };
                self.inner(node, key, v, (Ns::Field, Base::Member(port)), usage);
                How::Key
            }
        }
    }
}
