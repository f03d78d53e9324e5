//! `ir-lint` as a library of one function: the program, which two binaries start.

mod args;
mod clean;
mod discover;
mod explain;
mod failure;
mod graph;
mod guard;
mod output;
mod package;
mod position;
mod progress;
mod read;
mod report;
mod roots;
mod run;
mod settings;
mod style;
mod summary;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::args::{Check, Cli, Command, Format};
use crate::failure::Failure;
use crate::output::{Abilities, Target, say};
use crate::report::{Ending, Look, Reporter};
use crate::style::{BOLD, RESET};
use crate::summary::Exit;

/// Runs the program on the arguments of the process. The code tells whether there are findings (1), none (0), or
/// something could not be done (2).
#[must_use]
pub fn run() -> ExitCode {
    let started = Instant::now();
    let cli = Cli::parse();
    anstream::ColorChoice::from(cli.color).write_global();
    let done = match &cli.command {
        Command::Check(options) => Ok(check(options, started)),
        Command::Graph(options) => graph::graph(options),
        Command::Explain(options) => explain::explain(options),
        Command::Rules(options) => explain::list(options),
    };
    let exit = done.unwrap_or_else(|failure| {
        failure::show(&[failure]);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}

fn check(options: &Check, started: Instant) -> Exit {
    guard::install();
    let Abilities { color, links } = Abilities::of_stdout();
    let stdout = Reporter { format: options.format, look: Look { color, links } };
    let mut targets = vec![Target::Stdout];
    let mut reporters = vec![stdout];
    for report in &options.report {
        reporters.push(Reporter { format: report.format, look: Look::default() });
        targets.push(Target::File(report.path.clone()));
    }
    if let (Format::Github, Some(summary)) = (options.format, std::env::var_os("GITHUB_STEP_SUMMARY")) {
        reporters.push(Reporter { format: Format::Markdown, look: Look::default() });
        targets.push(Target::Append(summary.into()));
    }
    let mut outcome = run::run(options, &reporters, stdout.for_people(), started);

    let ending = Ending { tally: &outcome.tally, recognised: &outcome.recognised, failures: &outcome.failures };
    let mut unwritten = Vec::new();
    for (i, (reporter, target)) in reporters.iter().zip(&targets).enumerate() {
        let pieces = outcome.pieces.iter().filter_map(|pieces| pieces.get(i));
        unwritten.extend(target.write(|out| reporter.write(out, pieces, &ending)).err());
    }
    outcome.failures.extend(unwritten);

    if !options.quiet {
        for notice in &outcome.notices {
            say(&format!(
                "{BOLD}{}warning{RESET}: {}",
                style::severity(ir_model::Severity::Warning),
                clean::line(notice)
            ));
        }
    }
    if !outcome.configuration.is_empty() {
        say(outcome.configuration.trim_end());
    }
    failure::show(&outcome.failures);
    if !options.quiet {
        conclude(options, &outcome, started);
    }
    match outcome {
        _ if !outcome.failures.is_empty() => Exit::Failed,
        _ if outcome.tally.fails() => Exit::Findings,
        _ => Exit::Clean,
    }
}

/// The last line.
fn conclude(options: &Check, outcome: &run::Outcome, started: Instant) {
    if outcome.tally.any_ours() {
        say(&outcome.tally.line(started.elapsed()));
    } else if outcome.failures.is_empty() && outcome.notices.is_empty() {
        let paths: Vec<String> = options.paths.iter().map(|p| clean::line(&p.display().to_string())).collect();
        say(&format!("no pipeline files found in {}", paths.join(", ")));
    }
}

/// What an unknown rule was likely meant to be.
fn unknown_rule(id: &str) -> Failure {
    let nearest = ir_analyzer::rules::all()
        .iter()
        .map(|rule| (strsim::damerau_levenshtein(rule.id, id), rule.id))
        .filter(|(distance, known)| *distance * 3 <= known.len().max(3))
        .min();
    let failure = Failure::of("", format!("no rule `{id}`"));
    match nearest {
        Some((_, rule)) => failure.help(format!("did you mean `{rule}`?")),
        None => failure.help("`ir-lint rules` lists them all"),
    }
}
