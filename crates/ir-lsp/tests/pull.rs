//! Findings for clients that ask for them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Client, PIPELINE, pulling, range_of};
use tempfile::TempDir;

const FILE: &str = "file:///w/train.yaml";
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

fn uri(folder: &TempDir, name: &str) -> String {
    format!("file://{}/{name}", folder.path().display())
}

async fn in_folder(folder: &TempDir, capabilities: Value) -> Client {
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    Client::with(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await.0
}

async fn pull(client: &mut Client, uri: &str, previous: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    client.request("textDocument/diagnostic", params).await.unwrap()
}

/// Reports by the file's name: the codes of the findings, or `unchanged`.
fn reports(answer: &Value) -> Vec<(String, Vec<String>)> {
    let report = |item: &Value| {
        let name = item["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        match item["kind"].as_str().unwrap() {
            "full" => (name, codes(item)),
            kind => (name, vec![kind.to_owned()]),
        }
    };
    answer["items"].as_array().unwrap().iter().map(report).collect()
}

fn codes(report: &Value) -> Vec<String> {
    report["items"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
}

fn expected(list: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    list.iter().map(|(name, codes)| ((*name).to_owned(), codes.iter().map(|c| (*c).to_owned()).collect())).collect()
}

/// What the client knows after an answer.
fn ids(answer: &Value) -> Value {
    let id = |item: &Value| json!({ "uri": item["uri"], "value": item["resultId"] });
    answer["items"].as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn a_document_is_reported_once_and_then_unchanged() {
    let (mut client, answer) = Client::with(json!({ "capabilities": pulling() })).await;
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.open(FILE, PIPELINE).await;
    let first = pull(&mut client, FILE, &Value::Null).await;
    assert_eq!((&first["kind"], codes(&first)), (&json!("full"), vec!["unknown-task".to_owned()]));
    assert_eq!(first["items"][0]["range"], range_of(PIPELINE, "trian"));
    let second = pull(&mut client, FILE, &first["resultId"]).await;
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    client.change(FILE, 2, json!([{ "text": format!("# down\n{PIPELINE}") }])).await;
    let third = pull(&mut client, FILE, &first["resultId"]).await;
    assert_eq!(third["kind"], "full");
    assert_ne!(third["resultId"], first["resultId"]);
    let none = pull(&mut client, "file:///w/other.yaml", &Value::Null).await;
    assert_eq!((&none["kind"], codes(&none)), (&json!("full"), Vec::new()));
}

#[tokio::test]
async fn who_asks_is_not_told_unasked() {
    let (mut client, _) = Client::with(json!({ "capabilities": pulling() })).await;
    client.open(FILE, PIPELINE).await;
    client.change(FILE, 2, json!([{ "text": "a: [" }])).await;
    pull(&mut client, FILE, &Value::Null).await;
    client.close(FILE).await;
    client.state.hold().await;
    assert_eq!(client.leftovers().await, Vec::<Value>::new());
    let (_, answer) = Client::with(json!({ "capabilities": support::capabilities("utf-16") })).await;
    assert_eq!(answer["capabilities"].get("diagnosticProvider"), None);
}

#[tokio::test]
async fn an_overtaken_question_is_to_be_asked_again() {
    let (mut client, _) = Client::with(json!({ "capabilities": pulling() })).await;
    client.open(FILE, PIPELINE).await;
    let held = client.state.hold().await;
    let id = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": FILE } })).await;
    client.change(FILE, 2, json!([{ "text": "a: 1" }])).await;
    assert_eq!(client.text(FILE).await.as_deref(), Some("a: 1"));
    drop(held);
    let error = client.reply(id).await.unwrap_err();
    assert_eq!((&error["code"], &error["data"]["retriggerRequest"]), (&json!(-32802), &json!(true)));
}

#[tokio::test]
async fn the_client_is_asked_to_look_again_when_a_file_changes_what_it_shows() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("load.yaml"), LOAD).unwrap();
    let (graph, load) = (uri(&folder, "graph.yaml"), uri(&folder, "load.yaml"));
    let mut client = in_folder(&folder, pulling()).await;
    client.open(&graph, GRAPH).await;
    client.open(&load, LOAD).await;
    let renamed = LOAD.replace("source", "from");
    client.change(&load, 2, json!([{ "text": renamed }])).await;
    loop {
        client.asked("workspace/diagnostic/refresh").await;
        let report = pull(&mut client, &graph, &Value::Null).await;
        if codes(&report).contains(&"unknown-argument".to_owned()) {
            return;
        }
    }
}

#[tokio::test]
async fn findings_of_users_come_along_where_the_client_cannot_be_asked() {
    let mut capabilities = pulling();
    capabilities["workspace"]["diagnostics"] = json!({});
    capabilities["textDocument"]["diagnostic"]["relatedDocumentSupport"] = json!(true);
    let folder = TempDir::new().unwrap();
    let (graph, load) = (uri(&folder, "graph.yaml"), uri(&folder, "load.yaml"));
    let mut client = in_folder(&folder, capabilities).await;
    client.open(&graph, GRAPH).await;
    pull(&mut client, &graph, &Value::Null).await;
    client.open(&load, &LOAD.replace("source", "from")).await;
    let report = pull(&mut client, &load, &Value::Null).await;
    let related = &report["relatedDocuments"][&graph];
    assert!(codes(related).contains(&"unknown-argument".to_owned()), "{report}");
}

#[tokio::test]
async fn the_workspace_is_reported_open_and_closed() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("closed.yaml"), PIPELINE).unwrap();
    fs::write(folder.path().join("load.yaml"), LOAD).unwrap();
    fs::write(folder.path().join("notes.yaml"), "a: [1\n").unwrap();
    fs::write(folder.path().join(".ir-lint.yaml"), "tagret: vertex\n").unwrap();
    let mut client = in_folder(&folder, pulling()).await;
    client.open(&uri(&folder, "load.yaml"), &LOAD.replace("inputValue: source", "inputValue: sorce")).await;
    let first = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    let all: &[(&str, &[&str])] =
        &[(".ir-lint.yaml", &["unknown-key"]), ("closed.yaml", &["unknown-task"]), ("load.yaml", &["unknown-input"])];
    let mut found = reports(&first);
    found.iter_mut().for_each(|(_, codes)| codes.dedup());
    assert_eq!(found[..2], expected(all)[..2]);
    assert!(found[2].1.contains(&"unknown-input".to_owned()), "{found:?}");
    let versions: Vec<&Value> = first["items"].as_array().unwrap().iter().map(|item| &item["version"]).collect();
    assert_eq!(versions, [&Value::Null, &Value::Null, &json!(1)]);

    // Nothing is new: the answer waits for what is.
    let waiting = client.ask("workspace/diagnostic", json!({ "previousResultIds": ids(&first) })).await;
    let path = folder.path().join("closed.yaml");
    fs::write(&path, PIPELINE.replace("trian", "train")).unwrap();
    client
        .notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": uri(&folder, "closed.yaml"), "type": 2 }] }),
        )
        .await;
    let second = client.reply(waiting).await.unwrap();
    let news: Vec<_> = reports(&second).into_iter().filter(|(_, codes)| *codes != ["unchanged"]).collect();
    assert_eq!(news, expected(&[("closed.yaml", &[])]));

    // What is gone is reported without findings.
    let waiting = client.ask("workspace/diagnostic", json!({ "previousResultIds": ids(&first) })).await;
    client.reply(waiting).await.unwrap();
    fs::remove_file(&path).unwrap();
    let known = json!([{ "uri": uri(&folder, "closed.yaml"), "value": "something" }]);
    client
        .notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": uri(&folder, "closed.yaml"), "type": 3 }] }),
        )
        .await;
    let last = client.request("workspace/diagnostic", json!({ "previousResultIds": known })).await.unwrap();
    assert!(reports(&last).contains(&("closed.yaml".to_owned(), Vec::new())), "{last}");
}

