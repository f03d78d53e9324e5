//! How long the program takes for a folder of files: finding, reading, checking and showing all of them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::input::Input;
use super::stats::Times;
use super::{program, report};
use crate::Failure;

/// Runs `ir-lint check` on a folder with all of `input`, on all processors. Gives the best time, in seconds.
pub fn folder(programs: &Path, input: &Input, rounds: usize) -> Result<f64, Failure> {
    let folder = tempfile::tempdir()?;
    for (number, text) in input.texts.iter().enumerate() {
        // As many in each folder as people keep.
        let inner = folder.path().join((number / 20).to_string());
        std::fs::create_dir_all(&inner)?;
        let extension = if text.starts_with('{') { "json" } else { "yaml" };
        std::fs::write(inner.join(format!("{number}.{extension}")), &**text)?;
    }
    let mut times = Times::default();
    for _ in 0..rounds {
        let start = Instant::now();
        let mut child = Command::new(program(programs, "ir-lint"));
        child.arg("check").arg(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = child.status()?;
        times.add(start.elapsed());
        if ended.code().is_none_or(|code| code > 1) {
            return Err(format!("ir-lint ended with {ended}").into());
        }
    }
    let megabytes = input.bytes() as f64 / 1e6;
    report("ir-lint, a folder of all files (best)", megabytes / times.best(), "MB/s", None, true);
    report("ir-lint, a folder of all files (median)", megabytes / times.median(), "MB/s", None, true);
    Ok(times.best())
}
