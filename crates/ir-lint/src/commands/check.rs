//! `check`: findings, reports, the exit code.

use std::time::Instant;

use ir_model::Safety;

use crate::args::{Check, Format};
use crate::failure::{self, Failure};
use crate::output::{self, Abilities, Target, say};
use crate::project::settings;
use crate::report::{Ending, Look, Reporter};
use crate::rewrite::{Rewrites, Wish, rewrite, unified};
use crate::style::{BOLD, RESET};
use crate::summary::{Exit, count};
use crate::{clean, run, style};

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
    let rewrites = match rewritten(options) {
        Ok(rewrites) => rewrites,
        Err(failure) => {
            failure::show(&[failure]);
            return Exit::Failed;
        }
    };
    if options.diff {
        return show_difference(&rewrites, color);
    }
    // The mended text goes where a filter's text goes.
    if let Some(text) = &rewrites.stdin {
        let written = output::print(|out| out.write_all(text.as_bytes()));
        failure::show(&written.err().into_iter().collect::<Vec<_>>());
        targets.splice(..1, [Target::Stderr]);
    }
    let mut outcome = run::run(options, &reporters, stdout.for_people(), started, rewrites.stdin.clone());
    outcome.failures.extend(rewrites.failures.iter().cloned());

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
        conclude(options, &outcome, &rewrites, started);
    }
    match outcome {
        _ if !outcome.failures.is_empty() => Exit::Failed,
        _ if outcome.tally.fails() => Exit::Findings,
        _ => Exit::Clean,
    }
}

/// Rewrites what was asked for.
fn rewritten(options: &Check) -> Result<Rewrites, Failure> {
    let wish = match &options.add_ignore {
        Some(reason) => Wish::Ignore(reason),
        None if !options.fix && !options.diff => return Ok(Rewrites::default()),
        None if options.unsafe_fixes => Wish::Fix(Safety::Suggested),
        None => Wish::Fix(Safety::Safe),
    };
    let settings = settings(&options.config, &options.reading)?;
    rewrite(&options.paths, &options.reading, &settings, wish, !options.diff)
}

/// In place of findings, what would be different.
fn show_difference(rewrites: &Rewrites, color: bool) -> Exit {
    let shown =
        output::print(|out| rewrites.files.iter().try_for_each(|file| out.write_all(unified(file, color).as_bytes())));
    let mut failures = rewrites.failures.clone();
    failures.extend(shown.err());
    failure::show(&failures);
    match rewrites {
        _ if !failures.is_empty() => Exit::Failed,
        _ if rewrites.files.is_empty() => Exit::Clean,
        _ => Exit::Findings,
    }
}

/// What was rewritten.
fn tell(options: &Check, rewrites: &Rewrites) {
    if options.show_fixes {
        for file in rewrites.files.iter().filter(|f| !f.done.is_empty()) {
            say(&format!("{BOLD}{}{RESET}", clean::line(&file.shown)));
            for done in &file.done {
                say(&format!("  {}: {}", done.rule, clean::line(&done.title)));
            }
        }
    }
    let files = count(rewrites.files.len(), "file");
    match rewrites.fixes() {
        _ if rewrites.files.is_empty() => {}
        0 => say(&format!("comments were put into {files}")),
        fixes => say(&format!("{} made in {files}", count(fixes, "fix"))),
    }
    if rewrites.unmarked > 0 {
        say(&format!("{} cannot be left out by a comment", count(rewrites.unmarked, "finding")));
    }
}

/// The last lines.
fn conclude(options: &Check, outcome: &run::Outcome, rewrites: &Rewrites, started: Instant) {
    tell(options, rewrites);
    if outcome.tally.any_ours() {
        say(&outcome.tally.line(started.elapsed()));
        if let Some(hint) = outcome.tally.fixes_hint() {
            say(&hint);
        }
    } else if outcome.failures.is_empty() && outcome.notices.is_empty() {
        let paths: Vec<String> = options.paths.iter().map(|p| clean::line(&p.display().to_string())).collect();
        say(&format!("no pipeline files found in {}", paths.join(", ")));
    }
}
