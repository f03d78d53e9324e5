//! `check`: findings, reports, the exit code.

use std::time::Instant;

use crate::args::{Check, Format};
use crate::output::{Abilities, Target, say};
use crate::report::{Ending, Look, Reporter};
use crate::style::{BOLD, RESET};
use crate::summary::Exit;
use crate::{clean, failure, run, style};

/// Checks what was asked for.
pub fn check(options: &Check, started: Instant) -> Exit {
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
