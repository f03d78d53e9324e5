//! Settings: of the team in files, of the client by the protocol.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Client, PIPELINE, capabilities, range_of};
use tempfile::TempDir;

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}/{name}", folder.path().display())
}

async fn in_folder(folder: &TempDir, capabilities: Value) -> Client {
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    Client::with(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await.0
}

/// Waits until the findings of a document are these: what is on disk is learnt at its own pace.
async fn until(client: &mut Client, uri: &str, codes: &[&str]) -> Value {
    loop {
        let published = client.diagnostics().await;
        let findings = published["diagnostics"].as_array().unwrap();
        if published["uri"] == uri && findings.iter().map(|f| f["code"].as_str().unwrap()).eq(codes.iter().copied()) {
            return published;
        }
    }
}

async fn changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] })).await;
}

#[tokio::test]
async fn the_nearest_configuration_counts() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("lax")).unwrap();
    fs::write(folder.path().join("lax/.ir-lint.yaml"), "rules: {unknown-task: off}\n").unwrap();
    let mut client = in_folder(&folder, capabilities("utf-16")).await;
    client.open(&uri(&folder, "lax/a.yaml"), PIPELINE).await;
    client.open(&uri(&folder, "b.yaml"), PIPELINE).await;
    until(&mut client, &uri(&folder, "b.yaml"), &["unknown-task"]).await;
    client.change(&uri(&folder, "lax/a.yaml"), 2, json!([{ "text": PIPELINE }])).await;
    until(&mut client, &uri(&folder, "lax/a.yaml"), &[]).await;
    fs::remove_file(folder.path().join("lax/.ir-lint.yaml")).unwrap();
    changed(&mut client, &uri(&folder, "lax/.ir-lint.yaml")).await;
    until(&mut client, &uri(&folder, "lax/a.yaml"), &["unknown-task"]).await;
}

#[tokio::test]
async fn a_broken_configuration_is_shown_in_its_file() {
    const WRONG: &str = "tagret: vertex\n";
    let folder = TempDir::new().unwrap();
    let (file, path) = (uri(&folder, ".ir-lint.yaml"), folder.path().join(".ir-lint.yaml"));
    fs::write(&path, WRONG).unwrap();
    let mut client = in_folder(&folder, capabilities("utf-16")).await;
    let published = until(&mut client, &file, &["unknown-key"]).await;
    assert_eq!(published["diagnostics"][0]["range"], range_of(WRONG, "tagret"));
    fs::write(&path, "target: vertex\n").unwrap();
    changed(&mut client, &file).await;
    until(&mut client, &file, &[]).await;
}

#[tokio::test]
async fn an_open_configuration_counts_as_it_is_typed() {
    let folder = TempDir::new().unwrap();
    let (file, pipeline) = (uri(&folder, ".ir-lint.yaml"), uri(&folder, "a.yaml"));
    let mut client = in_folder(&folder, capabilities("utf-16")).await;
    client.open(&pipeline, PIPELINE).await;
    until(&mut client, &pipeline, &["unknown-task"]).await;
    client.open(&file, "rules: {unknwon-task: off}\n").await;
    until(&mut client, &file, &["unknown-key"]).await;
    let params = json!({
        "textDocument": { "uri": file }, "context": { "diagnostics": [] },
        "range": range_of("rules: {unknwon-task: off}\n", "unknwon-task"),
    });
    let actions = client.request("textDocument/codeAction", params).await.unwrap();
    assert_eq!(actions[0]["edit"]["documentChanges"][0]["edits"][0]["newText"], "unknown-task", "{actions}");
    assert_eq!(actions.as_array().unwrap().len(), 1, "no comment leaves it out: {actions}");
    client.change(&file, 2, json!([{ "text": "rules: {unknown-task: off}\n" }])).await;
    until(&mut client, &pipeline, &[]).await;
    client.close(&file).await;
    until(&mut client, &pipeline, &["unknown-task"]).await;
}

#[tokio::test]
async fn a_client_that_can_be_asked_is_asked() {
    let mut capabilities = capabilities("utf-16");
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    let folder = TempDir::new().unwrap();
    let pipeline = uri(&folder, "a.yaml");
    fs::write(folder.path().join(".ir-lint.yaml"), "rules: {unknown-task: off}\n").unwrap();
    let mut client = in_folder(&folder, capabilities).await;
    let asked = client.asked("workspace/configuration").await;
    assert_eq!(asked["params"]["items"], json!([{ "section": "ir" }]));
    let registered = client.asked("client/registerCapability").await;
    let methods = registered["params"]["registrations"].as_array().unwrap().iter().map(|r| r["method"].clone());
    assert!(methods.collect::<Vec<_>>().contains(&json!("workspace/didChangeConfiguration")), "{registered}");
    client.open(&pipeline, PIPELINE).await;
    client.diagnostics_up_to(1).await;
    // No file is read any more, and so no configuration.
    client.settings = json!({ "scanWorkspace": false, "targets": ["vertex", "nonsense"] });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    until(&mut client, &pipeline, &["unknown-task"]).await;
    client.settings = json!({ "scanWorkspace": true });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    until(&mut client, &pipeline, &[]).await;
}

#[tokio::test]
async fn a_client_that_cannot_be_asked_tells() {
    let folder = TempDir::new().unwrap();
    let pipeline = uri(&folder, "a.yaml");
    fs::write(folder.path().join(".ir-lint.yaml"), "rules: {unknown-task: off}\n").unwrap();
    let mut client = in_folder(&folder, capabilities("utf-16")).await;
    client.open(&pipeline, PIPELINE).await;
    for settings in [json!({}), json!({ "ir": 7 }), json!({ "ir": { "scanWorkspace": "no" } }), json!(null)] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
    }
    let settings = json!({ "ir": { "scanWorkspace": false } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
    until(&mut client, &pipeline, &["unknown-task"]).await;
}