#[tokio::test]
async fn parts_of_the_answer_are_sent_as_they_are_found() {
    let folder = TempDir::new().unwrap();
    for n in 0..100 {
        fs::write(folder.path().join(format!("{n:03}.yaml")), PIPELINE).unwrap();
    }
    let mut client = in_folder(&folder, pulling()).await;
    let params = json!({ "previousResultIds": [], "partialResultToken": "part", "workDoneToken": "work" });
    let answer = client.request("workspace/diagnostic", params).await.unwrap();
    assert_eq!(answer, json!({ "items": [] }));
    let sent = client.leftovers().await;
    let of = |token: &str| {
        let of = sent.iter().filter(|n| n["method"] == "$/progress" && n["params"]["token"] == token);
        of.map(|n| n["params"]["value"].clone()).collect::<Vec<Value>>()
    };
    let parts = of("part");
    assert!(parts.len() > 1, "{}", parts.len());
    let names: Vec<String> = parts.iter().flat_map(reports).map(|(name, _)| name).collect();
    assert_eq!(names, (0..100).map(|n| format!("{n:03}.yaml")).collect::<Vec<_>>());
    let work = of("work");
    assert_eq!((&work[0]["kind"], &work[work.len() - 1]["kind"]), (&json!("begin"), &json!("end")));
    assert!(work.len() > 3, "{work:?}");
}

#[tokio::test]
async fn a_wait_ends_when_it_is_cancelled_and_when_the_server_ends() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.yaml"), PIPELINE).unwrap();
    let mut client = in_folder(&folder, pulling()).await;
    let first = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    let params = json!({ "previousResultIds": ids(&first) });
    let waiting = client.ask("workspace/diagnostic", params.clone()).await;
    client.notify("$/cancelRequest", json!({ "id": waiting })).await;
    assert_eq!(client.reply(waiting).await.unwrap_err()["code"], -32800);
    let waiting = client.ask("workspace/diagnostic", params).await;
    client.request("shutdown", Value::Null).await.unwrap();
    let rest = client.reply(waiting).await.unwrap();
    assert_eq!(reports(&rest).iter().filter(|(_, codes)| *codes != ["unchanged"]).count(), 0);
}
