//! Values, inputs and outputs of types that do not go together.

use ir_syntax::{Entry, Node, Scalar};

use super::graph::arguments;
use super::{ERROR, Pen, Spec, WARNING, ports};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    for dag in spec.dags() {
        for task in &dag.tasks {
            let callee = spec.callee(task.value);
            for (kind, argument) in arguments(task.value) {
                let wanted = callee.and_then(|c| port(c, "inputDefinitions", kind, argument.key.text()));
                let Some(wanted) = wanted else { continue };
                of_argument(pen, &dag, wanted, kind, argument);
                let producer = argument.value.get("taskOutputParameter");
                let Some(producer) = producer.filter(|_| kind == "parameters") else { continue };
                let (Some(name), Some(key)) = (producer.get("producerTask"), producer.get("outputParameterKey")) else {
                    continue;
                };
                let source = dag.tasks.iter().find(|t| t.key.text() == name.text()).and_then(|t| spec.callee(t.value));
                let outputs = source.map(|s| ports(s, "outputDefinitions", kind)).unwrap_or_default();
                if argument.value.get("parameterExpressionSelector").is_none()
                    && let Some(other) = outputs.iter().find(|o| clash(type_of(o.value), type_of(wanted)))
                {
                    pen.word("output of another type", key, other.key.text(), ERROR);
                }
            }
        }
    }
    for component in spec.components().iter().map(|e| e.value).chain(spec.root.get("root")) {
        for input in ports(component, "inputDefinitions", "parameters") {
            // What tasks pass would be excluded as well.
            let passed = spec
                .tasks()
                .iter()
                .flat_map(|(_, t)| arguments(*t))
                .any(|(_, a)| a.key.text() == input.key.text() && a.value.get("runtimeValue").is_some());
            of_parameter(pen, input, spec.current() && !passed);
        }
        for kind in ["inputDefinitions", "outputDefinitions"] {
            for artifact in ports(component, kind, "artifacts").into_iter().filter(|_| spec.current()) {
                of_artifact(pen, artifact.value);
            }
            for parameter in ports(component, kind, "parameters") {
                let Some(ty) = parameter.value.entry("parameterType").filter(|_| spec.current()) else { continue };
                pen.value("parameterType empty", ty, "\"\"", ERROR);
                pen.value("parameterType of a v1 component", ty, "\"Integer\"", ERROR);
            }
        }
    }
    mismatches(pen, spec);
}

/// Declares an input of another type than what is passed to it.
fn mismatches<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    for component in spec.components() {
        // Inputs of a graph are passed on: every use of them would be wrong.
        if component.value.get("executorLabel").is_none() || spec.job {
            continue;
        }
        for kind in ["parameters", "artifacts"] {
            for input in ports(component.value, "inputDefinitions", kind) {
                let uses: Vec<Entry<'t>> = spec
                    .tasks()
                    .into_iter()
                    .filter(|(_, t)| {
                        t.get("componentRef")
                            .and_then(|r| r.get("name"))
                            .is_some_and(|n| n.text() == component.key.text())
                    })
                    .flat_map(|(_, t)| arguments(t))
                    .filter(|(k, a)| {
                        *k == kind && a.key.text() == input.key.text() && a.value.get("runtimeValue").is_none()
                    })
                    .map(|(_, a)| a)
                    .collect();
                let [only] = uses.as_slice() else { continue };
                let start = pen.line(only.key);
                let lines: Vec<u32> = (start..=pen.file.line(only.value.span().end)).collect();
                let before = pen.all.len();
                if kind == "parameters" {
                    // Items of a loop, of which nobody says what they are.
                    let item = only.value.get("componentInputParameter").is_some_and(|n| n.text().contains("loop"));
                    let simple = !item
                        && input.value.get("defaultValue").is_none()
                        && only.value.get("parameterExpressionSelector").is_none();
                    if let Some(ty) = input.value.get("parameterType").filter(|_| simple) {
                        let new = match ty.text() {
                            "STRING" => "NUMBER_INTEGER",
                            "LIST" => "STRUCT",
                            _ => "LIST",
                        };
                        pen.word("type of an input", ty, new, ERROR);
                    }
                } else {
                    if let Some(list) = input.value.entry("isArtifactList") {
                        pen.value("list of artifacts", list, "false", WARNING);
                    } else {
                        pen.add("list of artifacts", input.value, ("isArtifactList", "true"), &[only.key], WARNING);
                    }
                    let title = input.value.get("artifactType").and_then(|t| t.get("schemaTitle"));
                    if let Some(title) = title.filter(|t| t.text() != "system.Artifact") {
                        pen.word("type of an artifact", title, "google.Unlike", WARNING);
                    }
                }
                for mutant in pen.all.iter_mut().skip(before) {
                    mutant.lines.extend(lines.iter().flat_map(|l| [*l, l + 1, l + 2]));
                }
            }
        }
    }
}

