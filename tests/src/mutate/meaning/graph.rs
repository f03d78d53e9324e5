//! Tasks: what they run, pass and wait for.

use ir_syntax::{Entry, Node};

use super::{Dag, ERROR, Pen, Spec, WARNING, list, ports, required, scalars};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    let dags = spec.dags();
    for dag in &dags {
        of_dag(pen, spec, dag);
        for task in &dag.tasks {
            of_task(pen, spec, dag, *task);
        }
        // Names of other graphs.
        let stranger = dags.iter().filter(|d| d.name != dag.name).flat_map(|d| &d.tasks).map(|t| t.key.text());
        let known = |name: &str| dag.tasks.iter().any(|t| t.key.text() == name);
        if let Some(stranger) = stranger.into_iter().find(|t| !known(t)) {
            for task in &dag.tasks {
                for (_, argument) in arguments(task.value) {
                    if let Some(producer) = producer(argument.value) {
                        pen.word("task of another graph", producer, stranger, ERROR);
                    }
                }
            }
        }
    }
}

fn of_dag<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>, dag: &Dag<'t>) {
    if let Some(tasks) = dag.dag.entry("tasks").filter(|_| dag.dag.get("outputs").is_none()) {
        pen.value("graph without tasks", tasks, "{}", ERROR);
    }
    if let Some(map) = dag.dag.get("tasks").filter(|_| !dag.name.is_empty()) {
        let mut inputs = Vec::new();
        for (kind, word) in [("parameters", "componentInputParameter"), ("artifacts", "componentInputArtifact")] {
            let passed = ports(dag.owner, "inputDefinitions", kind).into_iter().map(|p| p.key.text());
            let passed: Vec<String> = passed.map(|name| format!("\"{name}\": {{\"{word}\": \"{name}\"}}")).collect();
            if !passed.is_empty() {
                inputs.push(format!("\"{kind}\": {{{}}}", passed.join(", ")));
            }
        }
        let inputs = format!("\"inputs\": {{{}}}", inputs.join(", "));
        let name = dag.name;
        let new =
            format!("{{\"componentRef\": {{\"name\": \"{name}\"}}, \"taskInfo\": {{\"name\": \"again\"}}, {inputs}}}");
        // The circle may be told at any of its calls.
        let calls: Vec<Node<'_>> =
            spec.tasks().into_iter().filter_map(|(_, t)| t.get("componentRef")?.get("name")).collect();
        pen.add("component runs itself", map, ("again", &*new), &calls, ERROR);
    }
    for kind in ["parameters", "artifacts"] {
        let Some(map) = dag.dag.get("outputs").and_then(|o| o.get(kind)) else { continue };
        for output in list(Some(map)) {
            let declared =
                ports(dag.owner, "outputDefinitions", kind).into_iter().find(|p| p.key.text() == output.key.text());
            if let Some(declared) = declared {
                pen.remove("output not handed out", map, output, &[declared.key], WARNING);
            }
        }
    }
    let exit = dag.tasks.iter().find(|t| strategy(t.value) == Some("ALL_UPSTREAM_TASKS_COMPLETED"));
    let Some((exit, map)) = exit.zip(dag.dag.get("tasks")) else { return };
    // A copy of the task that runs at the end, which runs at the end of the same.
    let copy = exit.value.span().slice(pen.file.source.text());
    if !super::is_flow(map) {
        let start = pen.file.index.line_start(pen.line(exit.key));
        let column = (exit.key.span().start - start) as usize;
        let inner = pen.file.line(exit.value.span().start);
        let indent = (exit.value.span().start - pen.file.index.line_start(inner)) as usize;
        let words = format!("once-more:\n{}{copy}\n{}", " ".repeat(indent), " ".repeat(column));
        let lines = (pen.line(exit.key)..pen.line(exit.key) + 2 * words.matches('\n').count() as u32).collect();
        let at = ir_syntax::Span::at(exit.key.span().start);
        pen.put("second exit task", vec![(at, words)], lines, WARNING);
    }
    let free = spec.components().into_iter().find(|c| {
        c.value.get("executorLabel").is_some()
            && ["parameters", "artifacts"]
                .iter()
                .all(|k| ports(c.value, "inputDefinitions", k).iter().all(|p| !required(p.value)))
    });
    if let Some(free) = free {
        let (component, exit) = (free.key.text(), exit.key.text());
        let new = format!(
            "{{\"componentRef\": {{\"name\": \"{component}\"}}, \"taskInfo\": {{\"name\": \"after\"}}, \"dependentTasks\": [\"{exit}\"]}}"
        );
        pen.add("waits for the exit task", map, ("after", &*new), &[], WARNING);
    }
}

