//! Messages on the wire: headers, a length, JSON.

use serde::{Deserialize as _, Serialize};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tower_lsp_server::jsonrpc::{Error, Request, Response};

/// No message is longer, in bytes: a length beyond it is a broken client.
const MAX_BODY: u64 = 256 << 20;
/// No header line is longer, in bytes.
const MAX_HEADER: u64 = 4 << 10;

/// What a client sends.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
    /// No message of the protocol: to be answered by this error.
    Malformed(Error),
}

/// Reads the next message; `None` at the end of the input. Malformed messages are skipped one at a time.
///
/// # Errors
///
/// When reading fails.
pub(crate) async fn read(input: &mut (impl AsyncBufRead + Unpin)) -> std::io::Result<Option<Incoming>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut *input).take(MAX_HEADER).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let header = String::from_utf8_lossy(&line);
        let header = header.trim();
        match header.split_once(':') {
            None if header.is_empty() => break,
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<u64>().ok();
            }
            // Content-Type, or what is left of a broken message: nothing to learn from either.
            _ => {}
        }
    }
    match length {
        None => {
            tracing::warn!("a message without Content-Length");
            Ok(Some(Incoming::Malformed(Error::parse_error())))
        }
        Some(length) if length > MAX_BODY => {
            tracing::warn!(length, "a message too long");
            tokio::io::copy(&mut input.take(length), &mut tokio::io::sink()).await?;
            Ok(Some(Incoming::Malformed(Error::invalid_request())))
        }
        Some(length) => {
            let mut body = Vec::new();
            let read = input.take(length).read_to_end(&mut body).await?;
            if (read as u64) < length { Ok(None) } else { Ok(Some(parse(&body))) }
        }
    }
}

fn parse(body: &[u8]) -> Incoming {
    let value: serde_json::Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            tracing::warn!(%error, "a message that is no JSON");
            return Incoming::Malformed(Error::parse_error());
        }
    };
    let parsed = if value.get("method").is_some() {
        Request::deserialize(value).map(Incoming::Request)
    } else {
        Response::deserialize(value).map(Incoming::Response)
    };
    parsed.unwrap_or_else(|error| {
        tracing::warn!(%error, "a message that is neither request nor response");
        Incoming::Malformed(Error::invalid_request())
    })
}

/// Writes one message.
///
/// # Errors
///
/// When writing fails.
pub(crate) async fn write(output: &mut (impl AsyncWrite + Unpin), message: &impl Serialize) -> std::io::Result<()> {
    let body = serde_json::to_vec(message)?;
    output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
    output.write_all(&body).await?;
    output.flush().await
}
