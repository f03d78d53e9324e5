//! Loops, retries, conditions on importers.

use super::graph::arguments;
use super::{ERROR, Pen, Spec, WARNING, ports};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    for (_, task) in spec.tasks() {
        let Some(callee) = spec.callee(task) else { continue };
        if let Some(iterator) = task.entry("parameterIterator") {
            of_loop(pen, task, callee, iterator.value);
            let new = "{\"items\": {\"inputArtifact\": \"x\"}, \"itemInput\": \"x\"}";
            pen.add("two loops", task, ("artifactIterator", new), &[iterator.key], ERROR);
            pen.add("parallelism below zero", task, ("iteratorPolicy", "{\"parallelismLimit\": -1}"), &[], ERROR);
        }
        if let Some(policy) = task.get("iteratorPolicy").and_then(|p| p.entry("parallelismLimit")) {
            pen.value("parallelism below zero", policy, "-1", ERROR);
        }
        match task.entry("retryPolicy") {
            Some(_) => {}
            None if task.get("parameterIterator").is_none() && callee.get("executorLabel").is_some() => {
                for (kind, policy) in [
                    ("retry count", "{\"maxRetryCount\": \"many\"}"),
                    ("retry duration", "{\"maxRetryCount\": 2, \"backoffDuration\": \"30\"}"),
                    ("retry factor", "{\"maxRetryCount\": 2, \"backoffFactor\": \"twice\"}"),
                ] {
                    pen.add(kind, task, ("retryPolicy", policy), &[], ERROR);
                }
            }
            None => {}
        }
        if let Some(policy) = task.get("retryPolicy") {
            for (kind, key, new) in [
                ("retry count", "maxRetryCount", "\"many\""),
                ("retry duration", "backoffDuration", "\"30\""),
                ("retry duration", "backoffMaxDuration", "\"1h\""),
            ] {
                if let Some(entry) = policy.entry(key) {
                    pen.value(kind, entry, new, ERROR);
                }
            }
        }
        if let Some(caching) = task.get("cachingOptions").and_then(|c| c.entry("enableCache")) {
            pen.value("caching", caching, "\"true\"", ERROR);
        }
        let importer = spec.executor(callee).is_some_and(|e| e.get("importer").is_some());
        if importer && spec.current() && task.get("triggerPolicy").is_none() {
            pen.add(
                "condition on an importer",
                task,
                ("triggerPolicy", "{\"condition\": \"size(inputs.artifacts) == 0\"}"),
                &[],
                WARNING,
            );
        }
    }
}

fn of_loop<'t>(
    pen: &mut Pen<'_, 't, '_>,
    task: ir_syntax::Node<'t>,
    callee: ir_syntax::Node<'t>,
    iterator: ir_syntax::Node<'t>,
) {
    let Some(items) = iterator.get("items") else { return };
    if let Some(raw) = items.entry("raw") {
        pen.value("loop items unreadable", raw, "\"[1, 2\"", ERROR);
        pen.value("loop over an object", raw, "\"{}\"", ERROR);
        pen.value("loop over a number", raw, "\"5\"", ERROR);
        pen.value("loop over nothing", raw, "\"[]\"", WARNING);
        let list = |name: &str| {
            let mut inputs = ports(callee, "inputDefinitions", "parameters").into_iter();
            inputs.any(|p| p.key.text() == name && p.value.get("parameterType").is_some_and(|t| t.text() == "LIST"))
        };
        let other = arguments(task).into_iter().find(|(kind, a)| *kind == "parameters" && list(a.key.text()));
        if let Some((_, other)) = other {
            let new = format!("\"{}\"", other.key.text());
            pen.add("loop over two things", items, ("inputParameter", &*new), &[raw.key], ERROR);
        }
    }
    if let Some(entry) = items.entry("inputParameter") {
        pen.add("loop over two things", items, ("raw", "\"[1]\""), &[entry.key], ERROR);
        for (kind, argument) in arguments(task) {
            let port =
                ports(callee, "inputDefinitions", kind).into_iter().find(|p| p.key.text() == argument.key.text());
            let ty = port.and_then(|p| p.value.get("parameterType")).map_or("", |t| t.text());
            if kind == "artifacts" {
                pen.word("loop over an artifact", entry.value, argument.key.text(), ERROR);
            } else if ty.starts_with("NUMBER") || ty == "BOOLEAN" || ty == "STRUCT" {
                pen.word("loop over a scalar", entry.value, argument.key.text(), ERROR);
            }
        }
        // What is looped over, and nothing else read it.
        let looped = arguments(task).into_iter().find(|(_, a)| a.key.text() == entry.value.text());
        let is_list = |a: &ir_syntax::Node<'_>| {
            ports(callee, "inputDefinitions", "parameters")
                .iter()
                .any(|p| p.key.text() == a.text() && p.value.get("parameterType").is_some_and(|t| t.text() == "LIST"))
        };
        if let Some((_, argument)) = looped.filter(|(_, a)| is_list(&a.key))
            && argument.value.get("runtimeValue").is_none()
        {
            pen.value("loop over a constant", argument, "{\"runtimeValue\": {\"constant\": 5}}", ERROR);
        }
    }
    if let Some(item) = iterator.get("itemInput") {
        if let Some(map) = task.get("inputs").and_then(|i| i.get("parameters")) {
            let new = "{\"runtimeValue\": {\"constant\": \"x\"}}";
            pen.add("loop item passed", map, (item.text(), new), &[item], WARNING);
        }
        let artifact = ports(callee, "inputDefinitions", "artifacts").first().map(|a| a.key.text());
        if let Some(artifact) = artifact {
            pen.word("loop item of another kind", item, artifact, ERROR);
        }
    }
}
