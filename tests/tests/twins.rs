//! Pipelines of Kubeflow and the workflows of Argo that its backend compiles them to: two formats, one graph.
//!
//! What is the same: each graph of a pipeline is a DAG under the name of its component, its tasks keep their names, and
//! of two of them one runs before the other in the workflow if and only if it does in the pipeline. Besides them
//! a workflow has a driver before each task, and what runs after the rest whatever happens hangs on it as a hook.

use std::collections::{BTreeMap, BTreeSet};

use ir_analyzer::Source;
use ir_model::{Binding, BindingId, Body, Graph, Package, RefId, TaskId, TaskRole, Trigger};
use ir_tests::corpus::{self, Case};

/// The tasks of a graph by name, each with those it waits for.
type Order = BTreeMap<String, BTreeSet<String>>;

fn producers(package: &Package, binding: BindingId, found: &mut Vec<RefId>) {
    match package.bindings.get(binding) {
        Some(Binding::Output { task, .. } | Binding::Status(Some(task))) => found.push(*task),
        Some(Binding::OneOf(all) | Binding::Gather(all)) => all.iter().for_each(|b| producers(package, *b, found)),
        _ => {}
    }
}

/// What each task of a graph waits for, by order or, where the format lets it, by value.
fn direct(package: &Package, graph: &Graph) -> Order {
    let name = |id: TaskId| package.tasks.get(id).map(|t| package.def_name(t.def).to_owned()).unwrap_or_default();
    let mut order: Order = graph.tasks.iter().map(|id| (name(*id), BTreeSet::new())).collect();
    let mut waits: Vec<(TaskId, RefId)> = graph.edges.iter().map(|e| (e.waits, e.on)).collect();
    for id in graph.tasks.iter().filter(|_| package.dialect.traits.data_orders) {
        let Some(task) = package.tasks.get(*id) else { continue };
        let mut found = Vec::new();
        task.args.iter().for_each(|a| producers(package, a.binding, &mut found));
        waits.extend(found.into_iter().map(|on| (*id, on)));
    }
    for (task, on) in waits {
        if let Some(on) = package.target(on) {
            order.entry(name(task)).or_default().insert(package.def_name(on).to_owned());
        }
    }
    order
}

/// Everything that runs before each task, by way of others too.
fn closed(direct: &Order) -> Order {
    let before = |task: &String| {
        let mut seen = BTreeSet::new();
        let mut open = vec![task];
        while let Some(here) = open.pop() {
            for on in direct.get(here).into_iter().flatten() {
                if seen.insert(on.clone()) {
                    open.push(on);
                }
            }
        }
        seen
    };
    direct.keys().map(|task| (task.clone(), before(task))).collect()
}

/// The graphs of a package by the name of their component.
fn graphs(package: &Package) -> BTreeMap<&str, &Graph> {
    let graph = |c: &ir_model::Component| match c.body {
        Body::Graph(graph) => package.graphs.get(graph),
        _ => None,
    };
    package.components.values().filter_map(|c| Some((package.def_name(c.def), graph(c)?))).collect()
}

/// How the two differ.
fn differences(pipeline: &Package, workflow: &Package) -> Vec<String> {
    let mut wrong = Vec::new();
    let compiled = graphs(workflow);
    for (component, graph) in graphs(pipeline) {
        let Some(twin) = compiled.get(component) else {
            wrong.push(format!("no DAG `{component}`"));
            continue;
        };
        let ends = |id: &TaskId| {
            let task = pipeline.tasks.get(*id)?;
            (task.trigger == Trigger::AllCompleted).then(|| pipeline.def_name(task.def).to_owned())
        };
        let hooks: BTreeSet<String> = graph.tasks.iter().filter_map(ends).collect();
        let (here, there) = (closed(&direct(pipeline, graph)), closed(&direct(workflow, twin)));
        let tasks: BTreeSet<&String> = here.keys().filter(|t| !hooks.contains(*t)).collect();
        for task in &tasks {
            let Some(compiled) = there.get(*task) else {
                wrong.push(format!("no task `{task}` in `{component}`"));
                continue;
            };
            let both = |order: &BTreeSet<String>| -> BTreeSet<String> {
                order.iter().filter(|t| tasks.contains(t)).cloned().collect()
            };
            let here = here.get(*task).map(&both).unwrap_or_default();
            if here != both(compiled) {
                wrong.push(format!("`{task}` in `{component}` waits for {here:?} and {:?}", both(compiled)));
            }
        }
        let exits = twin.tasks.iter().filter_map(|id| workflow.tasks.get(*id));
        let exits = exits.filter(|t| matches!(t.role, TaskRole::Exit(Some(_)))).count();
        if exits < hooks.len() {
            wrong.push(format!("`{component}` ends with {hooks:?}, and its DAG with {exits} hooks"));
        }
    }
    wrong
}

fn stem(case: &Case) -> &str {
    case.path.rsplit('/').next().unwrap_or(&case.path)
}

#[test]
fn a_pipeline_and_its_workflow_have_the_same_order() {
    let Some(cases) = corpus::cases() else { return };
    let pipelines: BTreeMap<&str, &Case> =
        cases.iter().filter(|c| c.dialect == "kfp-ir" && c.verdict == "valid").map(|c| (stem(c), c)).collect();
    let (mut pairs, mut wrong) = (0, Vec::new());
    for workflow in cases.iter().filter(|c| c.dialect == "argo" && c.verdict == "compiled") {
        let Some(pipeline) = pipelines.get(stem(workflow)) else { continue };
        let lowered = [*pipeline, workflow].map(|case| Source::new(&*case.path, case.text.clone()));
        let [Some(one), Some(other)] = lowered.each_ref().map(|s| s.package.as_ref()) else {
            wrong.push(format!("{}: not recognised", workflow.path));
            continue;
        };
        pairs += 1;
        wrong.extend(differences(one, other).into_iter().map(|w| format!("{}: {w}", stem(workflow))));
    }
    assert!(wrong.is_empty(), "{} differences in {pairs} pairs\n{}", wrong.len(), wrong.join("\n"));
    assert!(pairs > 50, "only {pairs} pairs");
}
