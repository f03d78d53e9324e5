//! Placeholders: their words, their forms, what they stand for.

use ir_syntax::{Entry, Node};

use super::graph::arguments;
use super::{ERROR, Pen, Spec, WARNING, ports, scalars};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    for executor in spec.executors() {
        let Some(container) = executor.value.get("container") else { continue };
        let users = spec
            .components()
            .into_iter()
            .filter(|c| c.value.get("executorLabel").is_some_and(|l| l.text() == executor.key.text()));
        let users: Vec<Entry<'_>> = users.collect();
        let mut texts = Vec::new();
        for key in ["command", "args"] {
            container.get(key).into_iter().for_each(|list| scalars(list, &mut texts));
        }
        texts.iter().for_each(|text| of_text(pen, *text));
        let [only] = users.as_slice() else { continue };
        other_kinds(pen, only.value, &texts);
        vertex(pen, spec, &texts);
        let first = ports(only.value, "inputDefinitions", "parameters")
            .into_iter()
            .find(|p| p.value.get("parameterType").is_some_and(|t| t.text() == "STRING"));
        if let (Some(first), Some(image)) = (first, container.entry("image")) {
            let name = first.key.text();
            if spec.current() {
                pen.value(
                    "placeholder in part of an image",
                    image,
                    &format!("\"repo/image:{{{{$.inputs.parameters['{name}']}}}}\""),
                    WARNING,
                );
            }
        }
        if spec.current() && container.get("env").is_none() {
            let new = "[{\"name\": \"ROOT\", \"value\": \"{{$.inputs.parameters['no-such']}}\"}]";
            pen.add("placeholder in a variable", container, ("env", new), &[], WARNING);
        }
    }
    for (_, task) in spec.tasks() {
        for (_, argument) in arguments(task) {
            let Some(constant) = argument.value.get("runtimeValue").and_then(|r| r.entry("constant")) else { continue };
            let text = constant.value;
            if !text.is_scalar() || !text.text().contains("{{$") {
                continue;
            }
            words(pen, text);
            pen.inside("placeholder of the run", text, "$.pipeline_job_", "$.pipline_job_", ERROR);
            if spec.current() {
                if !pen.file.source.text().contains("workspace") {
                    pen.value("workspace not asked for", constant, "\"{{$.workspace_path}}/x\"", WARNING);
                }
                if !pen.file.source.text().contains("{{$.pipeline_job_uuid}}") {
                    pen.value(
                        "placeholder of the run in a longer text",
                        constant,
                        "\"run-{{$.pipeline_job_uuid}}\"",
                        WARNING,
                    );
                }
            }
        }
    }
}

/// Slips in the fixed words, in command, arguments and constants.
fn words<'t>(pen: &mut Pen<'_, 't, '_>, text: Node<'t>) {
    pen.inside("placeholder word", text, "{{$.inputs.parameters[", "{{$.input.parameters[", ERROR);
    pen.inside("placeholder word", text, "{{$.inputs.parameters[", "{{$.inputs.params[", ERROR);
    pen.inside("placeholder without its dollar", text, "{{$.inputs.", "{{.inputs.", ERROR);
    pen.inside("placeholder with a space", text, "{{$.inputs.", "{{ $.inputs.", ERROR);
}

