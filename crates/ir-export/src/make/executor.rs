//! Executors and their containers.

use ir_model::{DefId, Ns, Pod, PodId, Step as Lowered, StepRole};

use super::{Maker, ids, stated};
use crate::model::{Accelerator, Bound, EnvironmentVariable, Executor, Reason, Stated, Step, Written};

impl Maker<'_> {
    pub(super) fn named_executors(&self) -> Vec<Executor> {
        let pods = ids::named(self.package).into_iter().filter_map(|id| Some((id, self.package.pods.get(id)?)));
        pods.map(|(id, pod)| self.executor(id, pod, pod.def)).collect()
    }

    /// An executor; `user` is who its texts belong to.
    pub(super) fn executor(&self, id: PodId, pod: &Pod, user: Option<DefId>) -> Executor {
        let def = pod.def.and_then(|d| self.package.def(d));
        let volumes = self.volumes.get(&pod.scope);
        Executor {
            id: self.executors.get(&id).cloned(),
            name: def.map(|d| self.name(d.name)),
            at: def.and_then(|d| self.named_at(d)),
            shadowed: pod.def.is_some_and(|d| self.is_shadowed(d)),
            builtin: pod.builtin,
            steps: pod.steps.iter().map(|step| self.step(step, user)).collect(),
            volumes: volumes.map_or_else(Vec::new, |names| names.iter().map(|n| self.name(*n)).collect()),
        }
    }

    pub(super) fn step(&self, step: &Lowered, user: Option<DefId>) -> Step {
        let def = step.def.and_then(|d| self.package.def(d)).filter(|d| d.ns == Ns::Step);
        let texts = |nodes: &[ir_syntax::NodeId]| nodes.iter().map(|n| self.written(*n, user)).collect();
        let bound = |b: &ir_model::ResourceBound| Bound {
            resource: b.resource.word(),
            bound: if b.limit { "limit" } else { "request" },
            quantity: self.written(b.value, user),
        };
        Step {
            name: def.map(|d| self.name(d.name)),
            at: def.and_then(|d| self.named_at(d)),
            role: match step.role {
                StepRole::Main => "main",
                StepRole::Init => "init",
                StepRole::Sidecar => "sidecar",
            },
            image: match stated(step.image, |node| self.written(node, user)) {
                None => None,
                Some(Stated::Known(image)) => Some(image),
                Some(Stated::Unknown { unknown }) => Some(unknown_text(unknown)),
            },
            command: texts(&step.command),
            args: texts(&step.args),
            script: step.script.map(|node| self.written(node, user)),
            env: step.env.iter().map(|(name, value)| self.variable(*name, *value, user)).collect(),
            resources: step.resources.bounds.iter().map(bound).collect(),
            accelerator: step.resources.accelerator.map(|a| Accelerator {
                kind: a.kind.map(|node| self.written(node, user)),
                count: a.count.map(|node| self.written(node, user)),
            }),
        }
    }

    fn variable(&self, name: ir_syntax::NodeId, value: ir_syntax::NodeId, user: Option<DefId>) -> EnvironmentVariable {
        let node = self.source.tree.node(name);
        let name = if node.is_scalar() {
            Stated::Known(node.text().to_owned())
        } else {
            Stated::Unknown { unknown: Reason::WrongKind }
        };
        EnvironmentVariable { name, at: self.at(node.span()), value: self.written(value, user) }
    }
}

/// A text that cannot be read.
const fn unknown_text(unknown: Reason) -> Written {
    Written { text: None, value: None, unknown: Some(unknown), references: Vec::new(), at: None }
}
