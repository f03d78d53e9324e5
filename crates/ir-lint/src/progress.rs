//! A bar on the terminal, for runs that last.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How many files are done. Nothing is shown, nor made, before it is worth it.
#[derive(Debug)]
pub struct Progress {
    started: Instant,
    all: usize,
    done: AtomicUsize,
    bar: OnceLock<ProgressBar>,
    wanted: bool,
}

const WORTH_IT: Duration = Duration::from_millis(500);

impl Progress {
    /// Of a run over `all` files.
    pub fn new(all: usize, started: Instant, wanted: bool) -> Self {
        Self { started, all, done: AtomicUsize::new(0), bar: OnceLock::new(), wanted }
    }

    /// One more file is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.wanted && self.started.elapsed() > WORTH_IT {
            self.bar.get_or_init(|| bar(self.all)).set_position(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// Draws to standard error, and only where that is a terminal.
fn bar(all: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("checking {bar:30} {pos}/{len} files") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