fn of_argument<'t>(pen: &mut Pen<'_, 't, '_>, dag: &super::Dag<'t>, wanted: Node<'t>, kind: &str, argument: Entry<'t>) {
    if let Some(constant) = argument.value.get("runtimeValue").and_then(|r| r.entry("constant")) {
        let new = match type_of(wanted) {
            "NUMBER_INTEGER" | "NUMBER_DOUBLE" | "BOOLEAN" | "STRUCT" => "[\"broken\"]",
            "LIST" => "{\"broken\": 1}",
            _ => "",
        };
        if !new.is_empty() {
            pen.value("constant of another type", constant, new, ERROR);
        }
        if matches!(type_of(wanted), "NUMBER_INTEGER" | "BOOLEAN") {
            pen.value("text as constant", constant, "\"broken\"", ERROR);
        }
        if let Some(literals) = wanted.get("literals").filter(|l| l.items().next().is_some()) {
            let _ = literals;
            pen.value("argument not in literals", constant, "\"broken-7\"", ERROR);
        }
    }
    if let Some(input) = argument.value.get("componentInputParameter").filter(|_| kind == "parameters") {
        let inputs = ports(dag.owner, "inputDefinitions", "parameters");
        if argument.value.get("parameterExpressionSelector").is_none()
            && let Some(other) =
                inputs.iter().find(|i| !i.key.text().contains("loop-item") && clash(type_of(i.value), type_of(wanted)))
        {
            pen.word("input of another type", input, other.key.text(), ERROR);
        }
    }
}

fn of_parameter<'t>(pen: &mut Pen<'_, 't, '_>, input: Entry<'t>, current: bool) {
    let Some(default) = input.value.entry("defaultValue") else { return };
    let new = match type_of(input.value) {
        "NUMBER_INTEGER" | "NUMBER_DOUBLE" | "BOOLEAN" => "\"broken\"",
        "STRING" => "{\"broken\": 1}",
        "LIST" => "{\"broken\": 1}",
        "STRUCT" => "[1, 2]",
        _ => return,
    };
    // Old files have numbers in quotes, which is told already.
    let known = new == "\"broken\"" && matches!(default.value.scalar(), Some(Scalar::String(_)));
    if input.value.get("literals").is_none() && !known {
        pen.value("default of another type", default, new, WARNING);
    }
    let text = matches!(default.value.scalar(), Some(Scalar::String(text)) if !text.is_empty());
    if current && text && type_of(input.value) == "STRING" && input.value.get("literals").is_none() {
        pen.add(
            "default not in literals",
            input.value,
            ("literals", "[\"broken-7\", \"broken-8\"]"),
            &[default.key],
            ERROR,
        );
    }
}

fn of_artifact<'t>(pen: &mut Pen<'_, 't, '_>, artifact: Node<'t>) {
    let Some(ty) = artifact.get("artifactType") else { return };
    if let Some(title) = ty.get("schemaTitle") {
        pen.word("artifact title without namespace", title, "Model", WARNING);
        pen.word("artifact of another namespace", title, "acme.Model", WARNING);
        if let (Some(entry), Some(edit)) =
            (ty.entry("schemaTitle"), ty.entry("schemaTitle").and_then(|e| pen.instead(e, "\"a: [b\"")))
        {
            let (span, new) = edit;
            let span = ir_syntax::Span::new(entry.key.span().start, span.end);
            let quoted = if super::is_flow(ty) { "\"instanceSchema\"" } else { "instanceSchema" };
            let lines = vec![pen.line(entry.key)];
            pen.put("instance schema unreadable", vec![(span, format!("{quoted}{new}"))], lines, WARNING);
        }
    }
    if let Some(version) = ty.entry("schemaVersion") {
        pen.value("artifact version", version, "\"1\"", WARNING);
    }
}

fn port<'t>(component: Node<'t>, definitions: &str, kind: &str, name: &str) -> Option<Node<'t>> {
    ports(component, definitions, kind).into_iter().find(|p| p.key.text() == name).map(|p| p.value)
}

fn type_of(port: Node<'_>) -> &str {
    port.get("parameterType").map_or("", Node::text)
}

/// Whether a value of type `from` certainly cannot become one of type `to`.
fn clash(from: &str, to: &str) -> bool {
    let number = |t: &str| t.starts_with("NUMBER_");
    let known = |t: &str| number(t) || matches!(t, "STRING" | "BOOLEAN" | "LIST" | "STRUCT");
    known(from) && known(to) && to != "STRING" && from != to && !(number(from) && number(to))
}
