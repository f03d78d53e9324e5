//! A client for tests, at the other end of a pair of in-memory pipes.
#![allow(dead_code, reason = "no test uses all of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use ir_lsp::{Ended, State, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::task::JoinHandle;
use tower_lsp_server::ls_types::Uri;

/// So long nothing takes: a test that waits longer hangs.
const HANG: Duration = Duration::from_secs(30);

/// A client with the server it talks to.
pub struct Client {
    to: Option<DuplexStream>,
    from: BufReader<DuplexStream>,
    server: JoinHandle<Ended>,
    /// The server's state, to look at from the side.
    pub state: Arc<State>,
    next_id: i64,
    replies: HashMap<String, Value>,
    notifications: VecDeque<Value>,
    /// Requests of the server, which are answered by `null` at once.
    pub requests: Vec<Value>,
    /// What it is told when it asks for settings.
    pub settings: Value,
}

impl Client {
    /// A client that has not said anything yet.
    pub fn silent() -> Self {
        let (to, input) = tokio::io::duplex(64 << 10);
        let (output, from) = tokio::io::duplex(64 << 10);
        let state = State::new();
        let server = tokio::spawn(serve(input, output, Arc::clone(&state)));
        Self {
            to: Some(to),
            from: BufReader::new(from),
            server,
            state,
            next_id: 0,
            replies: HashMap::new(),
            notifications: VecDeque::new(),
            requests: Vec::new(),
            settings: Value::Null,
        }
    }

    /// A client after the handshake. `params` are those of `initialize`.
    pub async fn with(params: Value) -> (Self, Value) {
        let mut client = Self::silent();
        let answer = client.request("initialize", params).await.unwrap();
        client.notify("initialized", json!({})).await;
        (client, answer)
    }

    /// A client that can all and wants this position encoding.
    pub async fn new(encoding: &str) -> Self {
        Self::with(json!({ "capabilities": capabilities(encoding) })).await.0
    }

    pub async fn send_raw(&mut self, bytes: &[u8]) {
        self.to.as_mut().expect("the input is open").write_all(bytes).await.unwrap();
    }

    pub async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request and does not wait for the answer: see [`Client::reply`].
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message).await;
        id
    }

    /// The answer to a request: its result, or its error.
    pub async fn reply(&mut self, id: impl Into<Value>) -> Result<Value, Value> {
        let id: Value = id.into();
        loop {
            if let Some(mut reply) = self.replies.remove(&id.to_string()) {
                return match reply.get_mut("error") {
                    Some(error) => Err(error.take()),
                    None => Ok(reply["result"].take()),
                };
            }
            self.receive().await.expect("the server ended without an answer");
        }
    }

    /// The answer to a request if it has come already, whole.
    pub fn replied(&mut self, id: i64) -> Option<Value> {
        self.replies.remove(&id.to_string())
    }

    pub async fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params).await;
        self.reply(id).await
    }

    /// The next notification of this method; others before it are dropped.
    pub async fn notification(&mut self, method: &str) -> Value {
        loop {
            while let Some(mut notification) = self.notifications.pop_front() {
                if notification["method"] == method {
                    return notification["params"].take();
                }
            }
            self.receive().await.expect("the server ended without the notification");
        }
    }

    /// The next published diagnostics.
    pub async fn diagnostics(&mut self) -> Value {
        self.notification("textDocument/publishDiagnostics").await
    }

    /// All diagnostics up to those of `version`, each publication whole.
    pub async fn diagnostics_up_to(&mut self, version: i64) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            all.push(self.diagnostics().await);
            if all.last().is_some_and(|last| last["version"] == version) {
                return all;
            }
        }
    }

    /// Notifications that have come and that nobody asked for.
    pub async fn leftovers(&mut self) -> Vec<Value> {
        // The answer to a request that does not exist comes behind all that was written before.
        let _ = self.request("ir/nothing", Value::Null).await;
        self.notifications.drain(..).collect()
    }

    /// Waits until the server has asked for something, and takes it.
    pub async fn asked(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self.requests.iter().position(|request| request["method"] == method) {
                return self.requests.remove(at);
            }
            self.receive().await.expect("the server ended without asking");
        }
    }

    async fn receive(&mut self) -> Option<()> {
        let message = tokio::time::timeout(HANG, read(&mut self.from)).await.expect("the server hangs")?;
        if message.get("method").is_none() {
            self.replies.insert(message["id"].to_string(), message);
        } else if message.get("id").is_some() {
            let settings = message["method"] == "workspace/configuration";
            let result = if settings { json!([self.settings]) } else { Value::Null };
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result })).await;
            self.requests.push(message);
        } else {
            self.notifications.push_back(message);
        }
        Some(())
    }

    pub async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub async fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes })).await;
    }

    pub async fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }

    /// The server's text, after all that was sent has been applied.
    pub async fn text(&mut self, uri: &str) -> Option<String> {
        let _ = self.request("ir/nothing", Value::Null).await;
        self.state.text(&uri.parse::<Uri>().unwrap())
    }

    /// Sends `shutdown` and `exit`; how the server ended.
    pub async fn leave(mut self) -> Ended {
        assert_eq!(self.request("shutdown", Value::Null).await, Ok(Value::Null));
        self.notify("exit", Value::Null).await;
        self.ended().await
    }

    /// Waits for the end of the server, with the input still open.
    pub async fn ended(self) -> Ended {
        tokio::time::timeout(HANG, self.server).await.expect("the server does not end").unwrap()
    }

    /// Reads no more: what the server writes from now on goes nowhere.
    pub fn deafen(&mut self) {
        self.from = BufReader::new(tokio::io::duplex(1).0);
    }

    /// Dies: the server's input ends.
    pub fn die(&mut self) {
        self.to = None;
    }
}