fn of_task<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>, dag: &Dag<'t>, task: Entry<'t>) {
    let current = spec.current();
    if let Some(name) = task.value.get("componentRef").and_then(|r| r.entry("name")) {
        pen.value("componentRef empty", name, "\"\"", ERROR);
    }
    if let Some(info) = task.value.entry("taskInfo").filter(|_| current) {
        let asks = spec
            .callee(task.value)
            .is_some_and(|c| c.get("dag").is_some() || spec.executor(c).is_some_and(|e| e.get("container").is_some()));
        if asks {
            pen.remove("task without name", task.value, info, &[task.key], ERROR);
        }
    }
    match task.value.get("dependentTasks").and_then(|d| d.items().next()) {
        Some(first) => pen.word("waits for itself", first, task.key.text(), ERROR),
        None => {
            let new = format!("[\"{}\"]", task.key.text());
            pen.add("waits for itself", task.value, ("dependentTasks", &*new), &[], ERROR);
        }
    }
    let exit = strategy(task.value) == Some("ALL_UPSTREAM_TASKS_COMPLETED");
    let arguments = arguments(task.value);
    let status = arguments.iter().any(|(_, a)| a.value.get("taskFinalStatus").is_some());
    if exit && current {
        let trigger = task.value.get("triggerPolicy");
        if let Some((policy, entry)) = trigger.and_then(|t| Some((t, t.entry("strategy")?))).filter(|_| status) {
            let _ = policy;
            pen.value("status without exit", entry, "\"ALL_UPSTREAM_TASKS_SUCCEEDED\"", WARNING);
            let beside: Vec<Node<'_>> = arguments
                .iter()
                .filter(|(_, a)| a.value.get("taskFinalStatus").is_some())
                .map(|(_, a)| a.key)
                .collect();
            if let Some(m) = pen.all.last_mut().filter(|m| m.kind == "status without exit") {
                m.lines.extend(beside.iter().flat_map(|n| {
                    let start = pen.file.line(n.span().start);
                    start..start + 3
                }));
            }
        }
        // A task whose output it takes is waited for as well.
        let reads = arguments.iter().any(|(_, a)| producer(a.value).is_some());
        if let Some(order) = task.value.entry("dependentTasks").filter(|_| !reads) {
            let kind = if status { "exit task after nothing (status)" } else { "exit task after nothing" };
            let mut beside = vec![task.key];
            beside
                .extend(arguments.iter().filter(|(_, a)| a.value.get("taskFinalStatus").is_some()).map(|(_, a)| a.key));
            pen.remove(kind, task.value, order, &beside, WARNING);
        }
    }
    let callee = spec.callee(task.value);
    let mut words = Vec::new();
    scalars(task.value, &mut words);
    for (kind, argument) in &arguments {
        let map = argument.key.parent();
        let port = callee
            .and_then(|c| ports(c, "inputDefinitions", kind).into_iter().find(|p| p.key.text() == argument.key.text()));
        if let (Some(map), Some(_)) = (map, port.filter(|p| required(p.value))) {
            // Where something else of the task reads it, two things break.
            let used = words
                .iter()
                .any(|w| w.text().contains(argument.key.text()) && !argument.value.span().contains(w.span()));
            let kind = if used { "missing input (read elsewhere)" } else { "missing input" };
            pen.remove(kind, map, *argument, &[task.key], ERROR);
        }
        if port.is_some() {
            pen.value("no binding", *argument, "{}", ERROR);
        }
        let right = if *kind == "parameters" { "artifacts" } else { "parameters" };
        let other = ports(dag.owner, "inputDefinitions", right).first().map(|p| p.key.text());
        if argument.value.get("runtimeValue").is_none() && argument.value.own_entries().count() == 1 {
            let first = argument.value.own_entries().next().map(|e| e.key);
            if let (Some(first), Some((key, new))) = (first, two(spec, dag, task, kind, argument.value)) {
                pen.add("two bindings", argument.value, (key, &*new), &[first], ERROR);
            }
        }
        if let Some(other) = other {
            let word = if *kind == "parameters" { "componentInputParameter" } else { "componentInputArtifact" };
            if let Some(input) = argument.value.get(word) {
                pen.word("input of the other kind", input, other, ERROR);
            }
        }
        if let Some(name) = producer(argument.value) {
            let parent = name.parent().and_then(|p| p.entry("producerTask"));
            if let Some(entry) = parent {
                pen.value("producerTask empty", entry, "\"\"", ERROR);
            }
            // An output that exists, of the other kind.
            let producer = dag.tasks.iter().find(|t| t.key.text() == name.text()).and_then(|t| spec.callee(t.value));
            let other = producer.and_then(|p| ports(p, "outputDefinitions", right).into_iter().next());
            let key = name.parent().and_then(|p| p.get("outputParameterKey").or_else(|| p.get("outputArtifactKey")));
            if let (Some(other), Some(key)) = (other, key) {
                pen.word("output of the other kind", key, other.key.text(), ERROR);
            }
        }
    }
    if let Some(map) = task.value.get("inputs").and_then(|i| i.get("parameters")).filter(|_| callee.is_some()) {
        let new = "{\"runtimeValue\": {\"constant\": \"x\"}}";
        pen.add("argument nobody wants", map, ("entirely-new", new), &[], WARNING);
    }
}

