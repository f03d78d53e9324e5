//! `redundant-dependency`

use ir_model::{Binding, DefId, Diagnostic, Graph, Package, Safety, Severity, Task, TaskId, Trigger};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::mend::removing;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "redundant-dependency",
    family: Family::Graph,
    severity: Severity::Info,
    summary: "a dependency that follows from others",
    explanation: "\
A task lists a task that it would wait for anyway: another task of its list waits for it already, directly or through more tasks. It takes
no value from it either.

The pipeline runs as it would without; the list is harder to read and to draw. Off unless it is switched on.

Remove the dependency.",
    fixable: true,
    examples: &[
        Example {
            title: "a way round",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      a: {componentRef: {name: comp-train}, taskInfo: {name: a}}
      b: {componentRef: {name: comp-train}, taskInfo: {name: b}, dependentTasks: [a]}
      c: {componentRef: {name: comp-train}, taskInfo: {name: c}, dependentTasks: [a, b]}
#                                                                                 ^ redundant-dependency: task `c` waits for `a` by way of `b`
",
        },
        Example {
            title: "two that do not know of each other",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      a: {componentRef: {name: comp-train}, taskInfo: {name: a}}
      b: {componentRef: {name: comp-train}, taskInfo: {name: b}}
      c: {componentRef: {name: comp-train}, taskInfo: {name: c}, dependentTasks: [a, b]}
",
        },
    ],
    check,
};

/// So many steps through a graph are enough to find what a person would remove.
const STEPS: usize = 200_000;

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if package.dialect.traits.order_key.is_none() || !package.dialect.traits.data_orders {
        return;
    }
    let mut findings = Vec::new();
    for graph in package.graphs.values() {
        let orders = Orders::of(package, graph);
        let mut steps = STEPS;
        for edge in &graph.edges {
            let (Some(task), Some(on)) = (package.tasks.get(edge.waits), package.target(edge.on)) else { continue };
            if !plain(task) || takes_from(package, task, on) {
                continue;
            }
            let Some(reference) = package.reference(edge.on) else { continue };
            let Some(by) = orders.detour(package, task.def, on, &mut steps) else { continue };
            let name = |def| quote(package.def_name(def));
            let title = format!("task {} waits for {} by way of {}", name(task.def), name(on), name(by));
            let finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
                .label("follows from it")
                .unnecessary();
            let node = context.source.tree.node(reference.at.node);
            findings.push(removing(finding, node, format!("remove {}", name(on)), Safety::Safe));
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// A task that runs whenever all before it succeeded: only then does a dependency follow from others.
fn plain(task: &Task) -> bool {
    task.trigger == Trigger::AllSucceeded && task.when.is_none()
}

fn takes_from(package: &Package, task: &Task, producer: DefId) -> bool {
    task.args.iter().any(|a| match package.bindings.get(a.binding) {
        Some(Binding::Output { task, .. }) => package.target(*task) == Some(producer),
        Some(Binding::Unknown(..)) => true,
        _ => false,
    })
}

/// What each task waits for, by order or by value.
struct Orders(FxHashMap<DefId, Vec<DefId>>);

impl Orders {
    fn of(package: &Package, graph: &Graph) -> Self {
        let mut before: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
        let def = |id: TaskId| package.tasks.get(id).map(|t| t.def);
        for edge in &graph.edges {
            if let (Some(task), Some(on)) = (def(edge.waits), package.target(edge.on)) {
                before.entry(task).or_default().push(on);
            }
        }
        for task in graph.tasks.iter().filter_map(|id| package.tasks.get(*id)) {
            for argument in &task.args {
                if let Some(Binding::Output { task: on, .. }) = package.bindings.get(argument.binding)
                    && let Some(on) = package.target(*on)
                {
                    before.entry(task.def).or_default().push(on);
                }
            }
        }
        Self(before)
    }

    fn of_task(&self, task: DefId) -> &[DefId] {
        self.0.get(&task).map_or(&[], |b| b)
    }

    /// Another task that `task` waits for and that waits for `on`.
    fn detour(&self, package: &Package, task: DefId, on: DefId, steps: &mut usize) -> Option<DefId> {
        self.of_task(task).iter().copied().filter(|by| *by != on && *by != task).find(|by| {
            let mut seen: FxHashSet<DefId> = FxHashSet::from_iter([task]);
            let mut open = vec![*by];
            while let Some(here) = open.pop() {
                if *steps == 0 || !seen.insert(here) {
                    continue;
                }
                *steps -= 1;
                if here == on {
                    return true;
                }
                if package.task_of(here).is_some_and(|(_, t)| plain(t)) {
                    open.extend(self.of_task(here));
                }
            }
            false
        })
    }
}
