//! Conditions and selectors in CEL.

use ir_syntax::Node;

use super::graph::arguments;
use super::{ERROR, Pen, Spec, WARNING, required};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    for (_, task) in spec.tasks() {
        for (_, argument) in arguments(task) {
            if let Some(entry) = argument.value.entry("parameterExpressionSelector") {
                let node = entry.value;
                pen.inside("selector not closed", node, ")", "", ERROR);
                pen.inside("selector function", node, "parseJson", "parseJsn", ERROR);
                pen.inside("selector variable", node, "string_value", "strng_value", ERROR);
                pen.value("selector empty", entry, "\"(\"", ERROR);
            }
        }
        match task.get("triggerPolicy").and_then(|t| t.entry("condition")) {
            Some(entry) => of_condition(pen, task, entry.value),
            None => fresh(pen, spec, task),
        }
    }
}

fn of_condition<'t>(pen: &mut Pen<'_, 't, '_>, task: Node<'t>, node: Node<'t>) {
    pen.inside("condition field", node, "parameter_values", "paramter_values", ERROR);
    pen.inside("condition field of old", node, "parameter_values", "parameters", ERROR);
    pen.inside("condition field in JSON's way", node, "parameter_values", "parameterValues", ERROR);
    pen.inside("condition variable", node, "inputs.", "input.", ERROR);
    pen.inside("condition function", node, "int(", "itn(", ERROR);
    pen.inside("condition bracket", node, "]", "", ERROR);
    for (from, to) in
        [(" == ", " = "), (" && ", " & "), (" != ", " =! "), (" > ", " >> "), (" >= ", " => "), (" || ", " or ")]
    {
        pen.inside("condition operator", node, from, to, ERROR);
    }
    let quote = if node.span().slice(pen.file.source.text()).contains("values[''") { "''" } else { "'" };
    let from = format!("parameter_values[{quote}");
    pen.inside("condition input", node, &from, &format!("{from}no-"), ERROR);
    let bound = task.get("triggerPolicy").and_then(|t| t.entry("condition"));
    if let Some(entry) = bound {
        pen.value("condition not boolean", entry, "\"1 + 1\"", ERROR);
        pen.value("condition not boolean", entry, "\"'yes'\"", ERROR);
        pen.value("condition of clashing types", entry, "\"1 > 'one'\"", ERROR);
        pen.value("condition constant", entry, "\"'a' == 'b'\"", WARNING);
        pen.value("condition cut short", entry, "\"inputs.\"", ERROR);
        pen.value("condition as a list", entry, "[\"true\"]", ERROR);
    }
    let raw = node.span().slice(pen.file.source.text()).to_owned();
    // A quote inside a text that quotes enclose.
    for quote in ["== 'heads'", "== 'true'", "== ''heads''", "== ''true''"] {
        if raw.contains(quote) {
            let q = if quote.contains("''") { "''" } else { "'" };
            pen.inside("condition quote", node, quote, &format!("== {q}it{q}s{q}"), ERROR);
        }
    }
}

/// A condition where there was none.
fn fresh<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>, task: Node<'t>) {
    let callee = spec.callee(task);
    let importer = callee.and_then(|c| spec.executor(c)).is_some_and(|e| e.get("importer").is_some());
    if importer || task.get("triggerPolicy").is_some() || !spec.current() {
        return;
    }
    let mut add = |kind, condition: &str, level| {
        let new = format!("{{\"condition\": \"{condition}\"}}");
        pen.add(kind, task, ("triggerPolicy", &*new), &[], level);
    };
    add("condition input", "inputs.parameter_values['no-such'] == 'a'", ERROR);
    add("condition of clashing types", "1 > 'one'", ERROR);
    add("condition not boolean", "inputs.parameter_values", ERROR);
    add("condition constant", "1 == 2", WARNING);
    add("condition bracket", "(1 == size(inputs.artifacts)", ERROR);
    add("condition field", "size(inputs.artifcts) == 0", ERROR);
    add("condition function", "len(inputs.artifacts) == 0", ERROR);
    add("condition in Python", "size(inputs.artifacts) == 0 and size(inputs.artifacts) == 0", ERROR);
    if let Some((_, artifact)) = arguments(task).into_iter().find(|(kind, _)| *kind == "artifacts") {
        let name = artifact.key.text();
        add("condition index of artifacts", &format!("inputs.artifacts['{name}'][0].uri == ''"), ERROR);
    }
    // The value is left out where the default does: the condition then fails.
    let open = callee.and_then(|c| {
        super::ports(c, "inputDefinitions", "parameters").into_iter().find(|p| {
            let passed = arguments(task).iter().any(|(_, a)| a.key.text() == p.key.text());
            !required(p.value)
                && !passed
                && p.value.get("parameterType").is_some_and(|t| !t.text().starts_with("TASK_"))
        })
    });
    if let Some(open) = open {
        add(
            "condition on what is not passed",
            &format!("inputs.parameter_values['{}'] == 'a'", open.key.text()),
            WARNING,
        );
    }
}