async fn read(from: &mut BufReader<DuplexStream>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).await.unwrap() == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).await.unwrap();
    Some(serde_json::from_slice(&body).unwrap())
}

/// The capabilities of a modern editor.
pub fn capabilities(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
        },
    })
}

/// The capabilities of a modern editor that asks for findings.
pub fn pulling() -> Value {
    let mut capabilities = capabilities("utf-16");
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": false });
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities
}

/// A fixture: a text with `$0` where the cursor is. The text without it, and the cursor's line and column
/// in UTF-16.
pub fn cursor(fixture: &str) -> (String, Value) {
    let (before, after) = fixture.split_once("$0").expect("a fixture has a cursor: $0");
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or("").encode_utf16().count();
    (format!("{before}{after}"), json!({ "line": line, "character": column }))
}

/// Opens a fixture and asks about its cursor.
pub async fn at_cursor(client: &mut Client, uri: &str, fixture: &str, method: &str) -> Value {
    let (text, position) = cursor(fixture);
    client.open(uri, &text).await;
    let params = json!({
        "textDocument": { "uri": uri }, "position": position, "context": { "includeDeclaration": true, "triggerKind": 1 },
    });
    client.request(method, params).await.unwrap()
}

/// The text as the protocol says it is after a change, slowly.
pub fn edited(text: &str, range: [(u32, u32); 2], new: &str, encoding: &str) -> String {
    let [start, end] = range.map(|place| slow_offset(text, place, encoding));
    let end = end.max(start);
    format!("{}{new}{}", &text[..start], &text[end..])
}

fn slow_offset(text: &str, (line, column): (u32, u32), encoding: &str) -> usize {
    let mut start = 0;
    for _ in 0..line {
        let rest = &text[start..];
        let Some(end) = rest.find(['\n', '\r']) else { return text.len() };
        start += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        units += match encoding {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
        if c == '\n' || c == '\r' || units > column as usize {
            return start + at;
        }
    }
    text.len()
}

/// The protocol's position of a byte, slowly.
pub fn at(text: &str, offset: usize, encoding: &str) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let last = before.rsplit('\n').next().unwrap_or("");
    let column = match encoding {
        "utf-8" => last.len(),
        "utf-16" => last.encode_utf16().count(),
        _ => last.chars().count(),
    };
    json!({ "line": line, "character": column })
}

/// Where `token` first stands, in UTF-16.
pub fn range_of(text: &str, token: &str) -> Value {
    let offset = text.find(token).expect("the token is in the text");
    json!({ "start": at(text, offset, "utf-16"), "end": at(text, offset + token.len(), "utf-16") })
}

/// Pieces that are awkward in one encoding or another, or to a reader of lines.
pub const PIECES: [&str; 14] =
    ["a", "key: ", "\n", "\r\n", "\r", "é", "日本", "😀", "👩‍👩‍👧", "\u{2028}", "\u{85}", "  - ", "'", "\u{301}"];

/// Small and the same everywhere (xorshift).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// A pipeline with one defect: `report` takes its input from a task `trian`.
pub const PIPELINE: &str = "\
pipelineInfo: {name: training}  # here
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train, '{{$}}']
    exec-report:
      container:
        image: python:3.12
        command: [report, \"{{$.inputs.parameters['accuracy']}}\"]
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {parameters: {accuracy: {parameterType: NUMBER_DOUBLE}}}
  comp-report:
    executorLabel: exec-report
    inputDefinitions: {parameters: {accuracy: {parameterType: NUMBER_DOUBLE}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
      report:
        componentRef: {name: comp-report}
        taskInfo: {name: report}
        inputs:
          parameters:
            accuracy:
              taskOutputParameter: {outputParameterKey: accuracy, producerTask: trian}
";
