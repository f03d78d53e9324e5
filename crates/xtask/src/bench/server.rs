//! From an edit to its findings, through a real session with the server.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::input::Edited;
use super::stats::Times;
use super::{program, report};
use crate::{Failure, say};

const URI: &str = "file:///bench/pipeline.yaml";
/// How long an answer may take before the session is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on the other end of two pipes.
struct Client {
    child: Child,
    stdin: ChildStdin,
    messages: Receiver<(Instant, Value)>,
}

impl Client {
    fn start(path: &Path) -> Result<Self, Failure> {
        let mut child =
            Command::new(path).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let stdin = child.stdin.take().ok_or("no pipe to the server")?;
        let stdout = child.stdout.take().ok_or("no pipe from the server")?;
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            while let Some(message) = read(&mut reader) {
                if sender.send((Instant::now(), message)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, stdin, messages })
    }

    fn send(&mut self, message: &Value) -> Result<Instant, Failure> {
        let body = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let now = Instant::now();
        self.stdin.write_all(framed.as_bytes())?;
        self.stdin.flush()?;
        Ok(now)
    }

    fn notify(&mut self, method: &str, params: Value) -> Result<Instant, Failure> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Sends a request and waits for its answer.
    fn request(&mut self, id: u32, method: &str, params: Value) -> Result<Duration, Failure> {
        let sent = self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        self.wait(|m| m.get("id") == Some(&json!(id)) && m.get("method").is_none()).map(|(at, _)| at - sent)
    }

    /// The next message that `wanted` takes. What the server asks meanwhile is answered with nothing.
    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<(Instant, Value), Failure> {
        loop {
            let (at, message) = self.messages.recv_timeout(PATIENCE)?;
            if wanted(&message) {
                return Ok((at, message));
            }
            if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }))?;
            }
        }
    }

    /// The findings of a version.
    fn findings(&mut self, version: u32) -> Result<(Instant, usize), Failure> {
        let (at, message) = self.wait(|m| {
            m.get("method").is_some_and(|v| v == "textDocument/publishDiagnostics")
                && m.pointer("/params/version") == Some(&json!(version))
        })?;
        Ok((at, message.pointer("/params/diagnostics").and_then(Value::as_array).map_or(0, Vec::len)))
    }

    /// Peak memory in MB, where the system tells.
    fn peak(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
        let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024.0 / 1e6)
    }
}

fn read(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            header => {
                if let Some(value) = header.strip_prefix("Content-Length:") {
                    length = value.trim().parse().ok()?;
                }
            }
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// Opens a file and edits it sixty times. `limit` is for 95 of 100 edits, in milliseconds; `memory` in MB.
pub fn session(
    programs: &Path,
    what: &str,
    text: &str,
    edited: Edited,
    (limit, memory): (f64, Option<f64>),
) -> Result<(), Failure> {
    // In the middle, so that neither what is before nor what is behind costs nothing.
    let count = edited.lines(text).count();
    let (line, wanted) = edited.lines(text).nth(count / 2).ok_or("no line of the file ends with a name")?;
    let mut client = Client::start(&program(programs, "ir-lsp"))?;
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "versionSupport": true } } });
    let start =
        client.request(1, "initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))?;
    client.notify("initialized", json!({}))?;
    let document = json!({ "uri": URI, "languageId": "yaml", "version": 1, "text": text });
    let sent = client.notify("textDocument/didOpen", json!({ "textDocument": document }))?;
    let (at, before) = client.findings(1)?;
    let opened = at - sent;
    let mut edits = Times::default();
    for version in 2..=61 {
        // The last letter of the line comes and goes: the name is unknown, then known.
        let end = wanted.len();
        let broken = version % 2 == 0;
        let from = if broken { end } else { end + 1 };
        let change = json!({
            "range": {
                "start": { "line": line, "character": end },
                "end": { "line": line, "character": from },
            },
            "text": if broken { "x" } else { "" },
        });
        let document = json!({ "uri": URI, "version": version });
        let sent =
            client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }))?;
        let (at, found) = client.findings(version)?;
        if (found > before) != broken {
            return Err(format!("version {version} has {found} findings").into());
        }
        edits.add(at - sent);
    }
    let peak = client.peak();
    client.request(99, "shutdown", Value::Null)?;
    client.notify("exit", Value::Null)?;
    client.child.wait()?;
    say(&format!("ir-lsp on {what}, {} lines, {} kB:", text.lines().count(), text.len() / 1000));
    report("  start to the answer of initialize", 1e3 * start.as_secs_f64(), "ms", None, false);
    report("  open to findings", 1e3 * opened.as_secs_f64(), "ms", None, false);
    report("  edit to findings, half of all", 1e3 * edits.median(), "ms", None, false);
    report("  edit to findings, 95 of 100", 1e3 * edits.quantile(0.95), "ms", Some(limit), false);
    match peak {
        Some(peak) => report("  most memory", peak, "MB", memory, false),
        None => say("  memory: not told by this system"),
    }
    Ok(())
}
