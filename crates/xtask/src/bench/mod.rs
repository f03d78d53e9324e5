//! `cargo xtask bench`: speed and memory beside their targets.
//!
//! Every number comes from this machine and this run; what is compared (whole check and bare parser, small and large
//! file) is measured in turns in one process.

mod callgrind;
mod cold;
mod input;
mod loader;
mod program;
mod server;
mod stats;
mod throughput;

use std::path::{Path, PathBuf};
use std::process::Command;

use input::{Format, Input};

use crate::{Failure, root, say};

/// Options of `bench`.
#[derive(clap::Args)]
pub struct Options {
    /// Rounds of each measure of throughput.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// A Python that has `kfp`, to time its loader on the same files.
    #[arg(long, value_name = "PATH")]
    kfp_python: Option<PathBuf>,
    /// Count instructions with valgrind, too.
    #[arg(long)]
    callgrind: bool,
    /// Do one thing over the input and end: what `--callgrind` starts, and a profiler may.
    #[arg(long, hide = true, value_name = "PHASE")]
    only: Option<throughput::Phase>,
    /// Only files of this format.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// How often to do it.
    #[arg(long, hide = true, default_value_t = 1)]
    times: usize,
}

/// Measures everything and prints it.
pub fn run(options: &Options) -> Result<(), Failure> {
    if let Some(phase) = options.only {
        let input = Input::of(options.format.unwrap_or(Format::Kfp));
        let things: usize = (0..options.times).flat_map(|_| &input.texts).map(|text| phase.run(text)).sum();
        say(&format!("{things} things"));
        return Ok(());
    }
    let formats: Vec<Format> =
        Format::ALL.into_iter().filter(|f| options.format.is_none_or(|only| only == *f)).collect();
    let inputs: Vec<Input> = formats.into_iter().map(Input::of).collect();
    let mut whole = Vec::new();
    for input in &inputs {
        introduce(input);
        whole.push(throughput::files(input, options.rounds));
        throughput::scaling(input.format, options.rounds);
        if options.callgrind {
            callgrind::count(input)?;
        }
    }
    let programs = build()?;
    for (input, whole) in inputs.iter().zip(whole) {
        introduce(input);
        let process = program::folder(&programs, input, options.rounds)?;
        if let Some(python) = options.kfp_python.as_ref().filter(|_| input.format == Format::Kfp) {
            loader::compare(python, input, &[("check on one thread", whole), ("ir-lint, a process", process)])?;
        }
    }
    cold::start(&programs)?;
    for input in &inputs {
        let edited = input.format.edited();
        let title = input.format.title();
        let generated = input.format.generated();
        server::session(&programs, &format!("a generated file of {title}"), &generated, edited, (5.0, Some(30.0)))?;
        if let Some(text) = input.largest(edited) {
            server::session(&programs, &format!("the largest file of {title}"), text, edited, (25.0, None))?;
        }
    }
    Ok(())
}

fn introduce(input: &Input) {
    let (title, what) = (input.format.title(), input.what);
    say(&format!("{title}: {} files {what}, {:.2} MB", input.texts.len(), input.bytes() as f64 / 1e6));
}

/// Builds the two programs and gives their folder.
fn build() -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--release", "-p", "ir-lint", "-p", "ir-lsp"])
        .current_dir(root())
        .status()?;
    if !built.success() {
        return Err("the programs cannot be built".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release"))
}

/// The path of a program in `folder`.
fn program(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A measure beside its target: `limit` is the most, or with `least` the least it may be.
fn report(name: &str, value: f64, unit: &str, limit: Option<f64>, least: bool) {
    let verdict = match limit {
        None => String::new(),
        Some(limit) => {
            let kept = if least { value >= limit } else { value <= limit };
            let sign = if least { "≥" } else { "≤" };
            format!("   target {sign} {limit} {unit}: {}", if kept { "kept" } else { "MISSED" })
        }
    };
    say(&format!("{name:44} {value:9.2} {unit}{verdict}"));
}
