//! Components of version 1.

use ir_syntax::{Entry, Node, Span};

use super::{ERROR, Pen, list};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>) {
    interface(pen, root);
    let Some(implementation) = root.get("implementation") else { return };
    if let Some(container) = implementation.entry("container") {
        of_container(pen, root, container.value);
        let graph = ("graph", "{\"tasks\": {}}");
        pen.add("v1 two implementations", implementation, graph, &[container.key], ERROR);
    }
    if let Some(graph) = implementation.get("graph") {
        for task in list(graph.get("tasks")) {
            of_task(pen, root, task);
        }
        for output in list(graph.get("outputValues")) {
            old_form(pen, root, output.value);
        }
    }
    if let Some(metadata) = root.get("metadata").and_then(|m| m.get("annotations")) {
        pen.add("v1 annotation not text", metadata, ("broken", "5"), &[], ERROR);
    }
}

fn interface<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>) {
    for kind in ["inputs", "outputs"] {
        twice(pen, root, kind);
        for port in root.get(kind).into_iter().flat_map(Node::items) {
            if kind == "outputs" {
                pen.add("v1 default of an output", port, ("default", "\"x\""), &[], ERROR);
            } else if let Some(default) = port.entry("default") {
                pen.value("v1 default a list", default, "[1]", ERROR);
                if port.get("type").is_some_and(|t| matches!(t.text(), "Integer" | "Float")) {
                    pen.value("v1 default of another type", default, "\"broken\"", ERROR);
                }
            } else {
                pen.add("v1 optional", port, ("optional", "\"yes\""), &[], ERROR);
            }
        }
    }
}

/// One more input or output, with the name of the first.
fn twice<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>, kind: &str) {
    let list = root.get(kind).filter(|l| !super::is_flow(*l));
    let Some(first) = list.and_then(|l| l.items().next()) else { return };
    let Some(name) = first.get("name") else { return };
    let line = pen.line(first);
    let start = pen.file.index.line_start(line);
    let dash = Span::new(start, first.span().start).slice(pen.file.source.text());
    if dash.trim() != "-" {
        return;
    }
    let optional = if kind == "inputs" { ", optional: true" } else { "" };
    let words = format!("{{name: '{}'{optional}}}\n{dash}", name.text().replace('\'', "''"));
    let lines = vec![line, pen.line(name) + 1];
    pen.put("v1 name twice", vec![(Span::at(first.span().start), words)], lines, ERROR);
}

fn of_container<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>, container: Node<'t>) {
    pen.add("v1 key of Kubernetes", container, ("resources", "{}"), &[], ERROR);
    if container.get("env").is_none() {
        pen.add("v1 number as variable", container, ("env", "{\"A\": 5}"), &[], ERROR);
        pen.add("v1 placeholder in a variable", container, ("env", "{\"A\": {\"inputValue\": \"x\"}}"), &[], ERROR);
    }
    for key in ["command", "args"] {
        let Some(list) = container.entry(key) else { continue };
        pen.value("v1 command as text", list, "\"broken\"", ERROR);
        for item in list.value.items().filter(|i| i.is_scalar()).take(3) {
            pen.number("v1 number as argument", item, ERROR);
        }
        list.value.items().for_each(|item| of_argument(pen, root, item));
    }
}

fn of_argument<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>, item: Node<'t>) {
    let Some(entry) = item.own_entries().next().filter(|_| !item.is_alias()) else { return };
    let name = entry.key.text();
    match name {
        "inputValue" | "inputPath" | "outputPath" | "inputUri" | "outputUri" => {
            pen.slip("v1 placeholder word", entry.key, ERROR);
            pen.value("v1 placeholder of nothing", entry, "\"\"", ERROR);
            let (to, kind) =
                if name.starts_with("input") { ("outputPath", "outputs") } else { ("inputValue", "inputs") };
            let both = root
                .get(kind)
                .is_some_and(|l| l.items().any(|p| p.get("name").is_some_and(|n| n.text() == entry.value.text())));
            if !both {
                pen.word("v1 placeholder of another kind", entry.key, to, ERROR);
            }
            pen.add("v1 two placeholders in one", item, ("executorInput", "null"), &[entry.key], ERROR);
        }
        "concat" => {
            entry.value.items().for_each(|i| of_argument(pen, root, i));
            pen.value("v1 concat a text", entry, "\"broken\"", ERROR);
            pen.value("v1 concat of numbers", entry, "[1]", ERROR);
        }
        "if" => {
            for key in ["cond", "then"] {
                if let Some(part) = entry.value.entry(key) {
                    pen.remove("v1 if in part", entry.value, part, &[entry.key], ERROR);
                }
            }
            for key in ["then", "else"] {
                let part = entry.value.get(key);
                let parts = part.into_iter().flat_map(|p| if p.is_sequence() { p.items().collect() } else { vec![p] });
                parts.for_each(|p| of_argument(pen, root, p));
            }
        }
        _ => {}
    }
}

fn of_task<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>, task: Entry<'t>) {
    if let Some(reference) = task.value.entry("componentRef") {
        pen.value("v1 componentRef empty", reference, "{}", ERROR);
        pen.remove("v1 task without component", task.value, reference, &[task.key], ERROR);
    }
    pen.add("v1 comparison", task.value, ("isEnabled", "{\"===\": {\"op1\": 1, \"op2\": 2}}"), &[], ERROR);
    pen.add(
        "v1 retries",
        task.value,
        ("executionOptions", "{\"retryStrategy\": {\"maxRetries\": \"many\"}}"),
        &[],
        ERROR,
    );
    for argument in list(task.value.get("arguments")) {
        old_form(pen, root, argument.value);
        pen.value("v1 argument a list", argument, "[1]", ERROR);
        if let Some(output) = argument.value.get("taskOutput") {
            for key in ["taskId", "outputName"] {
                if let Some(entry) = output.entry(key) {
                    pen.remove("v1 output in part", output, entry, &[], ERROR);
                }
            }
        }
    }
}

/// `graphInput: name`, as old files have it.
fn old_form<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>, value: Node<'t>) {
    if let Some(input) = value.entry("graphInput") {
        pen.value("v1 graphInput as text", input, "\"name\"", ERROR);
    }
    let input = root.get("inputs").and_then(|i| i.items().next()).and_then(|i| i.get("name"));
    if let (Some(output), Some(input)) = (value.entry("taskOutput"), input) {
        let new = format!("{{\"inputName\": \"{}\"}}", input.text());
        pen.add("v1 two bindings", value, ("graphInput", &*new), &[output.key], ERROR);
    }
}
