//! Tags in texts, each shown by carets below it.

use super::super::expr::embedded::read_tag;
use super::super::reference::Reference;
use super::{Body, scan, unfinished};
use crate::language::tests::{carets, corpus, mutate, words};

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let found = scan(text);
    let told: Vec<String> = found
        .iter()
        .map(|tag| match &tag.body {
            // A name stands for itself where nothing is in its holes.
            Body::Simple { reference, .. } => words(text, reference)
                .replace("Segment { span: ", "")
                .replace(", hole: false }", "")
                .replace(", hole: true }", " (hole)"),
            Body::Expression { text: body } => format!("= {}", body.slice(text)),
        })
        .collect();
    let lines = carets(text, found.iter().map(|tag| tag.span).zip(told.iter().map(String::as_str)));
    assert_eq!(lines.split('\n').skip(1).collect::<Vec<_>>(), wanted, "{text}");
}

#[test]
fn what_a_template_is_given() {
    check(
        "--n {{inputs.parameters.n}}",
        &["    ^^^^^^^^^^^^^^^^^^^^^^^ Input { kind: Parameter, name: n, path: false }"],
    );
    check(
        "{{ inputs.artifacts.a.path }}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Input { kind: Artifact, name: a, path: true }"],
    );
    check("{{inputs.parameters}}", &["^^^^^^^^^^^^^^^^^^^^^ Inputs"]);
    check(
        "{{outputs.parameters.o.path}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Output { kind: Parameter, name: o, path: true }"],
    );
    check("{{outputs.result}}", &["^^^^^^^^^^^^^^^^^^ OutputResult"]);
    check("{{pod.name}}{{retries}}", &["^^^^^^^^^^^^ PodName", "            ^^^^^^^^^^^ Retries"]);
    check("{{lastRetry.exitCode}}", &["^^^^^^^^^^^^^^^^^^^^^^ LastRetry { attribute: exitCode }"]);
    check("{{node.name}}", &["^^^^^^^^^^^^^ OwnName"]);
}

#[test]
fn what_the_workflow_knows() {
    check("{{workflow.name}}", &["^^^^^^^^^^^^^^^^^ WorkflowAttribute { name: name, format: None }"]);
    check(
        "{{workflow.creationTimestamp.Y}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WorkflowAttribute { name: creationTimestamp, format: Some(Y) }"],
    );
    check("{{workflow.parameters.a-b}}", &["^^^^^^^^^^^^^^^^^^^^^^^^^^^ WorkflowParameter { name: a-b }"]);
    check("{{workflow.parameters.json}}", &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WorkflowParameters"]);
    check(
        "{{workflow.outputs.artifacts.g}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WorkflowOutput { kind: Artifact, name: g }"],
    );
    check(
        "{{workflow.labels.app.kubernetes.io/name}}",
        &[
            "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WorkflowMetadata { annotation: false, name: Some(app.kubernetes.io/name) }",
        ],
    );
    check(
        "{{workflow.annotations.json}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WorkflowMetadata { annotation: true, name: None }"],
    );
    check("{{cronworkflow.failed}}", &["^^^^^^^^^^^^^^^^^^^^^^^ Cron { attribute: failed, name: None }"]);
}

#[test]
fn other_steps_and_tasks() {
    check(
        "{{steps.a.outputs.parameters.p}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Node { of: Step, name: a, attribute: Parameter(p) }"],
    );
    check(
        "{{tasks.a-1.outputs.artifacts.x}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Node { of: Task, name: a-1, attribute: Artifact(x) }"],
    );
    check(
        "{{tasks.t.outputs.parameters}}",
        &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Node { of: Task, name: t, attribute: Parameters }"],
    );
    check("{{tasks.t.outputs.result}}", &["^^^^^^^^^^^^^^^^^^^^^^^^^^ Node { of: Task, name: t, attribute: Result }"]);
    check("{{tasks.t.ip}}", &["^^^^^^^^^^^^^^ Node { of: Task, name: t, attribute: Ip }"]);
    check("{{steps.name}}", &["^^^^^^^^^^^^^^ OwnName"]);
}

