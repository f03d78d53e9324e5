//! What a client shows of a file beside its text: colours, folds, hints, links, lenses, calls, signatures.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Client, PIPELINE, at, capabilities, range_of};
use tempfile::TempDir;

const FILE: &str = "file:///w/pipeline.yaml";

/// The pipeline without its defect.
fn pipeline() -> String {
    PIPELINE.replace("trian", "train")
}

/// A client that shows everything.
fn all(encoding: &str) -> Value {
    let mut all = capabilities(encoding);
    let document = &mut all["textDocument"];
    document["semanticTokens"] = json!({
        "requests": { "range": true, "full": { "delta": true } },
        "tokenTypes": ["class"], "tokenModifiers": [], "formats": ["relative"],
    });
    document["foldingRange"] = json!({ "lineFoldingOnly": true });
    document["selectionRange"] = json!({});
    document["inlayHint"] = json!({ "resolveSupport": { "properties": ["tooltip"] } });
    document["documentLink"] = json!({ "tooltipSupport": true });
    document["codeLens"] = json!({});
    document["callHierarchy"] = json!({});
    document["signatureHelp"] = json!({
        "signatureInformation": { "parameterInformation": { "labelOffsetSupport": true } },
    });
    document["onTypeFormatting"] = json!({});
    all
}

async fn client(encoding: &str) -> Client {
    Client::with(json!({ "capabilities": all(encoding) })).await.0
}

async fn ask(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": FILE } });
    for (key, value) in more.as_object().unwrap() {
        params[key] = value.clone();
    }
    client.request(&format!("textDocument/{method}"), params).await.unwrap()
}

/// A range from the start of the text to behind its end.
fn whole() -> Value {
    json!({ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } } })
}

const OFFERED: [&str; 9] = [
    "semanticTokensProvider",
    "foldingRangeProvider",
    "selectionRangeProvider",
    "inlayHintProvider",
    "documentLinkProvider",
    "codeLensProvider",
    "callHierarchyProvider",
    "signatureHelpProvider",
    "documentOnTypeFormattingProvider",
];

#[tokio::test]
async fn a_view_is_offered_to_those_who_can_show_it() {
    let (_, answer) = Client::with(json!({ "capabilities": all("utf-16") })).await;
    for provider in OFFERED {
        assert!(!answer["capabilities"][provider].is_null(), "{provider}");
    }
    let (_, answer) = Client::with(json!({ "capabilities": {} })).await;
    for provider in OFFERED {
        assert!(answer["capabilities"][provider].is_null(), "{provider}");
    }
}

/// The words of `text` that tokens colour, in order.
fn words(text: &str, data: &Value, encoding: &str) -> Vec<String> {
    let numbers: Vec<u64> = data.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let mut words = Vec::new();
    for token in numbers.chunks(5) {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let row = text.lines().nth(usize::try_from(line).unwrap()).unwrap();
        let mut units = 0;
        let word = row.chars().filter(|c| {
            let here = units;
            units += match encoding {
                "utf-8" => c.len_utf8() as u64,
                "utf-16" => c.len_utf16() as u64,
                _ => 1,
            };
            (column..column + token[2]).contains(&here)
        });
        words.push(word.collect());
    }
    words
}

#[tokio::test]
async fn colours_are_counted_as_was_agreed() {
    let text = pipeline().replace("name: train}", "name: '😀é'}").replace("accuracy", "äccuracy");
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = client(encoding).await;
        client.open(FILE, &text).await;
        let tokens = ask(&mut client, "semanticTokens/full", json!({})).await;
        let words = words(&text, &tokens["data"], encoding);
        assert!(words.contains(&"exec-report".to_owned()) && words.contains(&"äccuracy".to_owned()), "{words:?}");
        assert!(words.iter().all(|w| text.contains(w)), "{words:?}");
    }
}

#[tokio::test]
async fn a_change_of_colours_is_a_difference() {
    let mut client = client("utf-16").await;
    let text = pipeline();
    client.open(FILE, &text).await;
    let before = ask(&mut client, "semanticTokens/full", json!({})).await;
    let same = ask(&mut client, "semanticTokens/full/delta", json!({ "previousResultId": before["resultId"] })).await;
    assert_eq!(same["edits"], json!([]));
    let place = at(&text, text.find("producerTask: train").unwrap() + 14, "utf-16");
    let change = json!({ "range": { "start": place, "end": place }, "text": "re" });
    client.change(FILE, 2, json!([change])).await;
    let delta = ask(&mut client, "semanticTokens/full/delta", json!({ "previousResultId": same["resultId"] })).await;
    let after = ask(&mut client, "semanticTokens/full", json!({})).await;
    let mut data = before["data"].as_array().unwrap().clone();
    for edit in delta["edits"].as_array().unwrap() {
        let [start, count] = ["start", "deleteCount"].map(|key| edit[key].as_u64().unwrap() as usize);
        data.splice(start..start + count, edit["data"].as_array().cloned().unwrap_or_default());
    }
    assert_eq!(Value::Array(data), after["data"]);
    // What the server no longer knows cannot be differed from.
    let fresh = ask(&mut client, "semanticTokens/full/delta", json!({ "previousResultId": "x" })).await;
    assert_eq!(fresh["data"], after["data"]);
}

