//! The server's own requests: drawings, and what a file means.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{Client, PIPELINE, capabilities, range_of};

const FILE: &str = "file:///w/pipeline.yaml";

async fn ask(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": FILE } });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.request(method, params).await.unwrap()
}

fn node<'g>(graph: &'g Value, id: &str) -> &'g Value {
    graph["nodes"].as_array().unwrap().iter().find(|node| node["id"] == id).unwrap()
}

#[tokio::test]
async fn clients_learn_of_them() {
    let (_, answer) = Client::with(json!({ "capabilities": capabilities("utf-16") })).await;
    assert_eq!(answer["capabilities"]["experimental"], json!({ "irGraph": true, "irDocument": true }));
}

#[tokio::test]
async fn a_drawing_knows_where_its_boxes_stand() {
    let mut client = Client::new("utf-16").await;
    // Two bytes, one unit of UTF-16, before a task on the same line.
    let text = PIPELINE.replace("        taskInfo: {name: train}\n", "").replace(
        "      train:\n",
        "      \"é\": {componentRef: {name: comp-train}, taskInfo: {name: é}}\n      train:\n",
    );
    client.open(FILE, &text).await;
    let graph = ask(&mut client, "ir/graph", json!({ "theme": "dark" })).await;
    assert_eq!(graph["version"], 1);
    let html = graph["html"].as_str().unwrap();
    assert!(html.contains("data-theme=\"dark\""));
    assert!(html.contains("default-src 'none'"));

    let pipeline = node(&graph, "training");
    assert_eq!(pipeline["parent"], Value::Null);
    let report = node(&graph, "training/report");
    assert_eq!(report["parent"], "training");
    let name = range_of(&text, "report:\n        componentRef");
    assert_eq!(report["nameRange"]["start"], name["start"]);
    assert_eq!(report["range"]["start"]["line"], name["start"]["line"]);
    assert_eq!(node(&graph, "training/é")["nameRange"], range_of(&text, "é"));
}

#[tokio::test]
async fn a_drawing_is_of_the_newest_version_and_tells_its_findings() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let before = ask(&mut client, "ir/graph", json!({})).await;
    assert!(before["html"].as_str().unwrap().contains("unknown-task"), "{}", before["html"]);
    client.change(FILE, 2, json!([{ "text": PIPELINE.replace("trian", "train") }])).await;
    let after = ask(&mut client, "ir/graph", json!({})).await;
    assert_eq!(after["version"], 2);
    assert!(!after["html"].as_str().unwrap().contains("unknown-task"));
}

#[tokio::test]
async fn groups_may_be_collapsed() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let graph = ask(&mut client, "ir/graph", json!({ "depth": 0 })).await;
    assert!(graph["html"].as_str().unwrap().contains("\"collapsed\":true"));
    assert_eq!(graph["nodes"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_document_tells_what_the_file_means() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let answer = ask(&mut client, "ir/document", json!({})).await;
    assert_eq!(answer["version"], 1);
    let text = answer["json"].as_str().unwrap();
    let document: Value = serde_json::from_str(text).unwrap();
    assert_eq!(document["dialect"], "kfp-pipeline");
    assert!(!text.contains("\"span\""), "{text}");
    let placed = ask(&mut client, "ir/document", json!({ "spans": true })).await;
    assert!(placed["json"].as_str().unwrap().len() > text.len());
}

#[tokio::test]
async fn of_other_files_there_is_nothing() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, "a: 1\n").await;
    assert_eq!(ask(&mut client, "ir/graph", json!({})).await, Value::Null);
    assert_eq!(ask(&mut client, "ir/document", json!({})).await, Value::Null);
    let unknown = json!({ "textDocument": { "uri": "file:///w/closed.yaml" } });
    assert_eq!(client.request("ir/graph", unknown).await, Ok(Value::Null));
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let params = json!({ "textDocument": { "uri": FILE }, "theme": "plaid" });
    assert_eq!(client.request("ir/graph", params).await.unwrap_err()["code"], -32602);
}