#[test]
fn items_of_loops() {
    check("{{item}}", &["^^^^^^^^ Item { path: None }"]);
    check("{{item.k.l}}", &["^^^^^^^^^^^^ Item { path: Some(k.l) }"]);
    check("{{item.[0]}}", &["^^^^^^^^^^^^ Item { path: Some(0) }"]);
}

#[test]
fn expressions_begin_right_behind_the_braces() {
    check("a{{=asInt(item) + 1}}b", &[" ^^^^^^^^^^^^^^^^^^^^ = asInt(item) + 1"]);
    check("{{ = item}}", &["^^^^^^^^^^^ Foreign"]);
}

#[test]
fn inner_tags_make_holes() {
    check(
        "{{tasks.{{inputs.parameters.t}}.status}}",
        &[
            "        ^^^^^^^^^^^^^^^^^^^^^^^ Input { kind: Parameter, name: t, path: false }",
            "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Node { of: Task, name: {{inputs.parameters.t}} (hole), attribute: Status }",
        ],
    );
    check(
        "{{steps.run-{{item}}.{{item}}}}",
        &[
            "            ^^^^^^^^ Item { path: None }",
            "                     ^^^^^^^^ Item { path: None }",
            "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Node { of: Step, name: run-{{item}} (hole), attribute: Unknown }",
        ],
    );
    check("{{{{item}}}}", &["  ^^^^^^^^ Item { path: None }", "^^^^^^^^^^^^ Hole"]);
    check("{{a {{item}}", &["    ^^^^^^^^ Item { path: None }"]);
    check("{{= {{item}} + 1}}", &["    ^^^^^^^^ Item { path: None }", "^^^^^^^^^^^^^^^^^^ =  {{item}} + 1"]);
}

