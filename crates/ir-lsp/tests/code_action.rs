//! Quick fixes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{Client, PIPELINE, capabilities, edited, range_of};

const FILE: &str = "file:///w/pipeline.yaml";

async fn actions(client: &mut Client, range: Value, context: Value) -> Value {
    let params = json!({ "textDocument": { "uri": FILE }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).await.unwrap()
}

fn titles(actions: &Value) -> Vec<&str> {
    actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_fix_is_offered_where_its_finding_is() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let mut range = range_of(PIPELINE, "trian");
    range["start"] = range["end"].clone();
    let found = actions(&mut client, range, json!({ "diagnostics": [] })).await;
    let action = &found[0];
    assert_eq!(action["kind"], "quickfix");
    assert_eq!(action["diagnostics"][0]["code"], "unknown-task");
    let title = action["title"].as_str().unwrap();
    assert!(title.starts_with("Replace") && title.contains("`train`"), "{title}");
    assert_eq!(
        action["edit"]["documentChanges"],
        json!([{
            "textDocument": { "uri": FILE, "version": 1 },
            "edits": [{ "range": range_of(PIPELINE, "trian"), "newText": "train" }],
        }])
    );
}

#[tokio::test]
async fn no_fix_is_offered_elsewhere_or_of_another_kind() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let elsewhere = range_of(PIPELINE, "schemaVersion");
    assert_eq!(actions(&mut client, elsewhere, json!({ "diagnostics": [], "only": ["quickfix"] })).await, json!([]));
    let here = range_of(PIPELINE, "trian");
    let context = json!({ "diagnostics": [], "only": ["refactor"] });
    assert_eq!(actions(&mut client, here.clone(), context).await, Value::Null);
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let found = actions(&mut client, here, context).await;
    assert_eq!(titles(&found), ["Replace `trian` by `train`", "Leave out `unknown-task` here with a comment"]);
}

#[tokio::test]
async fn older_clients_get_plain_edits() {
    let mut capabilities = capabilities("utf-16");
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let (mut client, _) = Client::with(json!({ "capabilities": capabilities })).await;
    client.open(FILE, PIPELINE).await;
    let found = actions(&mut client, range_of(PIPELINE, "trian"), json!({ "diagnostics": [] })).await;
    assert_eq!(found[0]["edit"]["changes"][FILE][0]["newText"], "train");
}

/// Two components that nobody uses. Without them nobody uses their executor.
const LEFT_BEHIND: &str = "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
    exec-old: {container: {image: 'python:3.12', command: [old]}}
components:
  comp-train: {executorLabel: exec-train}
  comp-old: {executorLabel: exec-old}
  comp-older: {executorLabel: exec-old}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
";

/// Without the lines in which one of these words stands.
fn without(text: &str, words: &[&str]) -> String {
    text.split_inclusive('\n').filter(|line| !words.iter().any(|word| line.contains(word))).collect()
}

/// The text after the edits of an action, which stand in the order of the text.
fn done(text: &str, action: &Value) -> String {
    let mut text = text.to_owned();
    for edit in action["edit"]["documentChanges"][0]["edits"].as_array().unwrap().iter().rev() {
        let place = |end: &str| {
            let part = |key: &str| u32::try_from(edit["range"][end][key].as_u64().unwrap()).unwrap();
            (part("line"), part("character"))
        };
        text = edited(&text, [place("start"), place("end")], edit["newText"].as_str().unwrap(), "utf-16");
    }
    text
}

#[tokio::test]
async fn all_safe_fixes_are_made_at_once() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, LEFT_BEHIND).await;
    let start = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    for only in ["source", "source.fixAll", "source.fixAll.ir"] {
        let context = json!({ "diagnostics": [], "only": [only] });
        let found = actions(&mut client, start.clone(), context).await;
        assert_eq!(titles(&found), ["Make all safe fixes in this file"], "{only}");
        assert_eq!(found[0]["kind"], "source.fixAll.ir");
        assert_eq!(done(LEFT_BEHIND, &found[0]), without(LEFT_BEHIND, &["-old"]));
    }
    let context = json!({ "diagnostics": [], "only": ["source.organizeImports", "source.fix"] });
    assert_eq!(actions(&mut client, start, context).await, Value::Null);
}

#[tokio::test]
async fn all_findings_of_a_rule_are_fixed_at_once() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, LEFT_BEHIND).await;
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let found = actions(&mut client, range_of(LEFT_BEHIND, "comp-older"), context).await;
    let title = "Fix all `unused-component` in this file";
    let all = found.as_array().unwrap().iter().find(|action| action["title"] == title).unwrap();
    assert_eq!(done(LEFT_BEHIND, all), without(LEFT_BEHIND, &["comp-old"]));
}

#[tokio::test]
async fn a_comment_leaves_a_finding_out() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    client.diagnostics_up_to(1).await;
    let found = actions(&mut client, range_of(PIPELINE, "trian"), json!({ "diagnostics": [] })).await;
    let action =
        found.as_array().unwrap().iter().find(|a| a["title"].as_str().unwrap().starts_with("Leave out")).unwrap();
    let text = done(PIPELINE, action);
    assert!(text.contains("# ir-lint: ignore[unknown-task] reason\n"), "{text}");
    client.change(FILE, 2, json!([{ "text": text }])).await;
    let published = client.diagnostics_up_to(2).await.pop().unwrap();
    assert_eq!(published["diagnostics"], json!([]));
}

#[tokio::test]
async fn edits_are_made_when_they_are_asked_for() {
    let mut capabilities = capabilities("utf-16");
    capabilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    capabilities["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
    let (mut client, answer) = Client::with(json!({ "capabilities": capabilities })).await;
    assert_eq!(answer["capabilities"]["codeActionProvider"]["resolveProvider"], true);
    client.open(FILE, LEFT_BEHIND).await;
    let found = actions(&mut client, range_of(LEFT_BEHIND, "comp-older"), json!({ "diagnostics": [] })).await;
    for action in found.as_array().unwrap() {
        assert_eq!(action.get("edit"), None, "{action}");
        let resolved = client.request("codeAction/resolve", action.clone()).await.unwrap();
        assert_ne!(done(LEFT_BEHIND, &resolved), LEFT_BEHIND, "{action}");
    }
    assert!(found.as_array().unwrap().len() >= 3, "{found}");
    client.change(FILE, 2, json!([{ "text": "# moved\n".to_owned() + LEFT_BEHIND }])).await;
    let late = client.request("codeAction/resolve", found[0].clone()).await;
    assert_eq!(late.unwrap_err()["code"], -32801);
}
