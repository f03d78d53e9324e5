//! Requests that change or follow names.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may panic"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Client, at_cursor, capabilities, cursor, range_of};
use tempfile::TempDir;

const GRAPH: &str = "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef: {url: ./load.yaml}
        arguments: {source: here}
";

const LOAD: &str = "\
name: Load
inputs:
- {name: source, type: String}
implementation:
  container: {image: 'python:3.12', command: [load, {inputValue: source}]}
";

const DEPENDS: &str = "\
pipelineInfo: {name: two}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-a: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-a: {executorLabel: exec-a}
root:
  dag:
    tasks:
      first: {componentRef: {name: comp-a}, taskInfo: {name: first}}
      second: {componentRef: {name: comp-a}, taskInfo: {name: second}, dependentTasks: [fi$0rst]}
";

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}/{name}", folder.path().display())
}

/// A client with a folder that holds both files, which asks before it changes other files if `asks`.
async fn in_folder(asks: bool) -> (Client, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("graph.yaml"), GRAPH).unwrap();
    fs::write(folder.path().join("load.yaml"), LOAD).unwrap();
    let mut capabilities = capabilities("utf-16");
    if asks {
        capabilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
        capabilities["textDocument"]["rename"] = json!({ "prepareSupport": true, "honorsChangeAnnotations": true });
    }
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    let client = Client::with(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await.0;
    (client, folder)
}

