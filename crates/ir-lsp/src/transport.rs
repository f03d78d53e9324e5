//! From a pair of byte streams to handlers and back.
//!
//! Messages are taken in order, and each handler runs at once up to its first `await`: state that is
//! changed or looked at there is changed or seen in the order in which the client wrote. The rest of a
//! handler runs as a task of its own, so none waits for another, and a panic ends only its own request.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tower_lsp_server::ExitedError;
use tower_lsp_server::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service as _;

use crate::own;
use crate::state::State;
use crate::wire::{self, Incoming};

/// How long the last answers may take to be written after `exit`.
const FAREWELL: Duration = Duration::from_secs(1);

/// How a session ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// After `shutdown`, as the protocol wants it: exit code 0.
    Orderly,
    /// By `exit` or the end of the input without `shutdown`: exit code 1.
    Abruptly,
}

type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// Serves one client until `exit` or the end of `input`.
pub async fn serve<R, W>(input: R, output: W, state: Arc<State>) -> Ended
where
    R: AsyncRead + Unpin + Send,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (mut service, socket) = own::service(&state);
    let (requests, mut replies) = socket.split();
    let (answers, pending) = mpsc::unbounded_channel();
    let writer = tokio::spawn(write_all(output, pending, requests));
    let mut input = BufReader::new(input);
    let mut running = JoinSet::new();
    loop {
        let request = match wire::read(&mut input).await {
            Ok(Some(Incoming::Request(request))) => request,
            Ok(Some(Incoming::Response(reply))) => {
                // Fails only after `exit`.
                let _ = replies.send(reply).await;
                continue;
            }
            Ok(Some(Incoming::Malformed(error))) => {
                let _ = answers.send(Response::from_error(Id::Null, error));
                continue;
            }
            Ok(None) => break,
            Err(error) => {
                tracing::error!(%error, "the input broke");
                break;
            }
        };
        let (method, id) = (request.method().to_owned(), request.id().cloned());
        let begun = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request)));
        let answer: Answer = match begun {
            Ok(answer) => answer,
            Err(_) => Box::pin(std::future::ready(Ok(panicked(&method, id.clone())))),
        };
        begin(answer, Call { method: method.clone(), id }, &answers, &mut running).await;
        while running.try_join_next().is_some() {}
        if method == "exit" {
            break;
        }
    }
    running.abort_all();
    drop((answers, service));
    while running.join_next().await.is_some() {}
    if tokio::time::timeout(FAREWELL, writer).await.is_err() {
        tracing::warn!("the client does not read: its last answers are lost");
    }
    if state.is_shut_down() { Ended::Orderly } else { Ended::Abruptly }
}

struct Call {
    method: String,
    id: Option<Id>,
}

/// Runs `answer` up to its first `await` here, the rest as a task.
async fn begin(mut answer: Answer, call: Call, answers: &mpsc::UnboundedSender<Response>, running: &mut JoinSet<()>) {
    let first = std::future::poll_fn(|context| {
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        std::task::Poll::Ready(polled)
    });
    let rest = match first.await {
        Ok(std::task::Poll::Ready(done)) => {
            reply(done, answers);
            return;
        }
        Err(_) => {
            reply(Ok(panicked(&call.method, call.id)), answers);
            return;
        }
        Ok(std::task::Poll::Pending) => answer,
    };
    if call.method == "initialize" {
        reply(rest.await, answers);
        return;
    }
    let answers = answers.clone();
    running.spawn(async move {
        // A task within the task: the outer one sees the panic of the inner one, and aborts with it.
        let mut inner = JoinSet::new();
        inner.spawn(rest);
        match inner.join_next().await {
            Some(Ok(done)) => reply(done, &answers),
            Some(Err(error)) if error.is_panic() => reply(Ok(panicked(&call.method, call.id)), &answers),
            _ => {}
        }
    });
}

fn reply(done: Result<Option<Response>, ExitedError>, answers: &mpsc::UnboundedSender<Response>) {
    if let Ok(Some(response)) = done {
        // Fails only when the client is gone.
        let _ = answers.send(response);
    }
}

fn panicked(method: &str, id: Option<Id>) -> Option<Response> {
    tracing::error!(method, "a handler panicked");
    id.map(|id| Response::from_error(id, Error::internal_error()))
}

/// Writes answers and our own requests until both ends are closed.
async fn write_all(
    mut output: impl AsyncWrite + Unpin,
    mut answers: mpsc::UnboundedReceiver<Response>,
    mut requests: impl futures_util::Stream<Item = Request> + Unpin,
) {
    let mut open = true;
    loop {
        let written = tokio::select! {
            answer = answers.recv() => match answer {
                Some(answer) => wire::write(&mut output, &answer).await,
                None => break,
            },
            request = requests.next(), if open => match request {
                Some(request) => wire::write(&mut output, &request).await,
                None => { open = false; Ok(()) }
            },
        };
        if let Err(error) = written {
            tracing::warn!(%error, "the client no longer reads");
            break;
        }
    }
}
