//! What an editor asks at a cursor, `$0` in the texts.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{Client, PIPELINE, at, at_cursor, capabilities, cursor};

const FILE: &str = "file:///w/pipeline.yaml";

/// The pipeline without its defect and with a cursor: before `mark`, of which the last is meant.
fn pipeline(mark: &str, with: &str) -> String {
    let mut text = PIPELINE.replace("trian", "train");
    let at = text.rfind(mark).unwrap();
    text.replace_range(at..at + mark.len(), with);
    text
}

#[tokio::test]
async fn hover_is_markdown_about_the_token() {
    let mut client = Client::new("utf-16").await;
    let fixture = pipeline("producerTask: train", "producerTask: tr$0ain");
    let hover = at_cursor(&mut client, FILE, &fixture, "textDocument/hover").await;
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(hover["contents"]["value"].as_str().unwrap().contains("`train`"), "{hover}");
    let (text, position) = cursor(&fixture);
    assert_eq!(hover["range"]["start"]["line"], position["line"]);
    let line = text.lines().nth(position["line"].as_u64().unwrap() as usize).unwrap();
    let column = |end: &str| hover["range"][end]["character"].as_u64().unwrap() as usize;
    assert_eq!(&line[column("start")..column("end")], "train");
}

#[tokio::test]
async fn hover_is_plain_where_markdown_is_not_shown() {
    let mut capabilities = capabilities("utf-16");
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["plaintext"] });
    let (mut client, _) = Client::with(json!({ "capabilities": capabilities })).await;
    let fixture = pipeline("producerTask: train", "producerTask: tr$0ain");
    let hover = at_cursor(&mut client, FILE, &fixture, "textDocument/hover").await;
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!hover["contents"]["value"].as_str().unwrap().contains('`'), "{hover}");
}

#[tokio::test]
async fn definition_leads_to_the_task() {
    let mut client = Client::new("utf-16").await;
    let fixture = pipeline("producerTask: train", "producerTask: tr$0ain");
    let found = at_cursor(&mut client, FILE, &fixture, "textDocument/definition").await;
    let (text, _) = cursor(&fixture);
    let definition = text.find("      train:\n").unwrap() + 6;
    let range = json!({ "start": at(&text, definition, "utf-16"), "end": at(&text, definition + 5, "utf-16") });
    assert_eq!(found, json!([{ "uri": FILE, "range": range }]));
}

#[tokio::test]
async fn references_are_uses_and_the_definition() {
    let mut client = Client::new("utf-16").await;
    let fixture = pipeline("producerTask: train", "producerTask: tr$0ain");
    let found = at_cursor(&mut client, FILE, &fixture, "textDocument/references").await;
    assert_eq!(found.as_array().unwrap().len(), 2, "{found}");
}

#[tokio::test]
async fn completion_offers_tasks_as_edits_at_the_cursor() {
    let mut client = Client::new("utf-16").await;
    let fixture = pipeline("producerTask: train", "producerTask: tr$0");
    let found = at_cursor(&mut client, FILE, &fixture, "textDocument/completion").await;
    let items = found.as_array().unwrap();
    let item = items.iter().find(|item| item["label"] == "train").unwrap_or_else(|| panic!("{found}"));
    assert_eq!(item["textEdit"]["newText"], "train");
    let (_, position) = cursor(&fixture);
    assert_eq!(item["textEdit"]["range"]["end"], position);
    assert_eq!(item["textEdit"]["range"]["start"]["line"], position["line"]);
    assert!(items.iter().all(|item| item["sortText"].is_string()));
}

#[tokio::test]
async fn an_outline_is_a_tree_or_a_list() {
    let params = json!({ "textDocument": { "uri": FILE } });
    let mut client = Client::new("utf-16").await;
    client.open(FILE, PIPELINE).await;
    let tree = client.request("textDocument/documentSymbol", params.clone()).await.unwrap();
    assert_selections_inside(&tree);
    assert!(names(&tree).contains(&"comp-train".to_owned()), "{tree}");

    let mut capabilities = capabilities("utf-16");
    capabilities["textDocument"]["documentSymbol"] = json!({});
    let (mut client, _) = Client::with(json!({ "capabilities": capabilities })).await;
    client.open(FILE, PIPELINE).await;
    let list = client.request("textDocument/documentSymbol", params).await.unwrap();
    assert!(list[0]["location"].is_object() && list[0].get("children").is_none(), "{list}");
    assert_eq!(names(&list), names(&tree));
}

