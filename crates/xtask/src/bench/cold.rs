//! How long the program takes for one small file, from its start to its end.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::stats::Times;
use super::{program, report};
use crate::{Failure, root};

/// Runs `ir-lint check` on one of the examples.
pub fn start(programs: &Path) -> Result<(), Failure> {
    let file = root().join("examples/churn/components/train.yaml");
    let mut times = Times::default();
    for _ in 0..21 {
        let start = Instant::now();
        let mut child = Command::new(program(programs, "ir-lint"));
        child.arg("check").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = child.status()?;
        times.add(start.elapsed());
        if ended.code().is_none_or(|code| code > 1) {
            return Err(format!("ir-lint ended with {ended}").into());
        }
    }
    report("ir-lint, one small file (median of 21)", 1e3 * times.median(), "ms", Some(10.0), false);
    Ok(())
}
