//! `data-without-order`

use ir_model::{DefId, Diagnostic, Package, RefName, Resolution, Safety, Severity, Task, TaskId, TaskRole, Trigger};
use ir_syntax::edit::{self, Edit};
use ir_syntax::{Node, Style};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "data-without-order",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a task that reads from another without waiting for it",
    explanation: "\
A task reads the output or the status of another task that need not have run by then: the two may run at the same time, or the other runs
later. In such a format reading from a task does not make a task wait for it.

Argo Workflows resolves what it can when a task begins. `argo lint` refuses the plain cases (\"missing dependency 'load' for parameter 'rows'\",
\"failed to resolve {{steps.load.outputs.result}}\"); in the middle of a text, in a condition of a DAG, in an expression and between steps of one
group it does not look, and the run fails.

Let the task wait: a dependency in a DAG, a later group among steps.",
    fixable: true,
    examples: &[
        Example {
            title: "a task of a DAG",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    dag:
      tasks:
      - {name: load, template: load}
      - name: train
        template: train
        arguments: {parameters: [{name: rows, value: '{{tasks.load.outputs.result}}'}]}
#                                                             ^^^^ data-without-order: task `train` reads from `load` without waiting for it
  - name: load
    container: {image: 'python:3.12', command: [load]}
  - name: train
    inputs: {parameters: [{name: rows}]}
    container: {image: 'python:3.12', command: [train, '{{inputs.parameters.rows}}']}
",
        },
        Example {
            title: "a step of a later group",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - {name: load, template: load}
    - - name: train
        template: train
        arguments: {parameters: [{name: rows, value: '{{steps.load.outputs.result}}'}]}
  - name: load
    container: {image: 'python:3.12', command: [load]}
  - name: train
    inputs: {parameters: [{name: rows}]}
    container: {image: 'python:3.12', command: [train, '{{inputs.parameters.rows}}']}
",
        },
    ],
    check,
};

/// So many steps through the graphs of a file are enough for any that people write.
const STEPS: usize = 1_000_000;

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if package.dialect.traits.data_orders {
        return;
    }
    let orders = Orders::of(package);
    let mut budget = STEPS;
    let mut ancestors: FxHashMap<TaskId, Option<FxHashSet<TaskId>>> = FxHashMap::default();
    let mut told: FxHashSet<(TaskId, TaskId)> = FxHashSet::default();
    let mut findings = Vec::new();
    for read in &package.reads {
        let Some(reference) = package.reference(read.task) else { continue };
        let Resolution::Found(producer) = package.resolutions.of(read.task) else { continue };
        let (Some((producer, from)), Some((id, reader))) =
            (package.task_of(producer), reference.user.and_then(|user| package.task_of(user)))
        else {
            continue;
        };
        // A hook runs when what it belongs to has begun, or ended: it reads of that, and of all before.
        let (waiting, own) = match reader.role {
            TaskRole::Exit(Some(of)) | TaskRole::Hook(Some(of)) => (of, true),
            TaskRole::Exit(None) | TaskRole::Hook(None) => continue,
            TaskRole::Work => (id, false),
        };
        let Some(task) = package.tasks.get(waiting) else { continue };
        if task.graph != from.graph || (own && producer == waiting) {
            continue;
        }
        let late = match (task.stage, from.stage) {
            (Some(now), Some(before)) if before < now => continue,
            // Whoever looks at the file alone takes the order of the text within a stage for granted.
            (Some(now), Some(before)) => before == now && producer < waiting,
            _ => {
                let found = ancestors.entry(waiting).or_insert_with(|| orders.before(package, waiting, &mut budget));
                if found.as_ref().is_none_or(|before| before.contains(&producer)) {
                    continue;
                }
                read.late
            }
        };
        if !told.insert((id, producer)) {
            continue;
        }
        let (waits, reads) = (package.def_name(task.def), package.def_name(from.def));
        let title = if waiting == producer {
            format!("task {} reads from itself", quote(waits))
        } else {
            format!("task {} reads from {} without waiting for it", quote(waits), quote(reads))
        };
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
            .label(if task.stage.is_some() { "it runs no earlier" } else { "nothing says which of the two runs first" })
            .note(package.dialect.traits.consequences.unordered);
        if let Some(at) = package.def_span(from.def) {
            finding = finding.related(at, "what is read from");
        }
        if late {
            finding = finding.only(package.dialect.traits.objects_late);
        }
        if task.stage.is_none() && waiting != producer {
            let node = context.source.tree.node(task.node);
            let graph = package.graphs.get(task.graph).map_or(&[][..], |g| &g.tasks);
            let by_results =
                graph.iter().filter_map(|t| package.tasks.get(*t)).any(|t| matches!(t.trigger, Trigger::Results(_)));
            let words = format!("let {} wait for {}", quote(waits), quote(reads));
            finding =
                mend::with(finding, waiting_for(package, task, node, reads, by_results), words, Safety::Suggested);
        }
        findings.push(finding);
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// What lets a task wait for another.
fn waiting_for(package: &Package, task: &Task, node: Node<'_>, name: &str, by_results: bool) -> Option<Vec<Edit>> {
    let traits = &package.dialect.traits;
    let written = edit::scalar(name, Style::Plain, true);
    if node.has_loss() {
        return None;
    }
    if by_results {
        let key = traits.results_key?;
        return match node.get(key) {
            Some(_) => None,
            None => edit::insert_entry(node, key, &written, edit::Place::Last),
        };
    }
    let key = traits.order_key?;
    match node.get(key) {
        Some(list) if task.trigger == Trigger::AllSucceeded => edit::insert_item(list, &written, edit::Place::Last),
        Some(_) => None,
        None => edit::insert_entry(node, key, &format!("[{written}]"), edit::Place::Last),
    }
}

/// What each task waits for.
struct Orders {
    before: FxHashMap<TaskId, Vec<DefId>>,
    /// Tasks that wait for something that cannot be told.
    open: FxHashSet<TaskId>,
}

impl Orders {
    fn of(package: &Package) -> Self {
        let mut orders = Self { before: FxHashMap::default(), open: FxHashSet::default() };
        for edge in package.graphs.values().flat_map(|g| &g.edges) {
            let named = package.reference(edge.on).is_some_and(|r| matches!(r.name, RefName::Name(_)));
            match package.target(edge.on) {
                Some(on) if named => orders.before.entry(edge.waits).or_default().push(on),
                _ => _ = orders.open.insert(edge.waits),
            }
        }
        for (id, task) in package.tasks.iter() {
            let unread = match task.trigger {
                Trigger::Results(_) => !orders.before.contains_key(&id),
                Trigger::Unknown => true,
                _ => false,
            };
            if unread {
                orders.open.insert(id);
            }
        }
        orders
    }

    /// All that certainly run before a task; `None` where that cannot be told.
    fn before(&self, package: &Package, task: TaskId, budget: &mut usize) -> Option<FxHashSet<TaskId>> {
        let mut seen = FxHashSet::default();
        let mut open = vec![task];
        while let Some(here) = open.pop() {
            if self.open.contains(&here) {
                return None;
            }
            *budget = budget.checked_sub(1)?;
            for on in self.before.get(&here).into_iter().flatten() {
                if let Some((on, _)) = package.task_of(*on)
                    && seen.insert(on)
                {
                    open.push(on);
                }
            }
        }
        Some(seen)
    }
}
