//! Work for the processor, off the async threads and never more at once than makes sense.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many pieces of one kind run at once.
const AT_ONCE: u32 = 2;

thread_local! {
    /// Whether nobody waits any more for what this thread works on.
    static ABANDONED: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Whether nobody waits any more for the work at hand, as where a request was cancelled: long work looks at each of
/// its steps, and ends with any result.
pub(crate) fn is_abandoned() -> bool {
    ABANDONED.with_borrow(|flag| flag.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)))
}

/// Set when the future that waits is dropped.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Answers and checks have places of their own: a burst of one never holds up the other.
#[derive(Debug)]
pub(crate) struct Work {
    answers: Arc<Semaphore>,
    checks: Arc<Semaphore>,
}

/// Why there is no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failed {
    /// It panicked; the panic is logged.
    Panicked,
    /// The server is going down.
    Stopped,
}

/// Keeps all work waiting until it is dropped.
#[derive(Debug)]
pub struct Held {
    _places: [OwnedSemaphorePermit; 2],
}

impl Work {
    pub(crate) fn new() -> Self {
        let places = || Arc::new(Semaphore::new(AT_ONCE as usize));
        Self { answers: places(), checks: places() }
    }

    /// Computes the answer to a request.
    pub(crate) async fn answer<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failed> {
        run(&self.answers, work).await
    }

    /// Checks a document.
    pub(crate) async fn check<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failed> {
        run(&self.checks, work).await
    }

    /// Waits until nothing runs, and lets nothing begin.
    pub(crate) async fn hold(&self) -> Option<Held> {
        let answers = Arc::clone(&self.answers).acquire_many_owned(AT_ONCE).await.ok()?;
        let checks = Arc::clone(&self.checks).acquire_many_owned(AT_ONCE).await.ok()?;
        Some(Held { _places: [answers, checks] })
    }

    /// Whether someone waits for a result right now.
    pub(crate) fn is_busy(&self) -> bool {
        self.answers.available_permits() + self.checks.available_permits() < 2 * AT_ONCE as usize
    }
}

async fn run<T: Send + 'static>(
    places: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failed> {
    let place = Arc::clone(places).acquire_owned().await.map_err(|_| Failed::Stopped)?;
    let abandoned = Arc::new(AtomicBool::new(false));
    let _waiting = Waiting(Arc::clone(&abandoned));
    let done = tokio::task::spawn_blocking(move || {
        // Moved in: an abandoned request keeps its place until its work has really ended.
        let _place = place;
        ABANDONED.set(Some(abandoned));
        work()
    });
    done.await.map_err(|error| {
        if error.is_panic() {
            tracing::error!("a computation panicked");
            Failed::Panicked
        } else {
            Failed::Stopped
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_ends_only_its_own_work() {
        let work = Work::new();
        for _ in 0..5 {
            assert_eq!(work.answer(|| -> u8 { panic!("on purpose") }).await, Err(Failed::Panicked));
        }
        assert_eq!(work.answer(|| 7).await, Ok(7));
        assert!(!work.is_busy());
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_is_told_so() {
        let work = Arc::new(Work::new());
        let (begun, began) = tokio::sync::oneshot::channel();
        let (end, ended) = tokio::sync::oneshot::channel();
        let request = tokio::spawn({
            let work = Arc::clone(&work);
            async move {
                let long = move || {
                    begun.send(()).unwrap();
                    while !is_abandoned() {
                        std::thread::yield_now();
                    }
                    end.send(()).unwrap();
                };
                work.answer(long).await
            }
        });
        began.await.unwrap();
        request.abort();
        ended.await.unwrap();
        // A thread that has served an abandoned request serves others.
        assert_eq!(work.answer(is_abandoned).await, Ok(false));
    }

    #[tokio::test]
    async fn held_work_begins_when_it_is_let_go() {
        let work = Arc::new(Work::new());
        let held = work.hold().await.unwrap();
        assert!(work.is_busy());
        let waiting = tokio::spawn({
            let work = Arc::clone(&work);
            async move { work.check(|| 7).await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(held);
        assert_eq!(waiting.await.unwrap(), Ok(7));
    }
}
