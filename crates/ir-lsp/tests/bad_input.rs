//! What clients should not send, and do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::fs;

use ir_lsp::Ended;
use serde_json::{Value, json};
use support::{Client, PIPELINE, capabilities, pulling};
use tempfile::TempDir;

const FILE: &str = "file:///w/pipeline.yaml";

/// A request of each kind about one place.
fn requests(uri: &str, line: u64, character: u64) -> Vec<(&'static str, Value)> {
    let document = json!({ "uri": uri });
    let position = json!({ "line": line, "character": character });
    let at = json!({ "textDocument": document, "position": position });
    let range = json!({ "start": position, "end": position });
    vec![
        ("textDocument/hover", at.clone()),
        ("textDocument/completion", at.clone()),
        ("textDocument/definition", at.clone()),
        ("textDocument/prepareRename", at.clone()),
        ("textDocument/documentHighlight", at),
        (
            "textDocument/references",
            json!({ "textDocument": document, "position": position, "context": { "includeDeclaration": true } }),
        ),
        ("textDocument/documentSymbol", json!({ "textDocument": document })),
        ("textDocument/diagnostic", json!({ "textDocument": document })),
        (
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
        ),
    ]
}

#[tokio::test]
async fn places_outside_the_text_are_places_in_it() {
    let (mut client, _) = Client::with(json!({ "capabilities": pulling() })).await;
    client.open(FILE, PIPELINE).await;
    for (line, character) in [(0, u64::from(u32::MAX)), (u64::from(u32::MAX), 0), (9_999, 9_999)] {
        for (method, params) in requests(FILE, line, character) {
            assert!(client.request(method, params).await.is_ok(), "{method} at {line}:{character}");
        }
    }
    // No numbers of the protocol.
    for (line, character) in [(1_u64 << 40, 0), (0, 1 << 40)] {
        let (method, params) = requests(FILE, line, character).swap_remove(0);
        assert_eq!(client.request(method, params).await.unwrap_err()["code"], -32602);
    }
}

#[tokio::test]
async fn documents_that_are_no_files_are_documents() {
    let (mut client, _) = Client::with(json!({ "capabilities": pulling() })).await;
    let uris = [
        "untitled:Untitled-1",
        "vscode-notebook-cell:/w/a.ipynb#X1",
        "git:/w/a.yaml?%7B%22ref%22%3A%22%22%7D",
        "file:///w/%E6%97%A5%E6%9C%AC%20%25/a%23b.yaml",
        "file:///c%3A/w/a.yaml",
        "file://server/share/a.yaml",
        "http://example.com/a.yaml",
    ];
    for uri in uris {
        client.open(uri, PIPELINE).await;
        for (method, params) in requests(uri, 3, 3) {
            assert!(client.request(method, params).await.is_ok(), "{method} of {uri}");
        }
        let report =
            client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).await.unwrap();
        assert_eq!(report["items"][0]["code"], "unknown-task", "{uri}");
    }
    let whole = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    assert_eq!(whole["items"].as_array().unwrap().len(), uris.len());
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let mut client = Client::new("utf-16").await;
    for uri in ["", "not an address", "file:///%zz", "::"] {
        client.open(uri, PIPELINE).await;
        let (method, params) = requests(uri, 0, 0).swap_remove(0);
        // Refused, or about a document that nobody opened.
        if let Err(error) = client.request(method, params).await {
            assert_eq!(error["code"], -32602, "{uri}");
        }
    }
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn versions_may_be_wrong_texts_are_not() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, "a: 1\n").await;
    for version in [7, 7, 3, -1, 0] {
        let end = json!({ "line": 100, "character": 0 });
        client.change(FILE, version, json!([{ "range": { "start": end, "end": end }, "text": "b: 2\n" }])).await;
    }
    assert_eq!(client.text(FILE).await.unwrap(), format!("a: 1\n{}", "b: 2\n".repeat(5)));
    // Opened again without being closed: the new text counts.
    client.open(FILE, PIPELINE).await;
    assert_eq!(client.text(FILE).await.as_deref(), Some(PIPELINE));
    client.close(FILE).await;
    client.close(FILE).await;
    client.change(FILE, 9, json!([{ "text": "late" }])).await;
    assert_eq!(client.text(FILE).await, None);
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn answers_that_nobody_waits_for_are_ignored() {
    let mut client = Client::new("utf-16").await;
    client.send(&json!({ "jsonrpc": "2.0", "id": 4_711, "result": 1 })).await;
    client.send(&json!({ "jsonrpc": "2.0", "id": "x", "error": { "code": 1, "message": "no" } })).await;
    client.notify("$/cancelRequest", json!({ "id": 99 })).await;
    client.notify("$/cancelRequest", json!({ "id": {} })).await;
    client.notify("initialized", json!({})).await;
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": "untitled:x", "type": 9 }] })).await;
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": 1 } })).await;
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn a_message_that_is_too_long_is_skipped() {
    let mut client = Client::new("utf-16").await;
    client.send_raw(b"Content-Length: 18446744073709551616\r\n\r\n").await;
    assert_eq!(client.reply(Value::Null).await.unwrap_err()["code"], -32700);
    // Longer than any message may be; it is read to its end and forgotten.
    let length = (256 << 20) + 1;
    client.send_raw(format!("Content-Length: {length}\r\n\r\n").as_bytes()).await;
    let piece = vec![b' '; 1 << 20];
    let mut left = length;
    while left > 0 {
        let now = left.min(piece.len());
        client.send_raw(&piece[..now]).await;
        left -= now;
    }
    assert_eq!(client.reply(Value::Null).await.unwrap_err()["code"], -32600);
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn headers_may_be_strange() {
    let mut client = Client::new("utf-16").await;
    let body = json!({ "jsonrpc": "2.0", "id": "h", "method": "ir/nothing" }).to_string();
    for header in [
        format!("content-length:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n", body.len()),
        format!("Content-Length: {}\n\n", body.len()),
        format!("X: {}\r\nContent-Length: {}\r\n\r\n", "x".repeat(9_000), body.len()),
    ] {
        client.send_raw(header.as_bytes()).await;
        client.send_raw(body.as_bytes()).await;
        assert_eq!(client.reply("h").await.unwrap_err()["code"], -32601, "{}", &header[..20]);
    }
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn a_file_may_vanish_under_an_open_document() {
    let folder = TempDir::new().unwrap();
    let (path, uri) = (folder.path().join("a.yaml"), format!("file://{}/a.yaml", folder.path().display()));
    fs::write(&path, PIPELINE).unwrap();
    let folders = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "w" }]);
    let (mut client, _) = Client::with(json!({ "capabilities": pulling(), "workspaceFolders": folders })).await;
    client.open(&uri, PIPELINE).await;
    fs::remove_file(&path).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 3 }] })).await;
    for (method, params) in requests(&uri, 5, 5) {
        assert!(client.request(method, params).await.is_ok(), "{method}");
    }
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).await.unwrap();
    assert_eq!(report["items"][0]["code"], "unknown-task");
    client.close(&uri).await;
    let whole = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    assert_eq!(whole["items"], json!([]));
}

#[tokio::test]
async fn the_server_ends_when_nobody_reads_what_it_says() {
    let mut client = Client::with(json!({ "capabilities": capabilities("utf-16") })).await.0;
    client.open(FILE, PIPELINE).await;
    client.deafen();
    for version in 2..20 {
        client.change(FILE, version, json!([{ "text": PIPELINE }])).await;
        client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": FILE } })).await;
    }
    client.die();
    assert_eq!(client.ended().await, Ended::Abruptly);
}