/// Clients refuse an outline in which a name lies outside of its thing.
fn assert_selections_inside(tree: &Value) {
    let place = |position: &Value| (position["line"].as_u64(), position["character"].as_u64());
    for item in tree.as_array().into_iter().flatten() {
        let (range, selection) = (&item["range"], &item["selectionRange"]);
        assert!(place(&range["start"]) <= place(&selection["start"]), "{item}");
        assert!(place(&selection["end"]) <= place(&range["end"]), "{item}");
        assert_selections_inside(&item["children"]);
    }
}

fn names(tree: &Value) -> Vec<String> {
    let items = tree.as_array().into_iter().flatten();
    items
        .flat_map(|item| {
            let mut all = vec![item["name"].as_str().unwrap().to_owned()];
            all.extend(names(&item["children"]));
            all
        })
        .collect()
}

#[tokio::test]
async fn nothing_is_answered_about_files_that_are_not_ours() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, "replicas: 1\n").await;
    for method in ["hover", "completion", "definition", "references", "documentSymbol", "codeAction"] {
        let position = json!({ "line": 0, "character": 2 });
        let params = json!({
            "textDocument": { "uri": FILE }, "position": position, "range": { "start": position, "end": position },
            "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
        });
        let answer = client.request(&format!("textDocument/{method}"), params).await;
        assert_eq!(answer, Ok(Value::Null), "{method}");
    }
}

#[tokio::test]
async fn hover_tells_why_a_finding_is_one() {
    let mut client = Client::new("utf-16").await;
    let fixture = PIPELINE.replace("producerTask: trian", "producerTask: tr$0ian");
    let hover = at_cursor(&mut client, FILE, &fixture, "textDocument/hover").await;
    assert!(hover["contents"]["value"].as_str().unwrap().contains("`unknown-task`"), "{hover}");
    assert_eq!(hover["range"], support::range_of(PIPELINE, "trian"));
}

#[tokio::test]
async fn what_a_proposal_means_is_told_when_it_is_looked_at() {
    let mut all = capabilities("utf-16");
    all["textDocument"]["completion"]["completionItem"] = json!({
        "labelDetailsSupport": true, "tagSupport": { "valueSet": [1] }, "documentationFormat": ["markdown"],
        "resolveSupport": { "properties": ["documentation"] },
    });
    let (mut client, answer) = Client::with(json!({ "capabilities": all })).await;
    assert_eq!(answer["capabilities"]["completionProvider"]["resolveProvider"], true);
    let fixture = pipeline("componentRef: {name: comp-report}", "componentRef: {name: $0}");
    let found = at_cursor(&mut client, FILE, &fixture, "textDocument/completion").await;
    let item = found.as_array().unwrap().iter().find(|item| item["label"] == "comp-train").unwrap();
    assert!(item["documentation"].is_null(), "{item}");
    assert_eq!(item["labelDetails"]["description"], item["detail"]);
    let resolved = client.request("completionItem/resolve", item.clone()).await.unwrap();
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("accuracy"), "{resolved}");
    // Another list has come meanwhile: what was asked for is given back as it is.
    let position = cursor(&fixture).1;
    let params = json!({ "textDocument": { "uri": FILE }, "position": position, "context": { "triggerKind": 1 } });
    client.request("textDocument/completion", params).await.unwrap();
    assert_eq!(&client.request("completionItem/resolve", item.clone()).await.unwrap(), item);
}

#[tokio::test]
async fn old_keys_are_marked_as_the_client_can_show_it() {
    let mut all = capabilities("utf-16");
    all["textDocument"]["completion"]["completionItem"]["tagSupport"] = json!({ "valueSet": [1] });
    let (mut client, _) = Client::with(json!({ "capabilities": all })).await;
    let fixture =
        pipeline("        image: python:3.12\n", "        image: python:3.12\n        resources:\n          $0\n");
    let found = at_cursor(&mut client, FILE, &fixture, "textDocument/completion").await;
    let old = found.as_array().unwrap().iter().find(|item| item["label"] == "cpuLimit").unwrap();
    assert_eq!(old["tags"], json!([1]));
    assert!(old["deprecated"].is_null());
}
