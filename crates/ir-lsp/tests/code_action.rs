//! Quick fixes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{Client, PIPELINE, capabilities, range_of};

const FILE: &str = "file:///w/pipeline.yaml";

async fn actions(client: &mut Client, range: Value, context: Value) -> Value {
    let params = json!({ "textDocument": { "uri": FILE }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).await.unwrap()
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
    assert_eq!(actions(&mut client, elsewhere, json!({ "diagnostics": [] })).await, json!([]));
    let here = range_of(PIPELINE, "trian");
    let context = json!({ "diagnostics": [], "only": ["refactor"] });
    assert_eq!(actions(&mut client, here.clone(), context).await, Value::Null);
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    assert_eq!(actions(&mut client, here, context).await.as_array().map(Vec::len), Some(1));
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