#[tokio::test]
async fn a_range_of_colours_starts_at_the_file_too() {
    let mut client = client("utf-16").await;
    client.open(FILE, &pipeline()).await;
    let full = ask(&mut client, "semanticTokens/full", json!({})).await;
    assert_eq!(ask(&mut client, "semanticTokens/range", whole()).await["data"], full["data"]);
}

#[tokio::test]
async fn folds_keep_to_the_clients_limit() {
    let mut client = client("utf-16").await;
    client.open(FILE, &pipeline()).await;
    let folds = ask(&mut client, "foldingRange", json!({})).await;
    assert!(folds.as_array().unwrap().len() > 10);
    assert!(folds.as_array().unwrap().iter().all(|f| f["startCharacter"].is_null()), "{folds}");
    let mut few = all("utf-16");
    few["textDocument"]["foldingRange"] = json!({ "rangeLimit": 2 });
    let (mut client, _) = Client::with(json!({ "capabilities": few })).await;
    client.open(FILE, &pipeline()).await;
    let folds = ask(&mut client, "foldingRange", json!({})).await;
    let lines: Vec<_> = folds.as_array().unwrap().iter().map(|f| f["startLine"].as_u64().unwrap()).collect();
    // The longest: executors and the root.
    assert_eq!(lines.len(), 2, "{folds}");
    assert!(folds[0]["startCharacter"].is_u64(), "{folds}");
}

#[tokio::test]
async fn a_selection_grows_from_the_word_to_the_file() {
    let mut client = client("utf-16").await;
    let text = pipeline();
    client.open(FILE, &text).await;
    let word = range_of(&text, "accuracy");
    let answer =
        ask(&mut client, "selectionRange", json!({ "positions": [word["start"], { "line": 0, "character": 0 }] }));
    let answer = answer.await;
    assert_eq!(answer.as_array().unwrap().len(), 2);
    assert_eq!(answer[0]["range"], word);
    assert_eq!(answer[0]["parent"]["range"], range_of(&text, "{{$.inputs.parameters['accuracy']}}"));
    let mut last = &answer[0];
    while last["parent"].is_object() {
        last = &last["parent"];
    }
    assert_eq!(last["range"]["start"], json!({ "line": 0, "character": 0 }));
}

#[tokio::test]
async fn hints_are_shown_and_explained_when_asked() {
    let mut client = client("utf-16").await;
    let text = pipeline();
    client.open(FILE, &text).await;
    let hints = ask(&mut client, "inlayHint", whole()).await;
    let labels: Vec<_> = hints.as_array().unwrap().iter().map(|h| h["label"].as_str().unwrap()).collect();
    assert!(labels.contains(&"after train") && labels.contains(&": NUMBER_DOUBLE"), "{labels:?}");
    let hint = hints.as_array().unwrap().iter().find(|h| h["label"] == ": NUMBER_DOUBLE").unwrap();
    assert!(hint["tooltip"].is_null());
    let resolved = client.request("inlayHint/resolve", hint.clone()).await.unwrap();
    assert!(resolved["tooltip"]["value"].as_str().unwrap().contains("accuracy"), "{resolved}");
}

#[tokio::test]
async fn each_kind_of_hint_can_be_switched_off() {
    let options = json!({ "hints": { "types": false, "order": false } });
    let params = json!({ "capabilities": all("utf-16"), "initializationOptions": options });
    let (mut client, _) = Client::with(params).await;
    client.open(FILE, &pipeline()).await;
    assert_eq!(ask(&mut client, "inlayHint", whole()).await, json!([]));
}

#[tokio::test]
async fn images_are_links() {
    let mut client = client("utf-16").await;
    let text = pipeline();
    client.open(FILE, &text).await;
    let links = ask(&mut client, "documentLink", json!({})).await;
    assert_eq!(links[0]["target"], "https://hub.docker.com/_/python/tags?name=3.12");
    assert_eq!(links[0]["range"], range_of(&text, "python:3.12"));
    assert_eq!(links[0]["tooltip"], "open the image's page");
}

