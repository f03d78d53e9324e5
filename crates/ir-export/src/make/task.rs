//! Graphs and tasks.

use ir_model::{
    Argument as Passed, Callee, Claim, ClaimAction, Graph, Items, Loop, Ns, RefId, Task, TaskId, TaskRole, Trigger,
};
use ir_syntax::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::{DEEPEST, Maker, stated, upstream};
use crate::model::{
    Argument, Callee as CalleeModel, Claim as ClaimModel, Graph as GraphModel, Items as ItemsModel, Loop as LoopModel,
    Reason, Reference, Task as TaskModel, Trigger as TriggerModel,
};

/// The orders that are written apart from the flow of values, by the task that waits.
pub(super) type Orders = FxHashMap<TaskId, Vec<RefId>>;

impl Maker<'_> {
    /// A graph; `depth` tells inside of how many inline components it stands.
    pub(super) fn graph(&self, graph: &Graph, depth: usize) -> GraphModel {
        let mut orders = Orders::default();
        let mut told = FxHashSet::default();
        for edge in &graph.edges {
            // An expression may say the same name several times.
            let target = self.package.target(edge.on);
            if target.is_none() || told.insert((edge.waits, target)) {
                orders.entry(edge.waits).or_default().push(edge.on);
            }
        }
        let tasks = graph.tasks.iter().filter_map(|id| Some((*id, self.package.tasks.get(*id)?)));
        GraphModel {
            tasks: tasks.filter_map(|(id, task)| self.task(id, task, &orders, depth)).collect(),
            tasks_open: graph.open.map(Into::into),
            outputs: self.arguments(&graph.outputs, Ns::Output),
        }
    }

    fn task(&self, id: TaskId, task: &Task, orders: &Orders, depth: usize) -> Option<TaskModel> {
        let def = self.package.def(task.def)?;
        let (role, of) = match task.role {
            TaskRole::Work => ("work", None),
            TaskRole::Exit(of) => ("exit", of),
            TaskRole::Hook(of) => ("hook", of),
        };
        let name_of = |id| self.package.tasks.get(id).map(|t| self.package.def_name(t.def).to_owned());
        let waits_for = orders.get(&id).map_or(&[][..], Vec::as_slice);
        Some(TaskModel {
            name: self.name(def.name),
            at: self.named_at(def),
            shadowed: self.is_shadowed(task.def),
            title: self.stated_name(task.title),
            role,
            of: of.and_then(name_of),
            runs: self.callee(task, depth),
            arguments: self.arguments(&task.args, Ns::Input),
            arguments_open: task.args_open.map(Into::into),
            condition: task.when.and_then(|id| self.expression(id)),
            trigger: self.trigger(task.trigger),
            waits_for: self.references(waits_for),
            stage: task.stage,
            upstream: upstream::of(self.package, id, task, waits_for),
            each: task.each.as_ref().map(|each| self.each(each)),
            retry: task.retry.as_ref().map(|r| self.retry(r)),
            cache: stated(task.cache, |cache| cache),
            claim: self.claims.get(&id).map(|claim| self.claim(claim)),
        })
    }

    fn callee(&self, task: &Task, depth: usize) -> CalleeModel {
        match task.callee {
            Callee::Ref(reference) => CalleeModel::Reference { reference: self.certain(reference, Ns::Component) },
            Callee::Inline(id) if !self.inline.contains(&id) => {
                CalleeModel::Entry { component: self.components.get(&id).cloned().unwrap_or_default() }
            }
            Callee::Inline(_) if depth >= DEEPEST => CalleeModel::Unknown { unknown: Reason::TooDeep },
            Callee::Inline(id) => match self.component(id, depth + 1) {
                Some(component) => CalleeModel::Inline { component: Box::new(component) },
                None => CalleeModel::Unknown { unknown: Reason::Undetermined },
            },
            Callee::Missing(_) => CalleeModel::Missing,
            Callee::Unknown(why) => CalleeModel::Unknown { unknown: why.into() },
        }
    }

    fn arguments(&self, args: &[Passed], ns: Ns) -> Vec<Argument> {
        let argument = |arg: &Passed| Argument {
            port: self.certain(arg.port, ns),
            value: self.value(arg.binding),
            transform: arg.transform.and_then(|id| self.expression(id)),
            claimed_type: arg.claims.as_ref().map(|ty| self.ty(ty)),
        };
        args.iter().map(argument).collect()
    }

    fn trigger(&self, trigger: Trigger) -> TriggerModel {
        match trigger {
            Trigger::AllSucceeded => TriggerModel::AllSucceeded,
            Trigger::AllCompleted => TriggerModel::AllCompleted,
            Trigger::Results(id) => match self.expression(id) {
                Some(expression) => TriggerModel::Results { expression },
                None => TriggerModel::Unknown { unknown: Reason::Undetermined },
            },
            Trigger::Unknown => TriggerModel::Unknown { unknown: Reason::Undetermined },
        }
    }

    fn each(&self, each: &Loop) -> LoopModel {
        let json = |node: NodeId, make: fn(Json) -> ItemsModel| {
            self.json(node).map_or(ItemsModel::Unknown { unknown: Reason::TooDeep }, make)
        };
        LoopModel {
            at: self.at(each.span),
            items: match &each.items {
                Items::Text(origin) => ItemsModel::Text { text: self.text_at(*origin) },
                Items::List(origin) => json(origin.node, |value| ItemsModel::List { value }),
                Items::Value(binding) => ItemsModel::Value { value: self.value(*binding) },
                Items::Argument(reference) => ItemsModel::Argument { argument: self.certain(*reference, Ns::Argument) },
                Items::Range(origin) => json(origin.node, |value| ItemsModel::Range { value }),
                Items::Unknown(why) => ItemsModel::Unknown { unknown: (*why).into() },
            },
            item: each.item.and_then(|item| self.reference(item)),
            limit: stated(each.limit, |limit| limit),
        }
    }

    fn claim(&self, claim: &Claim) -> ClaimModel {
        match &claim.action {
            ClaimAction::Create { name, suffix, modes, size } => ClaimModel::Create {
                name: name.or(*suffix).map(|origin| self.text_at(origin)),
                modes: modes.iter().map(|(mode, _)| self.name(*mode)).collect(),
                size: self.stated_name(*size),
            },
            ClaimAction::Delete { made_by } => {
                let made_by: Option<Reference> = made_by.and_then(|id| self.reference(id));
                ClaimModel::Delete { made_by }
            }
        }
    }
}
