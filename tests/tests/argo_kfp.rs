//! Documents that the compilers of Kubeflow Pipelines write into the strings of a workflow: what is wrong inside of them is
//! told at its place in the file.

use std::path::PathBuf;

use ir_analyzer::{Settings, Source, Workspace, check_with};

/// A workflow with this description of its pipeline; it takes `rate` and `depth`.
fn workflow(annotation: &str) -> String {
    format!(
        "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: training-
  annotations:
    pipelines.kubeflow.org/kfp_sdk_version: 1.8.22
    pipelines.kubeflow.org/pipeline_spec: {annotation}
spec:
  entrypoint: train
  serviceAccountName: pipeline-runner
  arguments:
    parameters:
    - {{name: rate, value: '0.1'}}
    - {{name: depth, value: '3'}}
  templates:
  - name: train
    container: {{image: 'python:3.12', command: [train, '{{{{workflow.parameters.rate}}}}', '{{{{workflow.parameters.depth}}}}']}}
"
    )
}

/// The findings as `rule: title`, with the text that each points at.
fn found(text: &str) -> Vec<(String, String)> {
    let source = Source::new(PathBuf::from("w.yaml"), text.to_owned());
    let findings = check_with(&source, &Workspace::new(), &Settings::default());
    findings
        .iter()
        .map(|f| (format!("{}[{}] {}", f.severity.as_str(), f.rule, f.title), f.span.slice(text).to_owned()))
        .collect()
}

#[test]
fn a_right_description_has_no_findings() {
    let right = r#"'{"name": "training", "description": "it''s", "inputs": [{"name": "rate", "type": "Float", "default": "0.1", "optional":
      true}, {"name": "depth", "type": "Integer"}]}'"#;
    assert_eq!(found(&workflow(right)), []);
}

#[test]
fn what_is_wrong_in_it_is_told_at_its_place() {
    let cases = [
        (
            r#"'{"name": "it''s", "inputs": [{"name": "rate"}, {"name": "depth"}'"#,
            "malformed-value",
            "the JSON in this text cannot be read",
            None,
        ),
        (r#"'[]'"#, "malformed-value", "the JSON in this text must be keys with values", Some("[]")),
        (
            r#"'{"name": "it''s", "inputs": [{"name": "rate"}, {"name": "depth"}, {"name": "dpeth"}]}'"#,
            "unknown-variable",
            "the workflow takes no parameter `dpeth`",
            Some("dpeth"),
        ),
        (
            r#""{\"name\": \"it's\", \"inputs\": [{\"name\": \"rate\"}]}""#,
            "unknown-variable",
            "the annotation `pipeline_spec` does not tell of the parameter `depth`",
            Some("depth"),
        ),
        (
            r#""{\"inputs\": [{\"name\": \"rate\", \"type\": \"Float\", \"default\": \"fast\"}, {\"name\": \"depth\"}]}""#,
            "malformed-value",
            "the default `fast` is no Float",
            Some("fast"),
        ),
        (
            r#"'{"inputs": [{"name": "rate"}, {"name": "depth"}, {"name": "rate"}]}'"#,
            "duplicate-name",
            "there are two inputs `rate` in the annotation",
            Some("rate"),
        ),
        (r#"'{"inputs": [{"name": "rate", "tpye": "Float"}, {"name": "depth"}]}'"#, "unknown-key", "", Some("tpye")),
    ];
    for (annotation, rule, title, at) in cases {
        let found = found(&workflow(annotation));
        let [(only, place)] = found.as_slice() else { panic!("{annotation}: {found:?}") };
        assert!(only.starts_with(&format!("warning[{rule}] {title}")), "{annotation}: {only}");
        assert!(at.is_none_or(|at| place.trim_matches('"') == at), "{annotation}: {only} at {place}");
    }
}

/// What the compiler of version 2 hands to its drivers must be JSON, or the tasks fail.
#[test]
fn components_that_are_handed_on_must_be_json() {
    let handed = |json: &str| {
        workflow("'{\"inputs\": [{\"name\": \"rate\"}, {\"name\": \"depth\"}, {\"name\": \"components-a\"}]}'").replace(
            "    - {name: depth",
            &format!("    - name: components-a\n      value: '{json}'\n    - {{name: depth"),
        )
    };
    let right = found(&handed(r#"{"executorLabel": "exec-a", "args": ["{{$}}", "{{$.inputs.parameters[''x'']}}"]}"#));
    assert!(right.iter().all(|(f, _)| !f.starts_with("error") && !f.contains("JSON")), "{right:?}");
    let wrong = found(&handed(r#"{"executorLabel": "exec-a""#));
    let errors: Vec<_> = wrong.iter().filter(|(f, _)| f.starts_with("error")).collect();
    assert!(
        matches!(errors.as_slice(), [(f, _)] if f.starts_with("error[malformed-value] the JSON in this")),
        "{wrong:?}"
    );
}
