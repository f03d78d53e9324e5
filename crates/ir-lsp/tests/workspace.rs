//! Files that name each other: open, closed, changed and gone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may panic"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::{Client, capabilities, range_of};
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
description: Reads a table.
inputs:
- {name: source, type: String}
implementation:
  container: {image: 'python:3.12', command: [load, {inputValue: source}]}
";

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}/{name}", folder.path().display())
}

async fn in_folder(folder: &TempDir) -> Client {
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    Client::with(json!({ "capabilities": capabilities("utf-16"), "workspaceFolders": folders })).await.0
}

fn codes(published: &Value) -> Vec<&str> {
    published["diagnostics"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

/// Waits until the pipeline's findings are these: what is on disk is learnt at its own pace.
async fn until(client: &mut Client, uri: &str, expected: &[&str]) {
    loop {
        let published = client.diagnostics().await;
        if published["uri"] == uri && codes(&published) == expected {
            return;
        }
        // Shown when the test fails, as it waits in vain then.
        println!("not yet: {published:#}");
    }
}

async fn changed(client: &mut Client, uri: &str, kind: u8) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": kind }] })).await;
}

/// Asks where the argument `source` is declared until the answer is this: what is on disk is learnt at
/// its own pace.
async fn until_declared(client: &mut Client, graph: &str, uri: &str, text: &str) {
    let position = range_of(GRAPH, "source")["start"].clone();
    let params = json!({ "textDocument": { "uri": graph }, "position": position });
    let expected = json!([{ "uri": uri, "range": range_of(text, "source") }]);
    for _ in 0..1_000 {
        let found = client.request("textDocument/definition", params.clone()).await.unwrap();
        if found == expected {
            return;
        }
        println!("not yet: {found}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("never: {expected}");
}

#[tokio::test]
async fn a_pipeline_follows_the_files_it_names() {
    let folder = TempDir::new().unwrap();
    let (graph, load) = (uri(&folder, "graph.yaml"), uri(&folder, "load.yaml"));
    let path = folder.path().join("load.yaml");
    let mut client = in_folder(&folder).await;
    client.open(&graph, GRAPH).await;
    until(&mut client, &graph, &["unknown-file"]).await;

    fs::write(&path, LOAD).unwrap();
    changed(&mut client, &load, 1).await;
    until(&mut client, &graph, &[]).await;
    until_declared(&mut client, &graph, &load, LOAD).await;

    let longer = format!("# 😀 moves it down\n{LOAD}");
    fs::write(&path, &longer).unwrap();
    changed(&mut client, &load, 2).await;
    until_declared(&mut client, &graph, &load, &longer).await;

    fs::remove_file(&path).unwrap();
    changed(&mut client, &load, 3).await;
    until(&mut client, &graph, &["unknown-file"]).await;
}

#[tokio::test]
async fn the_configuration_of_the_first_folder_counts() {
    let folder = TempDir::new().unwrap();
    let (graph, file) = (uri(&folder, "graph.yaml"), folder.path().join(".ir-lint.yaml"));
    fs::write(&file, "rules: {unknown-file: off}\n").unwrap();
    let mut client = in_folder(&folder).await;
    client.open(&graph, GRAPH).await;
    fs::write(&file, "rules: {unknown-file: error}\n").unwrap();
    changed(&mut client, &uri(&folder, ".ir-lint.yaml"), 2).await;
    until(&mut client, &graph, &["unknown-file"]).await;
    fs::write(&file, "rules: {reference: off}\n").unwrap();
    changed(&mut client, &uri(&folder, ".ir-lint.yaml"), 2).await;
    until(&mut client, &graph, &[]).await;
}

#[tokio::test]
async fn an_open_document_shadows_its_file() {
    let folder = TempDir::new().unwrap();
    let (graph, load) = (uri(&folder, "graph.yaml"), uri(&folder, "load.yaml"));
    fs::write(folder.path().join("load.yaml"), LOAD).unwrap();
    let mut client = in_folder(&folder).await;
    client.open(&graph, GRAPH).await;
    until_declared(&mut client, &graph, &load, LOAD).await;

    let longer = format!("# moves it down\n{LOAD}");
    client.open(&load, &longer).await;
    // Untouched on disk: what is told about it must not win over the open document.
    changed(&mut client, &load, 2).await;
    until_declared(&mut client, &graph, &load, &longer).await;
    client.close(&load).await;
    until_declared(&mut client, &graph, &load, LOAD).await;
}

#[tokio::test]
async fn files_outside_the_workspace_are_not_looked_at() {
    let (folder, outside) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let graph = uri(&folder, "graph.yaml");
    let path = outside.path().join("gone.yaml");
    let mut client = in_folder(&folder).await;
    client.open(&graph, &GRAPH.replace("./load.yaml", &format!("file://{}", path.display()))).await;
    assert_eq!(codes(&client.diagnostics().await), Vec::<&str>::new());
    assert_silent(&mut client).await;
}

#[tokio::test]
async fn a_folder_can_join_and_leave() {
    let folder = TempDir::new().unwrap();
    let graph = uri(&folder, "graph.yaml");
    let mut client = Client::new("utf-16").await;
    client.open(&graph, GRAPH).await;
    assert_eq!(codes(&client.diagnostics().await), Vec::<&str>::new());
    let this = json!([{ "uri": uri(&folder, "").trim_end_matches('/'), "name": "w" }]);
    let event = |added: &Value, removed: &Value| json!({ "event": { "added": added, "removed": removed } });
    client.notify("workspace/didChangeWorkspaceFolders", event(&this, &json!([]))).await;
    until(&mut client, &graph, &["unknown-file"]).await;
    client.notify("workspace/didChangeWorkspaceFolders", event(&json!([]), &this)).await;
    until(&mut client, &graph, &[]).await;
}

#[tokio::test]
async fn a_scan_survives_whatever_lies_around() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    file("binary.yaml", b"\xff\xfe\x00name: x");
    file("broken.json", b"{\"implementation\": [");
    file("deep.yaml", &b"- ".repeat(20_000));
    file("empty.yml", b"");
    file("ignored/load.yaml", b"x");
    file(".gitignore", b"ignored/\n");
    file("sub/load.yaml", LOAD.as_bytes());
    link(folder.path(), "loop");
    let graph = uri(&folder, "graph.yaml");
    let mut client = in_folder(&folder).await;
    client.open(&graph, &GRAPH.replace("./load.yaml", "sub/load.yaml")).await;
    until_declared(&mut client, &graph, &uri(&folder, "sub/load.yaml"), LOAD).await;
}

#[cfg(unix)]
fn link(folder: &Path, name: &str) {
    std::os::unix::fs::symlink(folder, folder.join(name)).unwrap();
}

#[cfg(not(unix))]
fn link(_: &Path, _: &str) {}

/// Nothing more is said when all is done that was to be done.
async fn assert_silent(client: &mut Client) {
    client.state.hold().await;
    assert_eq!(client.leftovers().await, Vec::<Value>::new());
}