fn of_text<'t>(pen: &mut Pen<'_, 't, '_>, text: Node<'t>) {
    if !text.text().contains("{{$") {
        return;
    }
    words(pen, text);
    pen.inside("placeholder word", text, "{{$.outputs.", "{{$.output.", ERROR);
    pen.inside("placeholder word", text, "{{$.inputs.artifacts[", "{{$.inputs.artefacts[", ERROR);
    pen.inside("placeholder not closed", text, "']}}", "']}", ERROR);
    if !text.span().slice(pen.file.source.text()).contains("[''") {
        pen.inside("placeholder without quotes", text, ".parameters['", ".parameters[", ERROR);
    }
    pen.inside("placeholder end", text, "'].output_file}}", "']}}", ERROR);
    pen.inside("placeholder end", text, "'].output_file}}", "'].outputfile}}", ERROR);
    pen.inside("placeholder end", text, "'].path}}", "'].pth}}", ERROR);
    pen.inside("placeholder end", text, "'].uri}}", "'].url}}", ERROR);
    pen.inside("placeholder direction", text, "{{$.inputs.parameters['", "{{$.outputs.parameters['", ERROR);
    pen.inside("placeholder direction", text, "{{$.outputs.parameters['", "{{$.inputs.parameters['", ERROR);
    pen.inside("placeholder direction", text, "{{$.outputs.artifacts['", "{{$.inputs.artifacts['", ERROR);
    if text.text().starts_with("{\"IfPresent\"") {
        pen.inside("IfPresent key", text, "InputName", "InputNam", ERROR);
        pen.inside("IfPresent key", text, "Then", "Thn", ERROR);
        for quote in ["\"", "\\\""] {
            let from = format!("InputName{quote}: {quote}");
            pen.inside("IfPresent input", text, &from, &format!("{from}no-"), ERROR);
            pen.inside("IfPresent not JSON", text, &format!("IfPresent{quote}:"), &format!("IfPresent{quote}"), ERROR);
        }
    }
    if text.text().starts_with("{\"Concat\"") {
        for quote in ["\"", "\\\""] {
            pen.inside("Concat not JSON", text, &format!("Concat{quote}:"), &format!("Concat{quote}"), ERROR);
        }
        pen.inside("Concat not a list", text, "[", "", ERROR);
    }
}

/// Placeholders of the right form for what is of another kind.
fn other_kinds<'t>(pen: &mut Pen<'_, 't, '_>, component: Node<'t>, texts: &[Node<'t>]) {
    for (definitions, word, end) in
        [("inputDefinitions", "inputs", "']}}"), ("outputDefinitions", "outputs", "'].output_file}}")]
    {
        for port in ports(component, definitions, "parameters") {
            let name = port.key.text();
            let from = format!("{{{{$.{word}.parameters['{name}{end}");
            let to = format!("{{{{$.{word}.artifacts['{name}'].path}}}}");
            texts.iter().for_each(|text| pen.inside("placeholder of another kind", *text, &from, &to, ERROR));
        }
        for port in ports(component, definitions, "artifacts") {
            let name = port.key.text();
            let to = format!("{{{{$.{word}.parameters['{name}{end}");
            for suffix in ["path", "uri"] {
                let from = format!("{{{{$.{word}.artifacts['{name}'].{suffix}}}}}");
                texts.iter().for_each(|text| pen.inside("placeholder of another kind", *text, &from, &to, ERROR));
            }
        }
    }
}

/// What only Vertex AI resolves, or nobody.
fn vertex<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>, texts: &[Node<'t>]) {
    let Some(text) =
        texts.iter().find(|t| t.text().starts_with("--") && !t.text().contains("{{")).filter(|_| spec.current())
    else {
        return;
    };
    pen.word("placeholder of Vertex AI", *text, "--x={{$.pipeline_google_cloud_project_id}}", WARNING);
    pen.word("placeholder of the run", *text, "--x={{$.pipeline_job_nmae}}", ERROR);
    if !pen.file.source.text().contains("{{$.pipeline_job_uuid}}") {
        pen.word("placeholder of the run in an argument", *text, "--x={{$.pipeline_job_uuid}}", WARNING);
    }
    pen.word("placeholder of nothing declared", *text, "--x={{$.inputs.parameters['no-such-input']}}", ERROR);
    // Of a single component the pipeline that uses it may ask for one.
    if pen.file.source.text().contains("workspace") || spec.tasks().len() < 2 {
        return;
    }
    pen.word("workspace not asked for", *text, "--x={{$.workspace_path}}", WARNING);
}