/// Asks until the answer is as it should be: what is on disk is learnt at its own pace.
async fn until(
    client: &mut Client,
    method: &str,
    params: Value,
    wanted: impl Fn(&Result<Value, Value>) -> bool,
) -> Value {
    for _ in 0..1_000 {
        let answer = client.request(method, params.clone()).await;
        if wanted(&answer) {
            return answer.unwrap_or_else(|error| error);
        }
        println!("not yet: {answer:?}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{method} is never answered as it should be");
}

fn edit(text: &str, needle: &str, new: &str) -> Value {
    json!({ "range": range_of(text, needle), "newText": new })
}

#[tokio::test]
async fn a_name_is_changed_wherever_the_document_writes_it() {
    let mut client = Client::new("utf-16").await;
    let (text, position) = cursor(DEPENDS);
    client.open("untitled:a.yaml", &text).await;
    let place = json!({ "textDocument": { "uri": "untitled:a.yaml" }, "position": position });
    let prepared = client.request("textDocument/prepareRename", place.clone()).await.unwrap();
    assert_eq!(prepared["placeholder"], "first");
    let mut params = place;
    params["newName"] = json!("one");
    let answer = client.request("textDocument/rename", params.clone()).await.unwrap();
    let changes = &answer["documentChanges"][0];
    assert_eq!(changes["textDocument"], json!({ "uri": "untitled:a.yaml", "version": 1 }));
    let lines: Vec<u64> =
        changes["edits"].as_array().unwrap().iter().map(|e| e["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [10, 10, 11]);
    assert!(changes["edits"].as_array().unwrap().iter().all(|e| e["newText"] == "one" && e["annotationId"].is_null()));

    params["newName"] = json!("second");
    let refused = client.request("textDocument/rename", params).await.unwrap_err();
    assert_eq!(
        (refused["code"].as_i64(), refused["message"].as_str()),
        (Some(-32803), Some("line 12 already has the task `second`"))
    );
    let nothing = json!({ "textDocument": { "uri": "untitled:a.yaml" }, "position": { "line": 0, "character": 3 } });
    assert_eq!(client.request("textDocument/prepareRename", nothing).await, Ok(Value::Null));
}

#[tokio::test]
async fn other_files_are_changed_too_and_asked_about() {
    let (mut client, folder) = in_folder(true).await;
    let load = uri(&folder, "load.yaml");
    client.open(&load, LOAD).await;
    let position = range_of(LOAD, "source")["start"].clone();
    let params = json!({ "textDocument": { "uri": load }, "position": position, "newName": "path" });
    let both = |answer: &Result<Value, Value>| {
        answer.as_ref().is_ok_and(|a| a["documentChanges"].as_array().is_some_and(|c| c.len() == 2))
    };
    let answer = until(&mut client, "textDocument/rename", params, both).await;
    assert_eq!(answer["documentChanges"][0]["textDocument"], json!({ "uri": load, "version": 1 }));
    assert_eq!(answer["documentChanges"][0]["edits"][0], edit(LOAD, "source", "path"));
    let elsewhere = &answer["documentChanges"][1];
    assert_eq!(elsewhere["textDocument"], json!({ "uri": uri(&folder, "graph.yaml"), "version": null }));
    assert_eq!(elsewhere["edits"][0]["annotationId"], "elsewhere");
    assert_eq!(elsewhere["edits"][0]["range"], range_of(GRAPH, "source"));
    assert_eq!(answer["changeAnnotations"]["elsewhere"]["needsConfirmation"], true);
}

#[tokio::test]
async fn an_older_client_gets_plain_changes() {
    let mut client = Client::with(json!({ "capabilities": {} })).await.0;
    let (text, position) = cursor(DEPENDS);
    client.open("untitled:a.yaml", &text).await;
    let params = json!({ "textDocument": { "uri": "untitled:a.yaml" }, "position": position, "newName": "one" });
    let answer = client.request("textDocument/rename", params).await.unwrap();
    assert_eq!(answer["changes"]["untitled:a.yaml"].as_array().unwrap().len(), 3);
    assert!(answer["documentChanges"].is_null());
}

#[tokio::test]
async fn a_file_that_changed_on_disk_unseen_is_in_the_way() {
    let (mut client, folder) = in_folder(true).await;
    let load = uri(&folder, "load.yaml");
    client.open(&load, LOAD).await;
    let position = range_of(LOAD, "source")["start"].clone();
    let params = json!({ "textDocument": { "uri": load }, "position": position, "newName": "path" });
    let both = |answer: &Result<Value, Value>| {
        answer.as_ref().is_ok_and(|a| a["documentChanges"].as_array().is_some_and(|c| c.len() == 2))
    };
    until(&mut client, "textDocument/rename", params.clone(), both).await;
    fs::write(folder.path().join("graph.yaml"), GRAPH.replace("Pipeline", "Other")).unwrap();
    let refused = client.request("textDocument/rename", params).await.unwrap_err();
    assert_eq!(refused["message"], "`graph.yaml` has changed since the workspace was read: try again");
}

#[tokio::test]
async fn places_that_mean_the_same_are_highlighted_and_linked() {
    let mut client = Client::new("utf-16").await;
    let found = at_cursor(&mut client, "untitled:a.yaml", DEPENDS, "textDocument/documentHighlight").await;
    let kinds: Vec<u64> = found.as_array().unwrap().iter().map(|h| h["kind"].as_u64().unwrap()).collect();
    assert_eq!(kinds, [3, 2]);
    let linked = at_cursor(&mut client, "untitled:b.yaml", DEPENDS, "textDocument/linkedEditingRange").await;
    assert_eq!(linked["ranges"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn types_and_implementations_are_found_also_in_closed_files() {
    let (mut client, folder) = in_folder(true).await;
    let graph = uri(&folder, "graph.yaml");
    client.open(&graph, GRAPH).await;
    let params = json!({ "textDocument": { "uri": graph }, "position": range_of(GRAPH, "load:")["start"] });
    let one = |answer: &Result<Value, Value>| answer.as_ref().is_ok_and(|a| a.as_array().is_some_and(|a| a.len() == 1));
    let ty = until(&mut client, "textDocument/typeDefinition", params.clone(), one).await;
    assert_eq!(ty[0], json!({ "uri": uri(&folder, "load.yaml"), "range": range_of(LOAD, "Load") }));
    let carried = until(&mut client, "textDocument/implementation", params, one).await;
    assert_eq!(carried[0]["uri"], uri(&folder, "load.yaml"));
    let argument = json!({ "textDocument": { "uri": graph }, "position": range_of(GRAPH, "source")["start"] });
    let declared = until(&mut client, "textDocument/declaration", argument, one).await;
    assert_eq!(declared[0]["range"], range_of(LOAD, "source"));
}

#[tokio::test]
async fn names_of_the_workspace_are_found_and_their_places_told() {
    let (mut client, folder) = in_folder(false).await;
    let found =
        |answer: &Result<Value, Value>| answer.as_ref().is_ok_and(|a| a.as_array().is_some_and(|a| a.len() == 1));
    let all = until(&mut client, "workspace/symbol", json!({ "query": "src" }), found).await;
    assert_eq!(all[0]["name"], "source");
    assert_eq!(all[0]["containerName"], "Load");
    assert_eq!(all[0]["location"], json!({ "uri": uri(&folder, "load.yaml"), "range": range_of(LOAD, "source") }));

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("load.yaml"), LOAD).unwrap();
    let mut capabilities = capabilities("utf-16");
    capabilities["workspace"]["symbol"] = json!({ "resolveSupport": { "properties": ["location.range"] } });
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    let mut client = Client::with(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await.0;
    let all = until(&mut client, "workspace/symbol", json!({ "query": "src" }), found).await;
    assert_eq!(all[0]["location"], json!({ "uri": uri(&folder, "load.yaml") }));
    let resolved = client.request("workspaceSymbol/resolve", all[0].clone()).await.unwrap();
    assert_eq!(resolved["location"], json!({ "uri": uri(&folder, "load.yaml"), "range": range_of(LOAD, "source") }));
}

#[tokio::test]
async fn paths_follow_a_file_that_is_renamed() {
    let (mut client, folder) = in_folder(true).await;
    let moved =
        json!({ "files": [{ "oldUri": uri(&folder, "load.yaml"), "newUri": uri(&folder, "parts/read.yaml") }] });
    let some = |answer: &Result<Value, Value>| answer.as_ref().is_ok_and(|a| !a.is_null());
    let answer = until(&mut client, "workspace/willRenameFiles", moved, some).await;
    let change = &answer["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], uri(&folder, "graph.yaml"));
    assert_eq!(change["edits"], json!([edit(GRAPH, "./load.yaml", "./parts/read.yaml")]));
}

#[tokio::test]
async fn what_is_offered_is_said_at_the_start() {
    let answer = Client::with(json!({ "capabilities": capabilities("utf-16") })).await.1;
    let offered = &answer["capabilities"];
    assert_eq!(offered["renameProvider"], true);
    let filters = &offered["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[0]["pattern"]["glob"], "**/*.{yaml,yml,json}");
    assert_eq!(filters[1]["pattern"]["matches"], "folder");
}