/// A second source for what is passed, good by itself.
fn two<'t>(
    spec: Spec<'t>,
    dag: &Dag<'t>,
    task: Entry<'t>,
    kind: &str,
    value: Node<'t>,
) -> Option<(&'static str, String)> {
    if kind == "parameters" {
        if value.get("taskFinalStatus").is_some() {
            return None;
        }
        return Some(("runtimeValue", "{\"constant\": \"x\"}".to_owned()));
    }
    if value.get("componentInputArtifact").is_none() {
        let own = ports(dag.owner, "inputDefinitions", "artifacts");
        return own.first().map(|input| ("componentInputArtifact", format!("\"{}\"", input.key.text())));
    }
    let others = dag.tasks.iter().filter(|t| t.key.text() != task.key.text());
    others.into_iter().find_map(|other| {
        let output = ports(spec.callee(other.value)?, "outputDefinitions", "artifacts").into_iter().next()?;
        let (task, key) = (other.key.text(), output.key.text());
        let waits = other.value.span().slice(value.tree().text()).contains(task);
        (!waits).then(|| {
            ("taskOutputArtifact", format!("{{\"producerTask\": \"{task}\", \"outputArtifactKey\": \"{key}\"}}"))
        })
    })
}

/// What a task passes: `parameters` or `artifacts`, and the entry.
pub(super) fn arguments(task: Node<'_>) -> Vec<(&'static str, Entry<'_>)> {
    let of =
        |kind: &'static str| list(task.get("inputs").and_then(|i| i.get(kind))).into_iter().map(move |e| (kind, e));
    of("parameters").chain(of("artifacts")).collect()
}

/// The task whose output an argument takes.
fn producer(argument: Node<'_>) -> Option<Node<'_>> {
    let output = argument.get("taskOutputParameter").or_else(|| argument.get("taskOutputArtifact"))?;
    output.get("producerTask")
}

fn strategy(task: Node<'_>) -> Option<&str> {
    Some(task.get("triggerPolicy")?.get("strategy")?.text())
}
