//! `ir` and `stats` as people run them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const PIPELINE: &str = "name: Churn
implementation:
  graph:
    tasks:
      first: {componentRef: {url: parts/train.yaml}}
      second: {componentRef: {url: parts/train.yaml}}
      third: {componentRef: {url: parts/gone.yaml}}
";
const TRAIN: &str = "name: Train\nimplementation: {container: {image: 'python:3.12', command: [train]}}\n";
const OLD: &str = "name: Old\nimplementation: {container: {image: alpine, command: [echo]}}\n";
const WORKFLOW: &str = "apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: deep}
spec:
  entrypoint: outer
  templates:
  - {name: outer, steps: [[{name: a, template: inner}]]}
  - {name: inner, steps: [[{name: b, template: work}], [{name: again, template: outer, when: 'false'}]]}
  - {name: work, container: {image: 'alpine@sha256:00', command: [echo]}}
  - {name: forgotten, container: {image: 'app:{{workflow.name}}', command: [echo]}}
";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn repository() -> TempDir {
    let notes = ("notes.yaml", "shopping: [milk]\n");
    folder(&[("pipeline.yaml", PIPELINE), ("parts/train.yaml", TRAIN), ("parts/old.yaml", OLD), notes])
}

/// Exit code, standard output, standard error.
fn run(dir: &TempDir, args: &[&str], stdin: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ir-lint"))
        .current_dir(dir)
        .args(args)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json_of(dir: &TempDir, args: &[&str]) -> Value {
    serde_json::from_str(&run(dir, args, "").1).unwrap()
}

#[test]
fn one_file_gives_one_document() {
    let dir = repository();
    let (code, out, err) = run(&dir, &["ir", "pipeline.yaml"], "");
    assert_eq!((code, &*err), (0, ""));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&document["irVersion"], &document["file"]), (&json!("1.0"), &json!("pipeline.yaml")));
    let runs = |task: usize| &document["components"][0]["body"]["tasks"][task]["runs"]["reference"];
    assert_eq!(runs(0)["target"], json!({"file": "parts/train.yaml", "component": "Train"}));
    assert_eq!(runs(2)["status"], "missing");
    assert!(out.lines().count() > 10 && !out.contains("\"at\""));
}

#[test]
fn several_files_give_a_document_a_line() {
    let dir = repository();
    let files = |args: &[&str]| -> Vec<String> {
        let (code, out, _) = run(&dir, args, "");
        assert_eq!(code, 0, "{args:?}");
        let documents = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        documents.map(|d| d["file"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&["ir", "."]), ["parts/old.yaml", "parts/train.yaml", "pipeline.yaml"]);
    assert_eq!(files(&["ir", "parts/old.yaml", "pipeline.yaml"]), ["parts/old.yaml", "pipeline.yaml"]);
    assert_eq!(files(&["ir", "--format", "json-lines", "--spans", "pipeline.yaml"]), ["pipeline.yaml"]);
    let (code, out, err) = run(&dir, &["ir", "--format", "json", "."], "");
    assert!(code == 2 && out.is_empty() && err.contains("json-lines"), "{err}");
}

#[test]
fn standard_input_has_a_document_however_broken() {
    let dir = repository();
    let (code, out, _) = run(&dir, &["ir", "-", "--spans"], &PIPELINE.replace("third:", "third: ["));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &document["file"], &document["broken"]), (0, &json!("<stdin>"), &json!(true)));
    let at = &document["components"][0]["body"]["tasks"][0]["at"];
    assert_eq!(at, &json!({"start": 54, "end": 59, "line": 5, "column": 7}));
}

#[test]
fn what_cannot_be_done_is_told() {
    let dir = repository();
    for (command, path, why) in [
        ("ir", "gone.yaml", "no such file"),
        ("ir", "notes.yaml", "not a pipeline file"),
        ("stats", "gone.yaml", "no such file"),
    ] {
        let (code, _, err) = run(&dir, &[command, path], "");
        assert!(code == 2 && err.contains(why), "{command} {path}: {code} {err}");
    }
}

#[test]
fn the_numbers_of_a_repository() {
    let dir = repository();
    let stats = json_of(&dir, &["stats", "--format", "json"]);
    let page = include_str!("../../../docs/stats.md");
    let example = page.split_once("```json\n").unwrap().1.split_once("```").unwrap().0;
    let example: Value = serde_json::from_str(example).unwrap();
    assert_eq!(stats, example);
}

#[test]
fn nesting_images_and_circles() {
    let loops = PIPELINE.replace("parts/train.yaml", "b.yaml").replace("parts/gone.yaml", "b.yaml");
    let dir = folder(&[("deep.yaml", WORKFLOW), ("a.yaml", &loops), ("b.yaml", &loops.replace("b.yaml", "a.yaml"))]);
    let stats = json_of(&dir, &["stats", "--format", "json", "."]);
    assert_eq!(stats["cycles"], json!([["a.yaml", "b.yaml"]]));
    let deep = stats["pipelines"].as_array().unwrap().iter().find(|p| p["file"] == "deep.yaml").unwrap();
    assert_eq!((&deep["name"], &deep["depth"]), (&json!("deep"), &json!(3)));
    let pins = |name: &str| stats["totals"][name].as_u64().unwrap();
    assert_eq!(["images", "byDigest", "byTag", "unpinned", "computed"].map(pins), [2, 1, 0, 0, 1]);
    assert_eq!(stats["unused"], json!([{"file": "deep.yaml", "component": "forgotten", "line": 10}]));
}

#[test]
fn a_pipeline_written_inside_of_its_run_is_one() {
    let run = "\
apiVersion: tekton.dev/v1
kind: PipelineRun
metadata:
  name: nightly
spec:
  pipelineSpec:
    tasks:
      - name: build
        taskSpec:
          steps:
            - image: alpine:3.20
              script: make
";
    let dir = folder(&[("run.yaml", run)]);
    let stats = json_of(&dir, &["stats", "--format", "json", "."]);
    assert_eq!(stats["pipelines"], json!([{"file": "run.yaml", "name": "nightly", "tasks": 1, "depth": 1}]));
    let totals = |name: &str| stats["totals"][name].as_u64().unwrap();
    assert_eq!(["pipelines", "components", "tasks"].map(totals), [1, 1, 1]);
}

#[test]
fn the_numbers_for_people_and_the_files_as_a_graph() {
    let dir = repository();
    let (code, text, err) = run(&dir, &["stats"], "");
    assert_eq!((code, &*err), (0, ""));
    insta::assert_snapshot!(text);
    let dot = run(&dir, &["stats", "--format", "dot"], "").1;
    assert!(dot.contains("\"pipeline.yaml\" -> \"parts/train.yaml\" [label = \"2\"];"), "{dot}");
    let mermaid = run(&dir, &["stats", "--format", "mermaid"], "").1;
    assert_eq!(mermaid, "flowchart LR\n  f0[\"parts/train.yaml\"]\n  f1[\"pipeline.yaml\"]\n  f1 -->|2| f0\n");
}