#[tokio::test]
async fn lenses_run_only_commands_that_the_editor_has() {
    let mut plain = client("utf-16").await;
    plain.open(FILE, &pipeline()).await;
    let lenses = ask(&mut plain, "codeLens", json!({})).await;
    let first = plain.request("codeLens/resolve", lenses[0].clone()).await.unwrap();
    assert_eq!(first["command"], json!({ "title": "1 use", "command": "" }));

    let options = json!({ "commands": ["ir-lsp.showGraph", "ir-lsp.showReferences"] });
    let params = json!({ "capabilities": all("utf-16"), "initializationOptions": options });
    let (mut client, _) = Client::with(params).await;
    let text = pipeline();
    client.open(FILE, &text).await;
    let lenses = ask(&mut client, "codeLens", json!({})).await;
    let mut commands = Vec::new();
    for lens in lenses.as_array().unwrap() {
        commands.push(client.request("codeLens/resolve", lens.clone()).await.unwrap()["command"].clone());
    }
    let graph = json!({ "title": "show graph", "command": "ir-lsp.showGraph", "arguments": [{ "uri": FILE, "name": "training" }] });
    assert!(commands.contains(&graph), "{commands:?}");
    let uses = commands.iter().find(|c| c["title"] == "1 use").unwrap();
    assert_eq!(uses["command"], "ir-lsp.showReferences");
    assert_eq!(uses["arguments"][2][0]["uri"], FILE);
}

#[tokio::test]
async fn signatures_mark_the_argument_that_is_written() {
    let mut client = client("utf-16").await;
    let text = pipeline();
    client.open(FILE, &text).await;
    let place = at(&text, text.rfind("producerTask").unwrap(), "utf-16");
    let help = ask(&mut client, "signatureHelp", json!({ "position": place })).await;
    let label = help["signatures"][0]["label"].as_str().unwrap();
    assert_eq!(label, "comp-report(accuracy: NUMBER_DOUBLE)");
    assert_eq!(help["activeParameter"], 0);
    assert_eq!(help["signatures"][0]["parameters"][0]["label"], json!([12, 35]));
}

#[tokio::test]
async fn a_new_line_is_indented_below_its_key() {
    let mut client = client("utf-16").await;
    client.open(FILE, &pipeline().replace("root:\n", "root:\n  inputDefinitions:\n\n")).await;
    let line = pipeline().lines().position(|l| l == "root:").unwrap() + 2;
    let place = json!({ "line": line, "character": 0 });
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let edits =
        ask(&mut client, "onTypeFormatting", json!({ "position": place, "ch": "\n", "options": options })).await;
    assert_eq!(edits, json!([{ "range": { "start": place, "end": place }, "newText": "    " }]));
}

const GRAPH: &str = "\
name: Pipeline
implementation:
  graph:
    tasks:
      load:
        componentRef: {url: ./load.yaml}
";

const LOAD: &str = "\
name: Load
implementation:
  container: {image: 'example.com/load:1', command: [load]}
";

#[tokio::test]
async fn calls_lead_from_file_to_file_and_back() {
    let folder = TempDir::new().unwrap();
    for (name, text) in [("graph.yaml", GRAPH), ("load.yaml", LOAD)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let uri = |name: &str| format!("file://{}/{name}", folder.path().display());
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    let (mut client, _) = Client::with(json!({ "capabilities": all("utf-16"), "workspaceFolders": folders })).await;
    client.open(&uri("graph.yaml"), GRAPH).await;
    let place = range_of(GRAPH, "./load.yaml")["start"].clone();
    let params = json!({ "textDocument": { "uri": uri("graph.yaml") }, "position": place });
    let mut load = Value::Null;
    // What is on disk is learnt at its own pace.
    for _ in 0..1_000 {
        load = client.request("textDocument/prepareCallHierarchy", params.clone()).await.unwrap()[0].clone();
        if load.is_object() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(load["name"], "Load");
    assert_eq!(load["uri"], uri("load.yaml"));
    let incoming = client.request("callHierarchy/incomingCalls", json!({ "item": load })).await.unwrap();
    assert_eq!(incoming[0]["from"]["name"], "Pipeline", "{incoming}");
    assert_eq!(incoming[0]["fromRanges"], json!([range_of(GRAPH, "./load.yaml")]));
    let pipeline = incoming[0]["from"].clone();
    let outgoing = client.request("callHierarchy/outgoingCalls", json!({ "item": pipeline })).await.unwrap();
    assert_eq!(outgoing[0]["to"], load, "{outgoing}");
}

#[tokio::test]
async fn hints_are_asked_for_again_when_another_file_changes() {
    let mut all = all("utf-16");
    all["workspace"]["inlayHint"] = json!({ "refreshSupport": true });
    let (mut client, _) = Client::with(json!({ "capabilities": all })).await;
    client.open("file:///w/graph.yaml", GRAPH).await;
    client.open("file:///w/load.yaml", LOAD).await;
    for _ in 0..1_000 {
        let _ = client.request("ir/nothing", Value::Null).await;
        if client.requests.iter().any(|r| r["method"] == "workspace/inlayHint/refresh") {
            // Lenses of a client that cannot ask for them anew are left alone.
            assert!(client.requests.iter().all(|r| r["method"] != "workspace/codeLens/refresh"));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the client was not asked to look again");
}
