//! Instructions, which unlike times are the same in every run.

use std::process::{Command, Stdio};

use super::input::Input;
use super::report;
use crate::{Failure, say};

/// Counts the instructions of each phase: this program under valgrind, less what start and input take.
pub fn count(input: &Input) -> Result<(), Failure> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        say("valgrind is not installed: no instructions counted");
        return Ok(());
    }
    let instructions = |phase| instructions(phase, input.format.id());
    let nothing = instructions("nothing")?;
    let bare = instructions("bare")? - nothing;
    for (name, count) in [
        ("bare parser", bare),
        ("parse", instructions("parse")? - nothing),
        ("parse, lower", instructions("lower")? - nothing),
        ("parse, lower, check", instructions("check")? - nothing),
        ("the same, every rule on", instructions("check-all")? - nothing),
    ] {
        report(&format!("{name} (instructions a byte)"), count / input.bytes() as f64, "", None, false);
        report(&format!("{name} / bare parser (instructions)"), count / bare, "", None, false);
    }
    Ok(())
}

fn instructions(phase: &str, format: &str) -> Result<f64, Failure> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["bench", "--only", phase, "--format", format])
        .stdout(Stdio::null())
        .output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    let count = log.lines().find_map(|l| l.split_once("Collected :")).ok_or("valgrind gives no count")?;
    Ok(count.1.trim().parse()?)
}
