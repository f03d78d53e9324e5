//! `ir-lint` as a library of one function: the program, which two binaries start.

mod args;
mod clean;
mod commands;
mod discover;
mod failure;
mod guard;
mod output;
mod package;
mod position;
mod progress;
mod project;
mod read;
mod report;
mod rewrite;
mod roots;
mod run;
mod settings;
mod stats;
mod style;
mod summary;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::summary::Exit;

/// Runs the program on the arguments of the process. The code tells whether there are findings (1), none (0), or
/// something could not be done (2).
#[must_use]
pub fn run() -> ExitCode {
    let started = Instant::now();
    let cli = Cli::parse();
    anstream::ColorChoice::from(cli.color).write_global();
    guard::install();
    let done = match &cli.command {
        Command::Check(options) => Ok(commands::check(options, started)),
        Command::Graph(options) => commands::graph(options),
        Command::Ir(options) => commands::ir(options),
        Command::Stats(options) => commands::stats(options),
        Command::Targets(options) => commands::targets(options),
        Command::Diff(options) => commands::diff(options),
        Command::Explain(options) => commands::explain(options),
        Command::Rules(options) => commands::rules(options),
    };
    let exit = done.unwrap_or_else(|failure| {
        failure::show(&[failure]);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}
