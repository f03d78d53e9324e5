//! When findings are published, and which.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{Client, Dice, PIECES, PIPELINE, at, capabilities, edited, range_of};

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
    assert_eq!(client.diagnostics().await, json!({ "uri": FILE, "diagnostics": [] }));
    drop(held);
    // The check of version 2 has ended when nothing runs any more.
    client.state.hold().await;
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

#[tokio::test]
async fn a_finding_has_all_that_an_editor_shows() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let published = client.diagnostics().await;
    let findings = published["diagnostics"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = &findings[0];
    assert_eq!(finding["range"], range_of(PIPELINE, "trian"));
    assert_eq!((&finding["code"], &finding["severity"]), (&json!("unknown-task"), &json!(1)));
    assert_eq!(finding["source"], "ir-lint");
    let href = finding["codeDescription"]["href"].as_str().unwrap();
    assert!(href.ends_with("/docs/rules/unknown-task.md"), "{href}");
    assert!(finding["message"].as_str().unwrap().starts_with("no task `trian` in the graph of `root`: "));
    assert_eq!(finding["relatedInformation"][0]["location"]["uri"], FILE);
    assert_eq!(finding["data"]["fixes"][0]["edits"][0]["newText"], "train");
}

#[tokio::test]
async fn a_client_that_shows_little_is_sent_little() {
    let (mut client, _) = Client::with(json!({ "capabilities": {} })).await;
    client.open(FILE, PIPELINE).await;
    let finding = client.diagnostics().await["diagnostics"][0].take();
    let mut keys: Vec<_> = finding.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["code", "message", "range", "severity", "source"]);
}

#[tokio::test]
async fn ranges_are_in_the_encoding_agreed_on() {
    // Before the wrong name on its line: 3 characters of which one is astral, in 4 + 2 + 1 bytes.
    let text = PIPELINE.replace("producerTask: trian", "\"😀é!\": {producerTask: 1}, producerTask: trian");
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = Client::new(encoding).await;
        client.open(FILE, &text).await;
        let findings = client.diagnostics().await["diagnostics"].take();
        let found = findings.as_array().unwrap().iter().find(|f| f["code"] == "unknown-task").unwrap();
        let offset = text.find("trian").unwrap();
        let expected = json!({ "start": at(&text, offset, encoding), "end": at(&text, offset + 5, encoding) });
        assert_eq!(found["range"], expected, "{encoding}");
    }
}

#[tokio::test]
async fn a_syntax_error_is_told_and_goes_when_it_is_mended() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    client.diagnostics_up_to(1).await;
    let broken = PIPELINE.replace("'{{$}}']", "'{{$}}'");
    client.change(FILE, 2, json!([{ "text": broken }])).await;
    let codes = |published: &Value| -> Vec<String> {
        let findings = published["diagnostics"].as_array().unwrap().iter();
        findings.map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    let published = client.diagnostics_up_to(2).await;
    assert!(codes(&published[0]).contains(&"syntax-error".to_owned()), "{published:?}");
    client.change(FILE, 3, json!([{ "text": PIPELINE }])).await;
    let mended = codes(&client.diagnostics_up_to(3).await[0]);
    assert!(mended.contains(&"unknown-task".to_owned()) && !mended.contains(&"syntax-error".to_owned()), "{mended:?}");
}

#[tokio::test]
async fn closing_clears() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    assert_eq!(client.diagnostics().await["diagnostics"].as_array().unwrap().len(), 1);
    client.close(FILE).await;
    assert_eq!(client.diagnostics().await, json!({ "uri": FILE, "diagnostics": [] }));
}

#[tokio::test]
async fn a_document_that_stops_being_ours_is_cleared() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    client.diagnostics_up_to(1).await;
    client.change(FILE, 2, json!([{ "text": "replicas: 1\n" }])).await;
    assert_eq!(client.diagnostics_up_to(2).await[0]["diagnostics"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_random_edits_findings_are_those_of_a_fresh_start() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut dice = Dice(0x2545_f491_4f6c_dd1d);
        let mut client = Client::new(encoding).await;
        let mut version = 1;
        for round in 0..30 {
            let mut text = PIPELINE.replace("# here", "# 日本 😀 é");
            version += 1;
            if round == 0 {
                client.open(FILE, &text).await;
            } else {
                client.change(FILE, version, json!([{ "text": text }])).await;
            }
            for _ in 0..8 {
                let start = (dice.roll(30) as u32, dice.roll(30) as u32);
                let end = (start.0, dice.roll(30) as u32);
                let new = PIECES[dice.roll(PIECES.len())];
                text = edited(&text, [start, end], new, encoding);
                version += 1;
                let [from, to] = [start, end].map(|(line, character)| json!({ "line": line, "character": character }));
                client.change(FILE, version, json!([{ "range": { "start": from, "end": to }, "text": new }])).await;
            }
            let published = client.diagnostics_up_to(version).await.pop().unwrap();
            let (mut fresh, _) = Client::with(json!({ "capabilities": capabilities(encoding) })).await;
            // Opened as ours, so that it is published in any case.
            fresh.open(FILE, PIPELINE).await;
            fresh.diagnostics().await;
            fresh.change(FILE, 2, json!([{ "text": text }])).await;
            let expected = fresh.diagnostics_up_to(2).await.pop().unwrap();
            assert_eq!(published["diagnostics"], expected["diagnostics"], "{encoding}, round {round}:\n{text}");
        }
    }
}

#[tokio::test]
async fn text_that_is_broken_for_the_moment_keeps_its_format() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, COMPONENT).await;
    client.diagnostics_up_to(1).await;
    // The key that told the format is gone, and a quote is open.
    let broken = COMPONENT.replace("implementation:", "impl: \"");
    client.change(FILE, 2, json!([{ "text": broken }])).await;
    let published = client.diagnostics_up_to(2).await;
    let codes: Vec<&Value> = published[0]["diagnostics"].as_array().unwrap().iter().map(|d| &d["code"]).collect();
    assert!(codes.contains(&&json!("syntax-error")), "{codes:?}");
}
