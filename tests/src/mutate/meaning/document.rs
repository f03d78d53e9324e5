//! Documents, the pipeline's name and version, components and executors.

use ir_syntax::{Span, Tree};

use super::{ERROR, Pen, Spec, WARNING, ports};

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>) {
    documents(pen, &pen.file.source.tree, spec);
    if let Some(version) = spec.root.entry("schemaVersion") {
        pen.value("schemaVersion", version, "\"2.2.0\"", ERROR);
    }
    if let Some(name) = spec.root.get("pipelineInfo").and_then(|i| i.entry("name")) {
        pen.value("pipeline name", name, "\"My_Pipeline\"", ERROR);
        pen.value("pipeline name empty", name, "\"\"", ERROR);
    }
    for component in spec.components() {
        let beside = [component.key];
        if let Some(label) = component.value.entry("executorLabel") {
            pen.remove("component without body", component.value, label, &beside, ERROR);
            let task = "{\"componentRef\": {\"name\": \"no-such\"}, \"taskInfo\": {\"name\": \"a\"}}";
            let new = format!("{{\"tasks\": {{\"a\": {task}}}}}");
            pen.add("component with two bodies", component.value, ("dag", &*new), &[label.key], ERROR);
        } else if let Some(dag) = component.value.entry("dag") {
            pen.add("component with two bodies", component.value, ("executorLabel", "\"x\""), &[dag.key], ERROR);
        }
        reserved(pen, spec, component.key.text());
        if !spec.current() {
            continue;
        }
        for artifact in ports(component.value, "inputDefinitions", "artifacts").into_iter().take(1) {
            if let Some(map) = component.value.get("inputDefinitions").and_then(|d| d.get("parameters")) {
                let new = "{\"parameterType\": \"STRING\", \"isOptional\": true}";
                pen.add(
                    "parameter and artifact of one name",
                    map,
                    (artifact.key.text(), new),
                    &[artifact.key],
                    WARNING,
                );
            }
        }
        if spec.executor(component.value).is_some_and(|e| e.get("container").is_some())
            && let Some(map) = component.value.get("outputDefinitions").and_then(|d| d.get("artifacts"))
        {
            let new = "{\"artifactType\": {\"schemaTitle\": \"system.Artifact\", \"schemaVersion\": \"0.0.1\"}}";
            pen.add("output executor-logs", map, ("executor-logs", new), &[], WARNING);
        }
    }
    for executor in spec.executors() {
        if let Some(container) = executor.value.entry("container") {
            let new = "\"resolver\": {\"outputArtifactQueries\": {}}".to_owned();
            let span = container.key.span().cover(container.value.span());
            if spec.current() {
                let lines = vec![pen.line(container.key)];
                pen.put("executor of a refused kind", vec![(span, new)], lines, WARNING);
            }
            pen.add(
                "executor of two kinds",
                executor.value,
                ("importer", "{\"artifactUri\": {\"constant\": \"gs://a/b\"}}"),
                &[container.key],
                ERROR,
            );
        }
    }
    for input in spec.root.get("root").into_iter().flat_map(|r| ports(r, "inputDefinitions", "parameters")).take(1) {
        let Some(map) = input.key.parent() else { continue };
        if spec.current() {
            let new = "{\"parameterType\": \"TASK_FINAL_STATUS\"}";
            pen.add("status input of the pipeline", map, ("entirely-new", new), &[], WARNING);
        }
        let new = "{\"parameterType\": \"PARAMETER_TYPE_ENUM_UNSPECIFIED\", \"isOptional\": true}";
        pen.add("untyped input of the pipeline", map, ("entirely-new", new), &[], ERROR);
    }
    // Called for by nothing: legal, and dead weight.
    if let Some(map) = spec.root.get("components")
        && let Some(label) = spec
            .executors()
            .iter()
            .find(|e| !e.value.span().slice(pen.file.source.text()).contains("puts"))
            .map(|e| e.key.text())
    {
        let new = format!("{{\"executorLabel\": \"{label}\"}}");
        pen.add("component never run", map, ("comp-never-run", &*new), &[], WARNING);
    }
}

fn documents<'t>(pen: &mut Pen<'_, 't, '_>, tree: &Tree, spec: Spec<'t>) {
    let text = pen.file.source.text();
    let roots: Vec<_> = tree.roots().filter(|r| !r.is_missing()).collect();
    let block = spec.root.parent().is_none() && !super::is_flow(spec.root) && text.ends_with('\n');
    if !block || text.trim_end().ends_with("...") {
        return;
    }
    let end = Span::at(text.len() as u32);
    let last = pen.file.index.line_count();
    let again = "---\npipelineInfo: {name: again}\nschemaVersion: 2.1.0\ndeploymentSpec: {executors: {}}\ncomponents: {}\nroot: {dag: {tasks: {}}}\n";
    // An empty graph is a second defect, which nothing but a real second pipeline would avoid.
    let again =
        again.replace("{tasks: {}}", "{tasks: {import: {componentRef: {name: import}, taskInfo: {name: import}}}}");
    let again = again.replace("components: {}", "components: {import: {executorLabel: import}}");
    let import = "{import: {importer: {artifactUri: {constant: 'gs://a/b'}, typeSchema: {schemaTitle: system.Artifact, schemaVersion: 0.0.1}}}}";
    let again = again.replace("{executors: {}}", &format!("{{executors: {import}}}"));
    pen.put("second pipeline", vec![(end, again)], (last - 1..last + 6).collect(), ERROR);
    if let [first, second] = roots.as_slice()
        && first.id() == spec.root.id()
        && second.get("platforms").is_some()
    {
        let (a, b) = (first.span(), second.span());
        let behind =
            text[b.end as usize..].trim().is_empty() && text[..a.start as usize].lines().all(|l| l.starts_with('#'));
        if behind && text[a.end as usize..b.start as usize].trim() == "---" {
            let moved = format!("{}---\n", b.slice(text));
            let extra = moved.matches('\n').count() as u32;
            let start = pen.line(*first);
            let lines = (start..start + extra + 1).collect();
            let gone = Span::new(a.end, text.len() as u32);
            pen.put("platform document first", vec![(Span::at(a.start), moved), (gone, "\n".to_owned())], lines, ERROR);
        }
    }
}

/// Calls a component `root`, and those who run it along with it.
fn reserved<'t>(pen: &mut Pen<'_, 't, '_>, spec: Spec<'t>, name: &str) {
    let key = spec.root.get("components").and_then(|c| c.entry(name)).map(|e| e.key);
    let calls = spec.tasks().into_iter().filter_map(|(_, task)| task.get("componentRef")?.get("name"));
    let nodes: Vec<_> = calls.filter(|n| n.text() == name).chain(key).collect();
    let spans: Option<Vec<Span>> = nodes.iter().map(|n| super::bare(*n)).collect();
    let Some(mut spans) = spans.filter(|_| spec.current()) else { return };
    spans.sort_by_key(|s| s.start);
    let lines = nodes.iter().map(|n| pen.line(*n)).collect();
    pen.put("component called root", spans.into_iter().map(|s| (s, "root".to_owned())).collect(), lines, WARNING);
}
