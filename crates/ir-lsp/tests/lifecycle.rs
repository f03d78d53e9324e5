//! How sessions begin and end, and what does not end them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use ir_lsp::Ended;
use serde_json::{Value, json};
use support::{Client, capabilities};

const FILE: &str = "file:///w/a.yaml";

#[tokio::test]
async fn a_whole_session() {
    let (client, answer) = Client::with(json!({ "capabilities": capabilities("utf-8") })).await;
    assert_eq!(answer["serverInfo"]["name"], "ir-lsp");
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-8");
    assert_eq!(answer["capabilities"]["textDocumentSync"], json!({ "openClose": true, "change": 2 }));
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn the_best_encoding_offered_is_taken() {
    for (offered, taken) in [
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-16", "utf-32"]), "utf-16"),
        (json!(["utf-32"]), "utf-32"),
        (json!(["utf-7"]), "utf-16"),
        (Value::Null, "utf-16"),
    ] {
        let params = json!({ "capabilities": { "general": { "positionEncodings": offered } } });
        let (_, answer) = Client::with(params).await;
        assert_eq!(answer["capabilities"]["positionEncoding"], taken, "{offered}");
    }
}

#[tokio::test]
async fn requests_before_initialize_are_refused() {
    let mut client = Client::silent();
    let error = client.request("textDocument/hover", hover_params()).await.unwrap_err();
    assert_eq!(error["code"], -32002);
    client.request("initialize", json!({ "capabilities": {} })).await.unwrap();
    assert_eq!(client.request("textDocument/hover", hover_params()).await, Ok(Value::Null));
}

#[tokio::test]
async fn a_second_initialize_and_requests_after_shutdown_are_refused() {
    let mut client = Client::new("utf-16").await;
    assert_eq!(client.request("initialize", json!({ "capabilities": {} })).await.unwrap_err()["code"], -32600);
    client.request("shutdown", Value::Null).await.unwrap();
    assert_eq!(client.request("textDocument/hover", hover_params()).await.unwrap_err()["code"], -32600);
}

#[tokio::test]
async fn exit_without_shutdown_is_abrupt() {
    let mut client = Client::new("utf-16").await;
    client.notify("exit", Value::Null).await;
    assert_eq!(client.ended().await, Ended::Abruptly);
}

#[tokio::test]
async fn the_server_ends_when_its_client_dies() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, "a: 1\n").await;
    client.die();
    assert_eq!(client.ended().await, Ended::Abruptly);
}

#[tokio::test]
async fn malformed_messages_are_answered_and_survived() {
    let mut client = Client::new("utf-16").await;
    for (malformed, code) in [
        (&b"Content-Length: 9\r\n\r\n{\"method\""[..], -32700),
        (b"Content-Length: 2\r\n\r\n\xff\xfe", -32700),
        (b"Content-Type: text/plain\r\n\r\n", -32700),
        (b"Content-Length: twelve\r\n\r\n", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 12\r\n\r\n{\"method\":1}", -32600),
    ] {
        client.send_raw(malformed).await;
        let answer = client.reply(Value::Null).await;
        assert_eq!(answer.unwrap_err()["code"], code, "{}", String::from_utf8_lossy(malformed));
    }
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn malformed_and_unknown_requests_are_answered() {
    let mut client = Client::new("utf-16").await;
    assert_eq!(client.request("textDocument/hover", json!({ "x": 1 })).await.unwrap_err()["code"], -32602);
    assert_eq!(client.request("textDocument/what", json!({})).await.unwrap_err()["code"], -32601);
    client.notify("textDocument/didChange", json!({ "textDocument": 7 })).await;
    client.notify("$/unknown", json!({})).await;
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn documents_that_are_not_open_do_no_harm() {
    let mut client = Client::new("utf-16").await;
    client.change(FILE, 2, json!([{ "text": "a" }])).await;
    client.close(FILE).await;
    assert_eq!(client.text(FILE).await, None);
    assert_eq!(client.request("textDocument/hover", hover_params()).await, Ok(Value::Null));
}

#[tokio::test]
async fn a_slow_request_holds_up_neither_changes_nor_its_cancellation() {
    let mut client = Client::new("utf-16").await;
    client.open(FILE, "a: 1\n").await;
    let held = client.state.hold().await;
    let slow: Vec<i64> = {
        let mut slow = Vec::new();
        for _ in 0..200 {
            slow.push(client.ask("textDocument/hover", hover_params()).await);
        }
        slow
    };
    client.change(FILE, 2, json!([{ "text": "b: 2\n" }])).await;
    assert_eq!(client.text(FILE).await.as_deref(), Some("b: 2\n"));
    client.notify("$/cancelRequest", json!({ "id": slow[0] })).await;
    assert_eq!(client.reply(slow[0]).await.unwrap_err()["code"], -32800);
    drop(held);
    // Their version is gone.
    assert_eq!(client.reply(slow[1]).await.unwrap_err()["code"], -32801);
    assert_eq!(client.reply(slow[199]).await.unwrap_err()["code"], -32801);
    assert_eq!(client.leave().await, Ended::Orderly);
}

#[tokio::test]
async fn file_watchers_are_asked_for_where_the_client_can() {
    let mut client = Client::new("utf-16").await;
    while client.requests.is_empty() {
        client.leftovers().await;
    }
    let registration = &client.requests[0]["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(registration["registerOptions"]["watchers"][0]["globPattern"], "**/*.{yaml,yml,json}");
}

fn hover_params() -> Value {
    json!({ "textDocument": { "uri": FILE }, "position": { "line": 0, "character": 0 } })
}
