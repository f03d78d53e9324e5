//! Many things at once, in any order.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use support::{Client, Dice, PIPELINE, pulling};
use tempfile::TempDir;

const FILE: &str = "file:///w/pipeline.yaml";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_of_edits_is_published_a_few_times() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    client.diagnostics_up_to(1).await;
    // All checks wait while the edits come in, as they would on a machine that is busy.
    let held = client.state.hold().await;
    for version in 2..=41 {
        let end = json!({ "line": 1000, "character": 0 });
        let change = json!([{ "range": { "start": end, "end": end }, "text": "# a\n" }]);
        client.change(FILE, version, change).await;
    }
    let _ = client.text(FILE).await;
    drop(held);
    let published = client.diagnostics_up_to(41).await;
    assert!(published.len() <= 3, "{}", published.len());
    assert_eq!(client.leftovers().await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_is_cancelled_before_it_begins_is_never_done() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    client.diagnostics_up_to(1).await;
    let held = client.state.hold().await;
    let params = json!({ "textDocument": { "uri": FILE }, "position": { "line": 0, "character": 3 } });
    let mut asked = Vec::new();
    for _ in 0..50 {
        asked.push(client.ask("textDocument/hover", params.clone()).await);
    }
    for id in &asked {
        client.notify("$/cancelRequest", json!({ "id": id })).await;
    }
    // Answered while nothing can be computed.
    for id in asked {
        assert_eq!(client.reply(id).await.unwrap_err()["code"], -32800);
    }
    drop(held);
    assert!(client.request("textDocument/hover", params).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_do_not_wait_for_a_scan_or_a_look_at_the_workspace() {
    let folder = TempDir::new().unwrap();
    for n in 0..400 {
        fs::write(folder.path().join(format!("{n}.yaml")), PIPELINE).unwrap();
    }
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    let params = json!({ "capabilities": pulling(), "workspaceFolders": folders });
    let mut client = Client::with(params).await.0;
    client.open(FILE, PIPELINE).await;
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let hover = json!({ "textDocument": { "uri": FILE }, "position": { "line": 0, "character": 3 } });
    let mut answered = 0;
    let whole = loop {
        client.request("textDocument/hover", hover.clone()).await.unwrap();
        answered += 1;
        if let Some(whole) = client.replied(all) {
            break whole;
        }
    };
    assert!(answered > 2, "only {answered} answers came before the workspace was looked at");
    assert_eq!(whole["result"]["items"].as_array().unwrap().len(), 401);
}

/// Files that name each other, and what may become of them.
const TEXTS: [&str; 7] = [
    "name: P\nimplementation:\n  graph:\n    tasks:\n      load:\n        componentRef: {url: ./b.yaml}\n        arguments: {source: here}\n",
    "name: P\nimplementation:\n  graph:\n    tasks:\n      load:\n        componentRef: {url: ./c.yaml}\n        arguments: {from: here}\n",
    "name: L\ninputs:\n- {name: source, type: String}\nimplementation:\n  container: {image: 'python:3.12', command: [load, {inputValue: source}]}\n",
    "name: L\ninputs:\n- {name: from, type: String}\nimplementation:\n  container: {image: 'python:3.12', command: [load, {inputValue: form}]}\n",
    "replicas: 1\n",
    "name: [\n",
    PIPELINE,
];
const NAMES: [&str; 4] = ["a.yaml", "b.yaml", "c.yaml", "d.json"];
const RULES: [&str; 3] = ["", "rules: {unknown-argument: off}\n", "rules: {unknown-file: of}\n"];

/// Documents as the client has them, by name: their text and version.
type Open = BTreeMap<&'static str, (String, i64)>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_any_history_answers_are_those_of_a_fresh_server() {
    for seed in [0x2545_f491_4f6c_dd1d, 0x9e37_79b9_7f4a_7c15, 0x1234_5678_9abc_def1, 0xfeed_beef_cafe_0001] {
        let mut dice = Dice(seed);
        let folder = TempDir::new().unwrap();
        let uri = |name: &str| format!("file://{}/{name}", folder.path().display());
        let start = || async {
            let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
            Client::with(json!({ "capabilities": pulling(), "workspaceFolders": folders })).await.0
        };
        let mut client = start().await;
        let mut open = Open::new();
        for step in 0..40 {
            let name = NAMES[dice.roll(NAMES.len())];
            let path = folder.path().join(name);
            let text = TEXTS[dice.roll(TEXTS.len())];
            let mut events = Vec::new();
            match (dice.roll(7), open.get_mut(name)) {
                (0 | 1, None) => {
                    client.open(&uri(name), text).await;
                    open.insert(name, (text.to_owned(), 1));
                }
                (0, Some((old, version))) => {
                    *version += 1;
                    *old = text.to_owned();
                    client.change(&uri(name), *version, json!([{ "text": text }])).await;
                }
                (1 | 2, Some((old, version))) => {
                    *version += 1;
                    old.insert_str(0, "# é\n");
                    let start = json!({ "line": 0, "character": 0 });
                    let change = json!([{ "range": { "start": start, "end": start }, "text": "# é\n" }]);
                    client.change(&uri(name), *version, change).await;
                }
                (3, Some(_)) => {
                    open.remove(name);
                    client.close(&uri(name)).await;
                }
                (4, _) => {
                    let _ = fs::remove_file(&path);
                    events.push((name, 3));
                }
                (5, _) => {
                    let other = NAMES[dice.roll(NAMES.len())];
                    if fs::rename(&path, folder.path().join(other)).is_ok() {
                        events.extend([(name, 3), (other, 1)]);
                    }
                }
                (6, _) => {
                    fs::write(folder.path().join(".ir-lint.yaml"), RULES[dice.roll(RULES.len())]).unwrap();
                    events.push((".ir-lint.yaml", 2));
                }
                _ => {
                    fs::write(&path, text).unwrap();
                    events.push((name, 2));
                }
            }
            let events: Vec<Value> =
                events.iter().map(|(name, kind)| json!({ "uri": uri(name), "type": kind })).collect();
            client.notify("workspace/didChangeWatchedFiles", json!({ "changes": events })).await;
            if step % 8 == 7 {
                let mut fresh = start().await;
                for (name, (text, version)) in &open {
                    let document = json!({ "uri": uri(name), "languageId": "yaml", "version": version, "text": text });
                    fresh.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
                }
                same(&mut client, &mut fresh, &open, &uri, &format!("seed {seed:x}, step {step}")).await;
            }
        }
    }
}

/// Both servers come to give the same answers: what is on disk is learnt at its own pace.
async fn same(client: &mut Client, fresh: &mut Client, open: &Open, uri: &impl Fn(&str) -> String, when: &str) {
    let mut difference = String::new();
    for _ in 0..500 {
        let (ours, theirs) = (answers(client, open, uri).await, answers(fresh, open, uri).await);
        if ours == theirs {
            return;
        }
        difference = format!("{when}\nours: {ours:#}\nfresh: {theirs:#}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{difference}");
}

/// Findings of the workspace, and of each open document its findings, its outline and what hovers tell here and there.
async fn answers(client: &mut Client, open: &Open, uri: &impl Fn(&str) -> String) -> Value {
    let all = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    let mut answers = vec![all];
    for (name, (text, _)) in open {
        let document = json!({ "uri": uri(name) });
        let report = client.request("textDocument/diagnostic", json!({ "textDocument": document })).await;
        answers.push(report.unwrap_or_else(|error| error));
        let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": document })).await;
        answers.push(symbols.unwrap_or_else(|error| error));
        for (line, _) in text.lines().enumerate().step_by(3) {
            let position = json!({ "line": line, "character": 10 });
            let hover = json!({ "textDocument": document, "position": position });
            let hover = client.request("textDocument/hover", hover).await;
            answers.push(hover.unwrap_or_else(|error| error));
        }
    }
    json!(answers)
}