#[test]
fn wrong_names_are_pointed_at() {
    check(
        "{{inputs.parameter.x}}",
        &[r#"^^^^^^^^^^^^^^^^^^^^^^ Misnamed { at: parameter, names: ["parameters", "artifacts"] }"#],
    );
    check(
        "{{steps.a.outputs.results}}",
        &[r#"^^^^^^^^^^^^^^^^^^^^^^^^^^^ Misnamed { at: results, names: ["parameters", "artifacts", "result"] }"#],
    );
    check("{{inputs.parameters.a.b}}", &["^^^^^^^^^^^^^^^^^^^^^^^^^ TooLong { from: b }"]);
    check("{{inputs.artifacts}}", &["^^^^^^^^^^^^^^^^^^^^ TooShort { names: [] }"]);
    check("{{inputs.parameters.}}", &["^^^^^^^^^^^^^^^^^^^^^^ TooShort { names: [] }"]);
    check("{{input.parameters.a}}", &["^^^^^^^^^^^^^^^^^^^^^^ Unknown { root: input }"]);
    check("{{inputs.parameters['a-b']}}", &["^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Brackets { brackets: ['a-b'], name: a-b }"]);
}

#[test]
fn other_languages_are_left_alone() {
    for text in [
        "{{ .Values.x }}",
        "{{- if .x }}",
        "{{}}",
        "{{ x | upper }}",
        "{{$.inputs.parameters['x']}}",
        "{{`{{`}}",
        "{{\"a\"}}",
    ] {
        for tag in scan(text) {
            assert!(
                matches!(tag.body, Body::Simple { reference: Reference::Foreign | Reference::Hole, .. }),
                "{text}: {tag:?}"
            );
        }
    }
    check("{ {a} }} {{ ", &[]);
}

#[test]
fn what_was_begun_can_be_finished() {
    let begun = |text: &str| {
        let told: Vec<String> = unfinished(text)
            .iter()
            .map(|b| {
                let before: Vec<&str> = b.before.iter().map(|s| s.slice(text)).collect();
                format!("{} | {}<{}>{}", b.span.slice(text), before.join(" "), b.replace.slice(text), b.after)
            })
            .collect();
        told.join("\n")
    };
    assert_eq!(begun("--x {{"), "{{ | <>}}");
    assert_eq!(begun("--x {{ inputs.parameters.le --y"), "{{ inputs.parameters.le | inputs parameters<le>}}");
    assert_eq!(begun("{{workflow.}"), "{{workflow.} | workflow<>}}");
    assert_eq!(begun("{{tasks. {{item}}"), "{{tasks. | tasks<>}}");
    assert_eq!(begun("{{=inputs.parameters."), "{{=inputs.parameters. | inputs parameters<>}}");
    assert_eq!(begun("{{item}} {{=f(item"), "");
}

#[test]
fn no_text_breaks_the_scanner() {
    let seeds = [
        "{{inputs.parameters.x}} é {{=asInt(item) + 1}}",
        "{{tasks.{{item.[0]}}.outputs.artifacts.a}} {{workflow.labels.a.b/c}}",
    ];
    let pieces = [
        "{{", "}}", "{", "}", "=", ".", "é", "🎵", " ", "\n", "['", "']", "item", "steps.", "json", "[", "]", "{{=",
        "a.b-c",
    ];
    mutate(&seeds, &pieces, |text| {
        for tag in scan(text) {
            assert!(text.get(tag.span.range()).is_some_and(|t| t.starts_with("{{") && t.ends_with("}}")), "{text}");
            match &tag.body {
                Body::Simple { segments, reference } => {
                    for segment in segments {
                        assert!(tag.span.contains(segment.span) && text.get(segment.span.range()).is_some(), "{text}");
                    }
                    let _ = words(text, reference);
                }
                Body::Expression { text: body } => {
                    assert!(tag.span.contains(*body), "{text}");
                    let found = read_tag(text, &tag).unwrap_or_default();
                    let spans = found.paths.iter().map(|p| p.span).chain(found.problems.iter().map(|p| p.span));
                    for span in spans {
                        assert!(tag.span.contains(span) && text.get(span.range()).is_some(), "{text}");
                    }
                }
            }
        }
        for begun in unfinished(text) {
            assert!(text.get(begun.span.range()).is_some() && begun.span.contains(begun.replace), "{text}: {begun:?}");
        }
    });
}

#[test]
fn long_texts_are_read_once() {
    for piece in ["{{", "}}", "{{a.", "{{=", "{"] {
        let text = piece.repeat(100_000);
        assert_eq!(scan(&text).len(), 0, "{piece}");
        let _ = unfinished(&text);
    }
    let deep = format!("{}a{}", "{{".repeat(50_000), "}}".repeat(50_000));
    assert_eq!(scan(&deep).len(), 50_000);
}

#[test]
fn all_tags_of_real_files_are_known() {
    let mut seen = 0;
    let mut odd = Vec::new();
    let mut visit = |path: &std::path::Path, keys: &[&str], text: &str| {
        for tag in scan(text) {
            seen += 1;
            let Body::Simple { reference, .. } = &tag.body else {
                if !tag.holes.is_empty() {
                    odd.push(format!("{}: {}: a tag in an expression", path.display(), keys.join(".")));
                }
                continue;
            };
            use Reference::{Brackets, Misnamed, TooLong, TooShort};
            if matches!(reference, Misnamed { .. } | TooLong { .. } | TooShort { .. } | Brackets { .. }) {
                odd.push(format!("{}: {}: {}", path.display(), keys.join("."), words(text, reference)));
            }
        }
    };
    let files = ["argo/valid", "argo/compiled"].map(|folder| corpus(folder, &mut visit));
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(files.contains(&None) || seen > 500, "{seen}");
}
