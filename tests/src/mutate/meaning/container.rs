//! Containers and importers.

use ir_syntax::Node;

use super::{ERROR, Pen, Spec, WARNING};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    let free = |pen: &Pen<'_, 't, '_>| !pen.file.source.text().contains("workspace");
    for executor in spec.executors() {
        if let Some(container) = executor.value.get("container") {
            of_container(pen, container, spec.current());
        }
        if let Some(importer) = executor.value.get("importer") {
            let workspace = free(pen);
            of_importer(pen, spec, importer, workspace);
        }
    }
}

fn of_container<'t>(pen: &mut Pen<'_, 't, '_>, container: Node<'t>, current: bool) {
    if let Some(image) = container.entry("image") {
        pen.value("image empty", image, "\"\"", ERROR);
        pen.value("image malformed", image, "\"python 3.12\"", ERROR);
        pen.value("image without tag", image, "\"python\"", WARNING);
    }
    let argostub = container.get("image").is_some_and(|i| i.text().starts_with("argostub/"));
    let lists: Vec<_> = ["args", "command"].iter().filter_map(|k| container.entry(k)).collect();
    let edits: Option<Vec<_>> = lists.iter().map(|e| pen.instead(*e, "[]")).collect();
    if let Some(mut edits) = edits.filter(|e| !e.is_empty() && !argostub && current) {
        edits.sort_by_key(|(s, _)| s.start);
        // Whatever lines were lost above the rest.
        let gone: u32 = edits.first().map_or(0, |(s, _)| pen.file.line(s.end) - pen.file.line(s.start));
        let nodes = lists.iter().map(|e| e.key).chain(container.key());
        let mut lines: Vec<u32> = nodes.map(|n| pen.line(n)).flat_map(|l| [l, l.saturating_sub(gone)]).collect();
        // And the executor's name, a line or two above.
        let top = container.parent().and_then(Node::key).map(|k| pen.line(k));
        lines.extend(top.into_iter().chain(container.key().map(|k| pen.line(k))));
        lines.extend(container.get("image").map(|i| pen.line(i)).into_iter().flat_map(|l| {
            let all: u32 = edits.iter().map(|(s, _)| pen.file.line(s.end) - pen.file.line(s.start)).sum();
            [l, l.saturating_sub(gone), l.saturating_sub(all)]
        }));
        pen.put("container without command", edits, lines, WARNING);
    }
    if let Some(command) = lists.first().and_then(|e| e.value.items().next()) {
        // The engine's own decoder takes no number for a text.
        pen.number("number as argument", command, ERROR);
    }
    match container.get("env") {
        None => {
            for (kind, env, level) in [
                (
                    "variable twice",
                    "[{\"name\": \"A\", \"value\": \"1\"}, {\"name\": \"A\", \"value\": \"2\"}]",
                    WARNING,
                ),
                ("variable's name", "[{\"name\": \"1 A\", \"value\": \"1\"}]", WARNING),
                ("variable without name", "[{\"value\": \"1\"}]", ERROR),
                ("number as variable", "[{\"name\": \"A\", \"value\": 5}]", ERROR),
                ("variables as mapping", "{\"A\": \"1\"}", ERROR),
            ] {
                pen.add(kind, container, ("env", env), &[], level);
            }
        }
        Some(env) => {
            for item in env.items() {
                if let Some(name) = item.entry("name") {
                    pen.value("variable's name", name, "\"1 A\"", WARNING);
                }
                if let Some(value) = item.entry("value") {
                    pen.value("number as variable", value, "5", ERROR);
                }
            }
        }
    }
    match container.get("resources") {
        None => {
            for (kind, resources, level) in [
                ("quantity", "{\"resourceMemoryLimit\": \"5 gigs\"}", WARNING),
                ("quantity", "{\"resourceCpuRequest\": \"two\"}", WARNING),
                ("limit below request", "{\"resourceCpuLimit\": \"1\", \"resourceCpuRequest\": \"2\"}", WARNING),
                ("quantity hardly meant", "{\"resourceMemoryLimit\": \"500m\"}", WARNING),
                ("accelerator incomplete", "{\"accelerator\": {\"resourceType\": \"nvidia.com/gpu\"}}", WARNING),
                ("number as quantity", "{\"resourceCpuLimit\": 2}", ERROR),
            ] {
                if current || level == ERROR {
                    pen.add(kind, container, ("resources", resources), &[], level);
                }
            }
        }
        Some(resources) => {
            for key in ["resourceCpuLimit", "resourceMemoryLimit", "resourceCpuRequest", "resourceMemoryRequest"] {
                if let Some(entry) = resources.entry(key) {
                    pen.value("quantity", entry, "\"5 gigs\"", WARNING);
                    pen.value("number as quantity", entry, "5", ERROR);
                }
            }
            if let Some(accelerator) = resources.get("accelerator") {
                for key in ["resourceType", "resourceCount"] {
                    if let Some(entry) = accelerator
                        .entry(key)
                        .filter(|_| accelerator.get("count").is_none() && accelerator.get("type").is_none())
                    {
                        pen.remove("accelerator incomplete", accelerator, entry, &[], WARNING);
                    }
                }
            }
        }
    }
    if container.get("env").is_none() {
        let new = "[{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2-Xq81\"}]";
        pen.add("secret in a variable", container, ("env", new), &[], WARNING);
    }
}

fn of_importer<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>, importer: Node<'t>, no_workspace: bool) {
    let Some(uri) = importer.entry("artifactUri") else { return };
    if !spec.current() {
        return;
    }
    pen.remove("importer without address", importer, uri, &[], ERROR);
    if let Some(constant) = uri.value.entry("constant") {
        pen.value("importer's address empty", constant, "\"\"", WARNING);
        pen.value("importer's scheme", constant, "\"ftp://host/a\"", WARNING);
        pen.value("importer's address a path", constant, "\"/data/a\"", WARNING);
    }
    let title = importer.get("typeSchema").and_then(|t| t.get("schemaTitle")).map_or("", Node::text);
    if title != "system.Model" {
        pen.value("importer of an image", uri, "{\"constant\": \"oci://host/a\"}", WARNING);
    }
    if let Some(parameter) = uri.value.get("runtimeParameter") {
        pen.slip("importer's input", parameter, ERROR);
    }
    pen.value("importer of two addresses", uri, "{\"constant\": \"gs://a/b\", \"runtimeParameter\": \"uri\"}", ERROR);
    if no_workspace && importer.get("downloadToWorkspace").is_none() {
        pen.add("workspace not asked for", importer, ("downloadToWorkspace", "true"), &[], WARNING);
    }
    match importer.entry("reimport") {
        Some(reimport) => pen.value("importer's switch", reimport, "\"yes\"", ERROR),
        None => pen.add("importer's switch", importer, ("reimport", "\"yes\""), &[], ERROR),
    }
}
