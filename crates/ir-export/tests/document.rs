//! Small files, whole, and the promises of the page and the schema.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use ir_analyzer::{Source, Workspace, interfaces};
use ir_export::{Options, SCHEMA, export};
use serde_json::{Value, json};

const COMPONENT: &str = include_str!("files/component.yaml");
const KFP: &str = include_str!("files/kfp.yaml");
const ARGO: &str = include_str!("files/argo.yaml");
const TEKTON: &str = include_str!("files/tekton.yaml");

fn text(name: &str, text: &str, spans: bool) -> String {
    let source = Source::new(name, text);
    let options = Options { spans, ..Options::default() };
    export(&source, &Workspace::new(), &options).unwrap().to_json(true)
}

fn document(name: &str, text_: &str) -> Value {
    serde_json::from_str(&text(name, text_, false)).unwrap()
}

#[test]
fn a_component() {
    insta::assert_snapshot!(text("component.yaml", COMPONENT, false));
}

#[test]
fn a_kfp_pipeline() {
    insta::assert_snapshot!(text("kfp.yaml", KFP, false));
}

#[test]
fn an_argo_workflow() {
    insta::assert_snapshot!(text("argo.yaml", ARGO, false));
}

#[test]
fn a_tekton_pipeline() {
    insta::assert_snapshot!(text("tekton.yaml", TEKTON, false));
}

#[test]
fn a_component_with_places() {
    insta::assert_snapshot!(text("component.yaml", COMPONENT, true));
}

#[test]
fn what_is_no_pipeline_has_no_document() {
    let source = Source::new("notes.yaml", "shopping: [milk]\n");
    assert_eq!(export(&source, &Workspace::new(), &Options::default()), None);
}

/// A graph component that runs `train.yaml`.
const CALLER: &str = "
implementation:
  graph:
    tasks:
      first:
        componentRef: {url: train.yaml}
        arguments: {rate: '0.1', raet: '0.2'}
      second:
        componentRef: {url: gone.yaml}
        arguments: {x: {taskOutput: {taskId: first, outputName: model}}}
";

#[test]
fn references_lead_to_other_files() {
    let train = Source::new("/repo/parts/train.yaml", COMPONENT);
    let caller = Source::new("/repo/parts/caller.yaml", CALLER);
    let mut workspace = Workspace::new();
    workspace.update(&train.path, interfaces(&train));
    let options = Options { base: "/repo".into(), ..Options::default() };
    let document = serde_json::to_value(export(&caller, &workspace, &options).unwrap()).unwrap();
    assert_eq!(document["file"], "parts/caller.yaml");
    let tasks = &document["components"][0]["body"]["tasks"];
    let short = |reference: &Value| json!([reference["status"], reference["target"]]);
    let callee = &tasks[0]["runs"]["reference"];
    assert_eq!(short(callee), json!(["found", {"file": "parts/train.yaml", "component": "Train"}]));
    assert_eq!(callee["keys"], json!([{"kind": "path", "path": "train.yaml"}]));
    let port = |task: usize, arg: usize| short(&tasks[task]["arguments"][arg]["port"]);
    let input = json!({"file": "parts/train.yaml", "component": "Train", "input": "rate"});
    assert_eq!(port(0, 0), json!(["found", input]));
    assert_eq!(port(0, 1), json!(["missing", null]));
    assert_eq!(short(&tasks[1]["runs"]["reference"]), json!(["elsewhere", null]));
    let output = &tasks[1]["arguments"][0]["value"]["output"];
    assert_eq!(output["target"]["file"], "parts/train.yaml");
    assert_eq!((&output["target"]["task"], &output["target"]["output"]), (&json!("first"), &json!("model")));
    assert_eq!(tasks[1]["upstream"], json!(["first"]));
}

#[test]
fn equal_names_have_different_ids() {
    let two = "pipelineInfo: {name: x}
schemaVersion: 2.1.0
root: {dag: {tasks: {a: {componentRef: {name: c}}}}}
components:
  c: {executorLabel: e}
  c: {executorLabel: e}
deploymentSpec: {executors: {e: {container: {image: python}}}}
";
    let document = document("two.yaml", two);
    let ids: Vec<&str> = document["components"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["root", "c", "c#2"]);
    // The loaders keep the last one.
    let tasks = &document["components"][0]["body"]["tasks"];
    assert_eq!(tasks[0]["runs"]["reference"]["target"], json!({"component": "c#2"}));
    assert_eq!(document["components"][1]["shadowed"], true);
}

#[test]
fn broken_text_is_unknown_and_no_failure() {
    let document = document(
        "broken.yaml",
        &KFP.replace("iteratorPolicy:", "iteratorPolicy: [").replace("image:", "image: *gone #"),
    );
    assert_eq!(document["broken"], true);
    assert!(document.to_string().contains(r#""unknown":"#));
}

/// All members that the schema has.
fn members(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                found.extend(properties.keys().cloned());
            }
            map.values().for_each(|inner| members(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| members(inner, found)),
        _ => {}
    }
}

/// All words of lists of words, and all kinds.
fn words(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            let list = map.get("enum").and_then(Value::as_array).into_iter().flatten();
            found.extend(list.chain(map.get("const")).filter_map(Value::as_str).map(str::to_owned));
            map.values().for_each(|inner| words(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| words(inner, found)),
        _ => {}
    }
}

#[test]
fn the_page_explains_every_member_and_word() {
    let page = include_str!("../../../docs/ir.md");
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut all = Vec::new();
    members(&schema, &mut all);
    words(&schema, &mut all);
    assert!(all.len() > 200);
    all.retain(|word| !page.contains(&format!("`{word}`")));
    all.dedup();
    assert!(all.is_empty(), "docs/ir.md does not tell of {all:?}");
}

#[test]
fn the_page_shows_what_is_written() {
    let page = include_str!("../../../docs/ir.md");
    let (_, rest) = page.split_once("```yaml\n").unwrap();
    let (yaml, rest) = rest.split_once("```").unwrap();
    let (_, rest) = rest.split_once("```json\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let mut made = document("train.yaml", yaml);
    made["tool"]["version"] = shown["tool"]["version"].clone();
    assert_eq!(made, shown, "the example of docs/ir.md should be:\n{}", serde_json::to_string_pretty(&made).unwrap());
}

#[test]
fn readers_of_this_version_take_what_later_ones_add() {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let open = jsonschema::validator_for(&schema).unwrap();
    schema["$defs"]["later"] = json!(false);
    let exact = jsonschema::validator_for(&schema).unwrap();
    let now = document("kfp.yaml", KFP);
    assert!(open.is_valid(&now) && exact.is_valid(&now));
    let changes: [(&str, Value); 4] = [
        ("/weather", json!("fine")),
        ("/components/0/body", json!({"kind": "dream", "of": "sheep"})),
        ("/components/0/body/tasks/0/role", json!("decoration")),
        ("/irVersion", json!("1.7")),
    ];
    for (place, value) in changes {
        let mut later = now.clone();
        let (holder, key) = place.rsplit_once('/').unwrap();
        later.pointer_mut(holder).unwrap()[key] = value;
        assert!(open.is_valid(&later), "{place}");
        assert_eq!(exact.is_valid(&later), place == "/irVersion", "{place}");
    }
    let mut wrong = now;
    wrong["components"][0]["body"]["tasks"] = json!("none");
    assert!(!open.is_valid(&wrong), "a known kind keeps its shape");
}
