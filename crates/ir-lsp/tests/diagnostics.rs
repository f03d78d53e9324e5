//! When findings are published, and which.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::Client;

const FILE: &str = "file:///w/train.yaml";
const COMPONENT: &str = "\
name: Train
inputs:
- {name: epochs, type: Integer}
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: epochs}]
";

fn append(line: &str) -> Value {
    let end = json!({ "line": 1000, "character": 0 });
    json!([{ "range": { "start": end, "end": end }, "text": line }])
}

fn versions(published: &[Value]) -> Vec<i64> {
    published.iter().map(|p| p["version"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn every_version_that_settles_is_published() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, COMPONENT).await;
    assert_eq!(client.diagnostics().await["version"], 1);
    client.change(FILE, 2, append("# a\n")).await;
    let published = client.diagnostics().await;
    assert_eq!((&published["uri"], &published["version"]), (&json!(FILE), &json!(2)));
}

#[tokio::test]
async fn a_burst_is_published_once() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, COMPONENT).await;
    client.diagnostics_up_to(1).await;
    let held = client.state.hold().await;
    for version in 2..=41 {
        client.change(FILE, version, append("# a\n")).await;
    }
    assert_eq!(client.text(FILE).await.unwrap().matches("# a\n").count(), 40);
    drop(held);
    assert_eq!(versions(&client.diagnostics_up_to(41).await), [41]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn older_findings_never_follow_newer_ones() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, COMPONENT).await;
    for version in 2..=400 {
        client.change(FILE, version, append("# a\n")).await;
    }
    let versions = versions(&client.diagnostics_up_to(400).await);
    assert!(versions.is_sorted(), "{versions:?}");
    assert_eq!(client.leftovers().await, Vec::<Value>::new());
}

#[tokio::test]
async fn nothing_is_published_of_a_document_closed_meanwhile() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, COMPONENT).await;
    client.diagnostics_up_to(1).await;
    let held = client.state.hold().await;
    client.change(FILE, 2, append("# a\n")).await;
    client.close(FILE).await;
    client.leftovers().await;
    drop(held);
    // The check of version 2 has ended when nothing runs any more.
    client.state.hold().await;
    assert_eq!(client.leftovers().await, Vec::<Value>::new());
    client.open(FILE, COMPONENT).await;
    assert_eq!(client.diagnostics().await["version"], 1);
}

#[tokio::test]
async fn files_that_are_not_ours_are_left_alone() {
    let mut client = Client::new("utf-16").await;
    client.open("file:///w/values.yaml", "replicas: [1\n").await;
    client.open("file:///w/package.json", "{\"name\": \"x\"").await;
    client.open("untitled:Untitled-1", "a: b: c\n").await;
    client.change("file:///w/values.yaml", 2, json!([{ "text": "replicas: 1\n" }])).await;
    client.open(FILE, COMPONENT).await;
    assert_eq!(client.diagnostics().await["uri"], FILE);
    client.state.hold().await;
    assert_eq!(client.leftovers().await, Vec::<Value>::new());
}

#[tokio::test]
async fn many_documents_are_each_published() {
    let mut client = Client::new("utf-16").await;
    for n in 0..50 {
        client.open(&format!("file:///w/{n}.yaml"), COMPONENT).await;
    }
    let mut seen = Vec::new();
    for _ in 0..50 {
        seen.push(client.diagnostics().await["uri"].as_str().unwrap().to_owned());
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 50);
}
