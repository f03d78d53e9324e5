//! What can only be told once names are resolved: lists and objects in texts (P12, K17, K18), results of matrices
//! (P27) and of pipelines (P20), tasks that cannot be reached from where they are named (P10, P16, P19, P22).

use ir_model::{DefId, FaultKind, RefId, Resolution, Trigger, Type, Val};
use ir_syntax::Span;
use rustc_hash::FxHashSet;

use super::super::file::File;
use super::super::report::quote;
use super::super::strings::{Field, How, Part, ValueUse};

const ISOLATED: &str = "the webhook refuses the object: \"variable is not properly isolated\"";
const PROHIBITED: &str = "the webhook refuses the object: \"variable type invalid\"";

impl File<'_> {
    /// Everything about uses. Names are resolved.
    pub(crate) fn check_uses(&mut self) {
        for (task, part, finally) in std::mem::take(&mut self.task_uses) {
            self.check_task_use(task, part, finally);
        }
        for one in std::mem::take(&mut self.uses) {
            match one.task {
                Some(task) => self.check_result_use(&one, task),
                None => {
                    self.check_param_use(&one);
                    self.check_index(&one);
                }
            }
        }
        self.check_guards();
    }

    /// An element that a list does not have (Z6). Who writes a run knows how long its lists are; the list of a default
    /// may give way to a longer one.
    fn check_index(&mut self, one: &ValueUse) {
        let (How::Index(index), Some(def)) = (one.how, self.found(one.port)) else { return };
        let Some((scope, name)) = self.l.package.def(def).map(|d| (d.scope, d.name)) else { return };
        let run = self.passed_lengths.get(&scope);
        let passed = run.and_then(|lengths| lengths.of.get(&name)).copied();
        let default = self.lengths.get(&def).copied();
        let Some(length) = passed.or(default).filter(|length| index >= *length) else { return };
        let list = quote(self.l.package.def_name(def));
        let title = format!("{list} has no element {index}");
        // Of a pipeline upstream reads the tasks, not the steps that are written in them.
        let tasks = matches!(one.part, Part::Task | Part::Finally) && one.field != Field::Plain;
        let certain = run.is_some_and(|run| run.steps || tasks);
        let owner = if passed.is_some() { "the list that the run passes" } else { "its default" };
        let label = match length {
            1 => format!("{owner} has one element, of the number 0"),
            _ => format!("{owner} has {length} elements, from 0 on"),
        };
        if certain {
            let note = "the webhook accepts the run; it fails with \"non-existent param references\"";
            self.fault(FaultKind::IndexRange, one.at, title, label, note);
        } else {
            let note = "the run fails where nobody passes a longer list";
            self.doubt(FaultKind::IndexRange, one.at, title, label, note);
        }
    }

    /// A workspace that may be missing, and nothing asks whether it is there.
    fn check_guards(&mut self) {
        let uses: Vec<(RefId, DefId, bool)> = std::mem::take(&mut self.workspace_uses)
            .into_iter()
            .filter_map(|(reference, must)| Some((reference, self.found(reference)?, must)))
            .collect();
        let asked: FxHashSet<DefId> = uses.iter().filter(|(.., must)| !must).map(|(_, def, _)| *def).collect();
        let mut said = FxHashSet::default();
        for (reference, def, must) in uses {
            let optional = self.l.package.port_of(def).is_some_and(|p| matches!(p.optional, Val::Known(true, _)));
            if !must || !optional || asked.contains(&def) || !said.insert(def) {
                continue;
            }
            let name = quote(self.l.package.def_name(def));
            let title = format!("nothing asks whether the optional workspace {name} is there");
            let label = format!("`$(workspaces.{}.bound)` tells", self.l.package.def_name(def));
            let note = "where nobody gives it, nothing stands in this place";
            self.fault(FaultKind::Unguarded, self.span_of(reference), title, label, note);
        }
    }

    fn found(&self, reference: RefId) -> Option<DefId> {
        match self.l.package.resolutions.of(reference) {
            Resolution::Found(def) => Some(def),
            _ => None,
        }
    }

    fn span_of(&self, reference: RefId) -> Span {
        self.l.package.reference(reference).map_or(Span::at(0), |r| r.at.span)
    }

    fn check_task_use(&mut self, task: RefId, part: Part, finally: bool) {
        let Some(def) = self.found(task) else { return };
        let Some((_, found)) = self.l.package.task_of(def) else { return };
        let at_end = found.trigger == Trigger::AllCompleted;
        let name = quote(self.l.package.def_name(def));
        let (title, note) = match (part, at_end) {
            (Part::Task, true) => (
                format!("{name} runs in `finally`, after this task"),
                "the webhook refuses the pipeline: \"couldn't add link\"",
            ),
            (Part::Finally, true) => (
                format!("{name} runs in `finally`, beside this task"),
                "the webhook refuses the pipeline: \"final task has task result reference from a final task\"",
            ),
            (Part::Results, true) if !finally => (
                format!("{name} is no task of `tasks`: a result of it is `$(finally.…)`"),
                "the webhook refuses the pipeline: \"referencing a nonexistent task\"",
            ),
            (Part::Results, false) if finally => (
                format!("{name} is no task of `finally`: a result of it is `$(tasks.…)`"),
                "the webhook refuses the pipeline: \"referencing a nonexistent task\"",
            ),
            _ => return,
        };
        let at = self.span_of(task);
        self.fault(FaultKind::UnreachableTask, at, title, "", note);
    }

    fn check_result_use(&mut self, one: &ValueUse, task: RefId) {
        let Some((_, found)) = self.found(task).and_then(|def| self.l.package.task_of(def)) else { return };
        let at = self.span_of(task);
        let name = quote(self.l.package.def_name(found.def));
        if self.pipeline_tasks.contains(&found.def) && one.part != Part::Results {
            let title = format!("{name} is a pipeline: its results cannot be read");
            let note =
                "the webhook refuses the pipeline: \"result propagation from child Pipelines is not yet implemented\"";
            self.fault(FaultKind::MisplacedVariable, at, title, "", note);
            return;
        }
        if found.each.is_none() || one.part == Part::Results {
            return;
        }
        let ty = self.found(one.port).and_then(|def| self.l.package.port_of(def)).map(|p| p.ty.ty.clone());
        if one.how != How::Star {
            let title = format!("{name} runs many times: only all of its results can be read");
            let note = "the webhook refuses the pipeline: \"A matrixed pipelineTask can only be consumed in aggregate using [*] notation\"";
            self.fault(FaultKind::WrongAccess, one.at, title, "`[*]` at the end", note);
        } else if matches!(ty, Some(Type::List(_) | Type::Map(_))) {
            let title = format!("{name} runs many times: its results must be strings to be read");
            let note = "the webhook refuses the pipeline: \"Matrixed PipelineTasks emitting results must have an underlying type string\"";
            self.fault(FaultKind::WrongAccess, one.at, title, "", note);
        }
    }

    fn check_param_use(&mut self, one: &ValueUse) {
        let Some(def) = self.found(one.port) else { return };
        let ty = match self.l.package.port_of(def) {
            Some(port) => port.ty.ty.clone(),
            None => match self.implied_types.get(&def) {
                Some(ty) => ty.clone(),
                None => return,
            },
        };
        let name = quote(self.l.package.def_name(def));
        let whole = matches!(one.how, How::Whole | How::Star);
        match (&ty, one.how) {
            (Type::List(_), _) if whole => {
                let place = match one.field {
                    Field::Item | Field::Element => one.alone,
                    Field::Value => one.alone && one.how == How::Star,
                    Field::Text | Field::Plain | Field::Script => false,
                };
                if place {
                    return;
                }
                let isolated = matches!(one.field, Field::Item | Field::Element | Field::Value);
                let (title, label, note) = if isolated && !one.alone {
                    (format!("the list {name} must stand alone"), "each of its elements takes this place", ISOLATED)
                } else if isolated {
                    (format!("{name} is a list, a text is needed here"), "all of it is `[*]`", PROHIBITED)
                } else {
                    (format!("{name} is a list, a text is needed here"), "an element of it is `[0]`", PROHIBITED)
                };
                self.fault(FaultKind::WrongAccess, one.at, title, label, note);
            }
            (Type::Map(_), _) if whole => {
                if one.field == Field::Value && one.alone && one.how == How::Star {
                    return;
                }
                let title = format!("{name} is an object, a text is needed here");
                self.fault(FaultKind::WrongAccess, one.at, title, "a key of it is `.KEY`", PROHIBITED);
            }
            (Type::String, How::Key) => {
                let title = format!("{name} is a string, it has no keys");
                let note = "the webhook refuses the object: \"non-existent variable\"";
                self.fault(FaultKind::WrongAccess, one.at, title, "", note);
            }
            (Type::String, How::Star | How::Index(_)) => {
                let title = format!("{name} is a string, it has no elements");
                let note = "nothing fills it in: the text stays as it is";
                self.doubt(FaultKind::WrongAccess, one.at, title, "", note);
            }
            _ => {}
        }
    }
}
